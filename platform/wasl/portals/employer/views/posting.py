"""The page of a posting, and the steps of its life: send in, pause, close, extend, copy."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep, steps_from
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.move_opportunity import (
    DeadlinePassedError,
    StepRefusedError,
    move_opportunity,
)
from wasl.operations.postings.begin import copy_posting
from wasl.operations.postings.care import EXTENDABLE, confirm_posting, extend_posting
from wasl.operations.postings.errors import (
    PostingChangedError,
    PostingInvalidError,
    PostingNotOpenError,
)
from wasl.operations.postings.send_in import send_in as send_in_draft
from wasl.operations.postings.write import WRITABLE
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.posting_step_forms import ExtendForm, SeenForm, StepForm
from wasl.portals.employer.queries.commitments import commitment_of
from wasl.portals.employer.queries.meetings import count_waiting
from wasl.portals.employer.queries.posting import list_moves, read_posting
from wasl.portals.employer.views.helpers import own_posting, review_policy
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.opportunity_texts import own_facts, place_text, provided_texts, wage_text

OWN = Permission.CHANGE_OWN_OPPORTUNITY
# Sent in with its own button, filled by whoever is taken: no step to press here.
_NO_BUTTON = frozenset({OpportunityStep.SUBMIT, OpportunityStep.PUBLISH, OpportunityStep.HOLD})


@blueprint.get("/opportunities/<opportunity_id>/posting")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def posting(opportunity_id: str) -> ResponseReturnValue:
    """Show a posting as others see it, what can be done with it, and how its life went."""
    found = own_posting(Permission.SEE_OWN_OPPORTUNITIES, opportunity_id)
    record = read_posting(db.session, found, choose_language())
    steps = [step for step in steps_from(found.status, Side.EMPLOYER) if step not in _NO_BUTTON]
    waiting = count_waiting(db.session, current_viewer(), [found.id]).get(found.id, 0)
    return render_template(
        "employer/posting/posting.html",
        opportunity=found,
        record=record,
        place=place_text(found, record.places),
        wage=wage_text(found),
        provided=provided_texts(found),
        own=own_facts(found),
        moves=list_moves(db.session, found),
        promise=commitment_of(db.session, current_viewer(), found),
        waiting=waiting,
        steps=steps,
        writable=found.status in WRITABLE,
        extendable=found.status in EXTENDABLE,
        extending=ExtendForm(),
    )


def _back(found: Opportunity) -> ResponseReturnValue:
    return redirect(url_for(".posting", opportunity_id=found.public_id))


def try_with(found: Opportunity, action: Callable[[], object]) -> bool:
    """Do something with a posting and tell whether it was done; why not is said."""
    try:
        action()
    except PostingChangedError:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    except (StepRefusedError, PostingNotOpenError):
        state = label(found.status)
        flash(_("That is not possible now. The posting is: %(state)s.", state=state), "error")
    except DeadlinePassedError as passed:
        day = format_day(passed.apply_by)
        flash(_("The last day to apply was %(day)s. Set a later one first.", day=day), "error")
    else:
        return True
    return False


@blueprint.post("/opportunities/<opportunity_id>/send-in")
@requires(OWN)
def send_in(opportunity_id: str) -> ResponseReturnValue:
    """Publish a draft, or hand it to whoever reads it first."""
    found, form, by = own_posting(OWN, opportunity_id), SeenForm(), current_viewer()
    today, seen = today_in_baghdad(), form.seen()
    send = lambda: send_in_draft(db.session, by, found, review_policy(), today, seen=seen)  # noqa: E731
    try:
        if try_with(found, send):
            flash(_sent(found), "done")
    except PostingInvalidError:
        flash(_("Something is missing or cannot be read. It is marked below."), "error")
        return redirect(url_for(".edit_opportunity", opportunity_id=opportunity_id, missing=1))
    return _back(found)


def _sent(found: Opportunity) -> str:
    if found.status is OpportunityStatus.IN_REVIEW:
        return _("Sent in. Somebody reads it first; you get a message as soon as it was read.")
    if found.organisation.standing.value in ("unvetted", "refused"):
        return _("Ready. It is shown as soon as your organisation has been vetted.")
    return _("Published. Matches are being computed; look again in a few minutes.")


@blueprint.post("/opportunities/<opportunity_id>/step")
@requires(OWN)
def take_step(opportunity_id: str) -> ResponseReturnValue:
    """Take a step in the life of a posting: pause it, show it again, close it, open it again."""
    found, form = own_posting(OWN, opportunity_id), StepForm()
    if not form.validate_on_submit() or form.wanted() in _NO_BUTTON:
        abort(400)
    step, today = form.wanted(), today_in_baghdad()

    def move() -> None:
        if form.version.data:
            check_seen(found, form.seen())
        move_opportunity(db.session, current_viewer(), found, step, today)

    if try_with(found, move):
        flash(_("The posting is now: %(state)s.", state=label(found.status)), "done")
    return _back(found)


def check_seen(found: Opportunity, seen: int) -> None:
    """Raise PostingChangedError for a page that is old. The referrals are locked before this."""
    if found.version != seen:
        raise PostingChangedError(found)


@blueprint.post("/opportunities/<opportunity_id>/extend")
@requires(OWN)
def extend(opportunity_id: str) -> ResponseReturnValue:
    """Give a posting more time."""
    found, form, today = own_posting(OWN, opportunity_id), ExtendForm(), today_in_baghdad()
    last_day = form.day_from(found.apply_by, today)
    if not form.validate_on_submit() or last_day is None:
        flash(_("Choose a day first."), "error")
        return _back(found)
    give = lambda: extend_posting(db.session, current_viewer(), found, last_day, today)  # noqa: E731
    try:
        if try_with(found, give):
            flash(_("The new last day is %(day)s.", day=format_day(last_day)), "done")
    except PostingInvalidError:
        flash(_("This day is over. Choose a later one."), "error")
    return _back(found)


@blueprint.post("/opportunities/<opportunity_id>/still-open")
@requires(OWN)
def still_open(opportunity_id: str) -> ResponseReturnValue:
    """Say that what is offered still stands."""
    found = own_posting(OWN, opportunity_id)
    if try_with(found, lambda: confirm_posting(db.session, current_viewer(), found)):
        flash(_("Thank you. It stays as it is."), "done")
    return _back(found)


@blueprint.post("/opportunities/<opportunity_id>/copy")
@requires(OWN)
def copy(opportunity_id: str) -> ResponseReturnValue:
    """Begin a new posting that says the same."""
    found = own_posting(OWN, opportunity_id)
    draft = copy_posting(db.session, current_viewer(), found, today_in_baghdad())
    flash(_("This is the copy. Change what is different, then publish it."), "done")
    return redirect(url_for(".edit_opportunity", opportunity_id=draft.public_id))
