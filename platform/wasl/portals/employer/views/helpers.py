"""What several views do alike."""

from collections.abc import Mapping

from flask import abort, current_app

from models.opportunity import Opportunity, Organisation
from wasl.access import Permission, current_account, current_viewer
from wasl.access.scope import find
from wasl.config import Settings
from wasl.extensions import db
from wasl.files.errors import CellError
from wasl.i18n.language import choose_language
from wasl.operations.postings.review import ReviewPolicy
from wasl.portals.employer.posting_forms import BeginForm, PostingForm
from wasl.portals.employer.queries.candidates import ALL_OF_AN_OPPORTUNITY
from wasl.ui.posting_problems import posting_problem


def own_organisation() -> Organisation:
    """Return the organisation of the signed-in account; without one the page does not exist."""
    organisation = current_account().organisation
    if organisation is None:
        abort(404)
    return organisation


def listed_at_most() -> int:
    """Return how many fitting people a run keeps for an opportunity: there may be more."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.keep_eligible


def own_posting(permission: Permission, opportunity_id: str) -> Opportunity:
    """Return a posting that a permission holds for; what is not one's own does not exist."""
    found: Opportunity | None = find(
        db.session, current_viewer(), permission, opportunity_id, ALL_OF_AN_OPPORTUNITY
    )
    if found is None:
        abort(404)
    return found


def review_policy() -> ReviewPolicy:
    """Return which postings are read before they are seen."""
    settings: Settings = current_app.config["SETTINGS"]
    return ReviewPolicy(settings.review_postings)


def say_problems(form: PostingForm | BeginForm, problems: Mapping[str, CellError]) -> None:
    """Put what is wrong with parts of a posting on the fields of its form, in words."""
    language = choose_language()
    for name, error in problems.items():
        form[name].errors = [posting_problem(error, language)]
