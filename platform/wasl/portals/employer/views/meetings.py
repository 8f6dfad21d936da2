"""People whom the employer deals with: the list, the page of one, the file for a calendar."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.referral import Referral
from models.referral_enums import ReferralStage
from wasl.access import Permission, current_viewer, requires
from wasl.calendars import CALENDAR_TYPE, MeetingText, write_meeting
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.interviews import live_interview
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.meeting_forms import DeclineForm
from wasl.portals.employer.meeting_words import TURN_TITLES, by_when, stage_name, tone_of, what_next
from wasl.portals.employer.named import name_one
from wasl.portals.employer.one_person import present_one_person
from wasl.portals.employer.placed_part import placed_part
from wasl.portals.employer.queries.meeting import load_one_person, note_seen
from wasl.portals.employer.queries.meetings import (
    MeetingFilter,
    Turn,
    count_turns,
    list_meetings,
    one_row,
    postings_of_meetings,
)
from wasl.portals.employer.views.acting import find_own
from wasl.transactions import leaves_trace
from wasl.ui.labels import label

LAST_PAGE = 100_000
_E = TypeVar("_E", bound=StrEnum)


@blueprint.get("/people")
@requires(Permission.SEE_OWN_REFERRALS)
@leaves_trace
def meetings() -> ResponseReturnValue:
    """List all whom the employer deals with, what waits for it first."""
    return show_list(DeclineForm())


def show_list(form: DeclineForm) -> str:
    """Return the page of the list with a form for a no; what was ticked stays ticked."""
    viewer, wanted = current_viewer(), _wanted()
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    return render_template(
        "employer/meetings.html",
        page=list_meetings(db.session, viewer, wanted, number, language=choose_language()),
        counts=count_turns(db.session, viewer, wanted),
        postings=postings_of_meetings(db.session, viewer),
        wanted=wanted,
        form=form,
        ticked=request.form.getlist("chosen"),
        **_list_words(),
    )


def _one_of(kind: type[_E], name: str) -> _E | None:
    """Return what the address says of a closed list; a word that is not on it is no filter."""
    said = request.args.get(name, "")
    return next((member for member in kind if member.value == said), None)


def _wanted() -> MeetingFilter:
    return MeetingFilter(
        turn=_one_of(Turn, "turn"),
        posting=request.args.get("posting") or None,
        stage=_one_of(ReferralStage, "stage"),
    )


def _list_words() -> dict[str, Any]:
    now, today = utc_now(), today_in_baghdad()
    return {
        "stages": [(stage.value, label(stage)) for stage in ReferralStage],
        "turns": {turn: title() for turn, title in TURN_TITLES.items()},
        "what_next": lambda row: what_next(row, now),
        "by_when": lambda row: by_when(row, today),
        "stage_name": stage_name,
        "tone_of": tone_of,
    }


@blueprint.get("/people/<referral_id>")
@requires(Permission.SEE_OWN_REFERRALS)
@leaves_trace
def meeting(referral_id: str) -> ResponseReturnValue:
    """Show how far the employer and one person are, and what can be done."""
    referral = find_own(Permission.SEE_OWN_REFERRALS, referral_id)
    return render_template("employer/meeting.html", **show_one(referral, DeclineForm()))


def show_one(referral: Referral, form: DeclineForm) -> dict[str, Any]:
    """Return what the page of a person shows; that it was seen is recorded. form: for a no."""
    viewer, today = current_viewer(), today_in_baghdad()
    who = name_one(db.session, viewer, referral)
    note_seen(db.session, viewer, referral, named=who is not None)
    language = choose_language()
    found = load_one_person(
        db.session, referral, named=who is not None, language=language, today=today
    )
    row = one_row(db.session, viewer, referral)
    shown = present_one_person(db.session, found, row, language=language, today=today)
    placed = placed_part(db.session, referral, today)
    return {"who": who, "referral": referral, "shown": shown, "form": form, **placed}


@blueprint.get("/people/<referral_id>/meeting.ics")
@requires(Permission.SEE_OWN_REFERRALS)
@leaves_trace
def meeting_calendar(referral_id: str) -> ResponseReturnValue:
    """Send the agreed time as a calendar file; it names nobody."""
    referral = find_own(Permission.SEE_OWN_REFERRALS, referral_id)
    interview = live_interview(db.session, referral)
    if interview is None or interview.agreed_slot is None:
        abort(404)
    note_seen(db.session, current_viewer(), referral, named=False)
    title, number = referral.opportunity.title, referral.card
    text = MeetingText(
        summary=_("Meeting: %(title)s, card %(number)s", title=title, number=number),
        way=str(label(interview.way)),
        note=interview.note or "",
    )
    written = write_meeting(interview, text, utc_now())
    sent = Response(written, content_type=CALENDAR_TYPE)
    sent.headers["Content-Disposition"] = f'attachment; filename="meeting-{number}.ics"'
    return sent
