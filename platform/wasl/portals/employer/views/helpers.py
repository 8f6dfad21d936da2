"""What several views do alike."""

from flask import abort, current_app

from models.opportunity import Organisation
from wasl.access import current_account
from wasl.config import Settings


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
