"""One commitment: what is behind its numbers, amending it, who makes it, reviewing it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.commitment import Commitment
from models.opportunity import Organisation
from models.round_table_enums import Achievement
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments import amend, parties
from wasl.operations.commitments.assess import review_commitment
from wasl.operations.commitments.errors import (
    CommitmentMovedError,
    CommitmentWithdrawnError,
    DeadlineBeforeError,
    NoReasonError,
)
from wasl.operations.commitments.told import sees_people
from wasl.portals.round_table import barrier_words
from wasl.portals.round_table.amendment_words import amendment_text
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.commitment_forms import (
    AmendForm,
    MilestoneForm,
    PartyForm,
    ReasonForm,
    ReviewForm,
)
from wasl.portals.round_table.queries.commitment import Behind, read_commitment
from wasl.portals.round_table.queries.commitment_barriers import read_answered
from wasl.portals.round_table.queries.commitments import list_who_may_promise
from wasl.portals.round_table.views.barrier_links import link_form
from wasl.portals.round_table.views.commitment_helpers import (
    attempt,
    offer_choices,
    own_commitment,
)
from wasl.ui.labels import as_names
from wasl.ui.names import organisation_name


def back_to(commitment: Commitment) -> Response:
    """Return to the page of a commitment."""
    return redirect(url_for("round_table.commitment", commitment_id=commitment.public_id))


def _asked_behind() -> Behind | None:
    """Return the number whose postings are asked for, where it is told to who asks."""
    told = Behind if sees_people(current_viewer()) else (Behind.OFFERED, Behind.WAITING)
    return next((one for one in told if one.value == request.args.get("behind")), None)


@blueprint.get("/commitments/<commitment_id>")
@requires(Permission.SEE_COMMITMENT)
def commitment(commitment_id: str) -> ResponseReturnValue:
    """Show a commitment with the postings behind each of its numbers."""
    found, language = own_commitment(Permission.SEE_COMMITMENT, commitment_id), choose_language()
    behind = _asked_behind()
    return render_template(
        "round_table/commitment.html",
        one=found,
        shown=read_commitment(
            db.session, current_viewer(), found, behind, today=today_in_baghdad(), language=language
        ),
        behind=behind,
        amended=lambda row, value: amendment_text(db.session, row.field, value, language),
        milestone=MilestoneForm(formdata=None),
        barriers=read_answered(db.session, found),
        places=dict(list_governorates(db.session, language)),
        link=link_form(found),
        barrier_words=barrier_words,
    )


@blueprint.route("/commitments/<commitment_id>/amend", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT)
def amend_commitment(commitment_id: str) -> ResponseReturnValue:
    """Change what was promised, with a reason."""
    found, form = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id), AmendForm()
    offer_choices(form)
    if not form.is_submitted():
        form.show(found)
    elif form.validate() and form.says_how_many(found.kind) and _amend(found, form):
        return back_to(found)
    page = render_template("round_table/commitment/amend.html", form=form, one=found)
    return page, 422 if form.errors else 200


def _amend(found: Commitment, form: AmendForm) -> bool:
    """Amend and say what became of it; return whether the form is done with."""
    try:
        changed = amend.amend_commitment(
            db.session,
            current_viewer(),
            found,
            form.terms(),
            reason=form.reason.data or "",
            seen=form.seen(),
        )
    except DeadlineBeforeError:
        form.deadline.errors = [_("The deadline is before the day on which it was promised.")]
        return False
    except NoReasonError:
        form.reason.errors = [_("Write why it changes. It stays in its history.")]
        return False
    except (CommitmentMovedError, CommitmentWithdrawnError):
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
        return True
    flash(_("Amended.") if changed else _("Nothing was different."), "done" if changed else "info")
    return True


@blueprint.route("/commitments/<commitment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT)
def withdraw_commitment(commitment_id: str) -> ResponseReturnValue:
    """Note that it is taken back."""
    found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id)
    return _with_reason(found, amend.withdraw_commitment, _("Withdrawn."), "withdraw")


@blueprint.route("/commitments/<commitment_id>/restore", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT)
def restore_commitment(commitment_id: str) -> ResponseReturnValue:
    """Let it stand again."""
    found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id)
    return _with_reason(found, amend.restore_commitment, _("It stands again."), "restore")


def _with_reason(
    found: Commitment, act: Callable[..., None], done: str, which: str
) -> ResponseReturnValue:
    form = ReasonForm(version=found.version)
    if form.validate_on_submit():
        given = {"reason": form.reason.data or "", "seen": form.seen()}
        attempt(lambda: act(db.session, current_viewer(), found, **given), done)
        return back_to(found)
    page = render_template("round_table/commitment/reason.html", form=form, one=found, which=which)
    return page, 422 if form.errors else 200


@blueprint.route("/commitments/<commitment_id>/parties", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT)
def commitment_parties(commitment_id: str) -> ResponseReturnValue:
    """Show who makes it, and let organisations join, leave and lead."""
    found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id)
    known = {one.public_id: one for one in list_who_may_promise(db.session)}
    form = PartyForm(version=found.version)
    form.party.choices = as_names((key, organisation_name(one)) for key, one in known.items())
    if form.validate_on_submit():
        _change_party(found, form, known[form.party.data], request.form.get("act", ""))
        return redirect(url_for(".commitment_parties", commitment_id=found.public_id))
    page = render_template("round_table/commitment/parties.html", form=form, one=found)
    return page, 422 if form.errors else 200


def _change_party(found: Commitment, form: PartyForm, who: Organisation, act: str) -> None:
    acts: dict[str, tuple[Callable[..., bool], str]] = {
        "add": (parties.add_party, _("It joined. What it posts for this counts from now on.")),
        "remove": (parties.remove_party, _("It left. What it posts waits for a word.")),
        "lead": (parties.let_lead, _("It leads now.")),
    }
    if act in acts:
        do, done = acts[act]
        given = {"reason": form.reason.data or "", "seen": form.seen()}
        attempt(lambda: do(db.session, current_viewer(), found, who, **given), done)


@blueprint.route("/commitments/<commitment_id>/review", methods=["GET", "POST"])
@requires(Permission.REVIEW_COMMITMENT)
def review(commitment_id: str) -> ResponseReturnValue:
    """Add an independent word on how far it has come."""
    found, form = own_commitment(Permission.REVIEW_COMMITMENT, commitment_id), ReviewForm()
    if form.validate_on_submit():
        achievement, note = Achievement(form.achievement.data), form.note.data or ""
        attempt(
            lambda: review_commitment(db.session, current_viewer(), found, achievement, note),
            _("Noted. Earlier words stay in the history."),
        )
        return back_to(found)
    page = render_template("round_table/commitment/review.html", form=form, one=found)
    return page, 422 if form.errors else 200
