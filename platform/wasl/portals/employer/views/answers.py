"""Answer people: meet, or not this time; one of them or several."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.referrals.answer_employer import (
    Batch,
    decline,
    decline_several,
    meet_several,
    want_to_meet,
)
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.note_rules import NoteRefusedError
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.meeting_forms import DeclineForm
from wasl.portals.employer.views.acting import do, find_own, seen_version
from wasl.portals.employer.views.meetings import show_list, show_one
from wasl.ui.wording_sentences import refused_words

MOST_AT_ONCE = 100


@blueprint.post("/people/<referral_id>/meet")
@requires(Permission.ANSWER_REFERRAL)
def meet(referral_id: str) -> ResponseReturnValue:
    """Say that one wants to meet somebody."""
    referral, seen = find_own(Permission.ANSWER_REFERRAL, referral_id), seen_version()
    said = Said(side=Side.EMPLOYER)
    done = _("You want to meet. Propose times now, so that the person can choose one.")
    if referral.closed_at is not None:
        done = _("The office asks the person first.")
    return do(
        referral, lambda: want_to_meet(db.session, current_viewer(), referral, said, seen), done
    )


@blueprint.post("/people/<referral_id>/decline")
@requires(Permission.ANSWER_REFERRAL)
def decline_one(referral_id: str) -> ResponseReturnValue:
    """Say no to somebody, with a reason."""
    referral, seen = find_own(Permission.ANSWER_REFERRAL, referral_id), seen_version()
    form = DeclineForm()
    said = form.said() if form.validate() else Said(side=Side.EMPLOYER)
    try:
        return do(
            referral,
            lambda: decline(db.session, current_viewer(), referral, said, seen),
            _("You said no. The person and the office are told that there is an answer."),
        )
    except NoteRefusedError as error:
        form[error.finding.field].errors = [refused_words(error.finding)]
        return render_template("employer/meeting.html", **show_one(referral, form)), 422


@blueprint.post("/people/answer")
@requires(Permission.ANSWER_REFERRAL)
def answer_several() -> ResponseReturnValue:
    """Answer all who are ticked in the list: meet them, or say no with one reason."""
    chosen, form = _chosen(), DeclineForm()
    if not chosen:
        flash(_("Tick at least one person first."), "error")
    elif request.form.get("answer") == "meet":
        said = Said(side=Side.EMPLOYER)
        _tell(meet_several(db.session, current_viewer(), chosen, said))
    elif form.validate():
        try:
            _tell(decline_several(db.session, current_viewer(), chosen, form.said()))
        except NoteRefusedError as error:
            form[error.finding.field].errors = [refused_words(error.finding)]
            return show_list(form), 422
    else:
        flash(_("Choose a reason."), "error")
    return redirect(url_for(".meetings"))


def _chosen() -> dict[Referral, int]:
    """Return the referrals that are ticked, with the version that was seen; all must be own."""
    chosen: dict[Referral, int] = {}
    for word in request.form.getlist("chosen")[:MOST_AT_ONCE]:
        public_id, _dot, version = word.partition(".")
        found: Referral | None = find(
            db.session, current_viewer(), Permission.ANSWER_REFERRAL, public_id
        )
        if found is None or not version.isdecimal() or len(version) > 9:
            abort(404)
        chosen[found] = int(version)
    return chosen


def _tell(batch: Batch) -> None:
    if batch.done:
        text = ngettext("One person was answered.", "%(num)d people were answered.", batch.done)
        flash(text, "done")
    if batch.changed:
        text = ngettext(
            "Somebody was quicker with one of them. This is how it stands now.",
            "Somebody was quicker with %(num)d of them. This is how it stands now.",
            batch.changed,
        )
        flash(text, "warning")
