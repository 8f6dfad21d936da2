"""Plan meetings: their series, when and where they are, what the invitation says."""

from collections.abc import Iterable
from dataclasses import Field, dataclass, fields
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id
from models.enums import PlaceLevel
from models.meeting import Meeting, MeetingSeries, Participant
from models.place import Place
from models.round_table_enums import MeetingKind, MeetingState
from models.round_table_states import MeetingStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.vocabulary import word_key
from wasl.operations.meetings.call import Moved, tell_cancelled, tell_moved
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError
from wasl.operations.meetings.steps import AHEAD, hold_for, take_step
from wasl.operations.take_reference import add_with_reference

KEY_LENGTH = 300
# Who has these changed is told: they decide whether and where somebody comes.
TOLD = frozenset({"held_on", "starts_at", "ends_at", "governorate_code", "place", "venue"})
_PREFIX = {MeetingKind.ROUNDTABLE: "RT", MeetingKind.COMMITTEE: "CM"}


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """When and where a meeting is, and what its invitation says. Times are Baghdad's."""

    title: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    governorate_code: str | None = None
    place: str | None = None
    venue: str | None = None
    chair: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class Changed:
    """What is different of a meeting now, by columns; told: what that was for the invited."""

    columns: tuple[str, ...] = ()
    told: Moved | None = None


def plan_series(
    session: Session, by: Viewer, *, kind: MeetingKind, name: str, about: str = ""
) -> MeetingSeries:
    """Begin a series of meetings. Raises MeetingRuleError: no name, or there is one of it."""
    said = " ".join(name.split())
    if not said:
        raise MeetingRuleError(MeetingRule.NAME_MISSING)
    key = word_key(said)[:KEY_LENGTH]
    if session.scalar(select(MeetingSeries.id).where(MeetingSeries.name_key == key)) is not None:
        raise MeetingRuleError(MeetingRule.NAME_TAKEN)
    series = MeetingSeries(public_id=new_public_id(), kind=kind, name=said, name_key=key)
    series.about = about.strip() or None
    try:
        with session.begin_nested():
            session.add(series)
    except IntegrityError:  # somebody began it in the same moment
        raise MeetingRuleError(MeetingRule.NAME_TAKEN) from None
    subject = ("series", series.public_id)
    record(session, by, AuditAction.MEETING_PLANNED, subject=subject, kind=kind.value)
    return series


def plan_meeting(
    session: Session,
    by: Viewer,
    series: MeetingSeries,
    facts: MeetingFacts,
    today: date,
    *,
    ref: str = "",
    with_members: bool = False,
) -> Meeting:
    """Plan a meeting of a series, on this day or later.

    ref: as files and minutes name it; empty: the next free one. with_members: whoever took part in
    the last meeting of the series takes part again. Raises MeetingRuleError.
    """
    if facts.held_on < today:
        raise MeetingRuleError(MeetingRule.DAY_PASSED)
    _check(session, facts)
    before = last_meeting(session, series)
    meeting = Meeting(public_id=new_public_id(), series=series, state=MeetingState.PLANNED)
    _fill(meeting, facts)
    if with_members and before is not None:
        meeting.participants = list(_members_again(before.participants))
    _add(session, meeting, ref.strip())
    subject = ("meeting", meeting.public_id)
    record(session, by, AuditAction.MEETING_PLANNED, subject=subject, kind=series.kind.value)
    return meeting


def change_meeting(
    session: Session, by: Viewer, meeting: Meeting, facts: MeetingFacts, today: date, *, seen: int
) -> Changed:
    """Change what is planned, and return what is different now and who was told.

    Who was invited is told when day, time or place changed, and asked anew when the day did.
    Of a meeting that was held only the words change, not the day. Raises MeetingRuleError,
    MeetingChangedError.
    """
    hold_for(session, meeting, seen=seen)
    changed = [one.name for one in fields(facts) if getattr(meeting, one.name) != _said(facts, one)]
    if not changed:
        return Changed()
    _check(session, facts)
    if meeting.state not in AHEAD and "held_on" in changed:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    if "held_on" in changed and facts.held_on < today:
        raise MeetingRuleError(MeetingRule.DAY_PASSED)
    _fill(meeting, facts)
    session.flush()
    subject = ("meeting", meeting.public_id)
    record(session, by, AuditAction.MEETING_CHANGED, subject=subject, columns=changed)
    if meeting.state is not MeetingState.CALLED or TOLD.isdisjoint(changed):
        return Changed(tuple(changed))
    told = tell_moved(session, meeting, asked_anew="held_on" in changed)
    return Changed(tuple(changed), told)


def cancel_meeting(session: Session, by: Viewer, meeting: Meeting, *, seen: int) -> None:
    """Cancel a meeting; whoever was invited is told.

    Raises MeetingStepError, MeetingChangedError.
    """
    hold_for(session, meeting, seen=seen)
    take_step(session, by, meeting, MeetingStep.CANCEL)
    tell_cancelled(session, meeting)


def plan_again(
    session: Session, by: Viewer, meeting: Meeting, held_on: date, today: date, *, seen: int
) -> None:
    """Take a cancelled meeting up again, on another day; nobody counts as invited any more.

    Raises MeetingStepError, MeetingRuleError, MeetingChangedError.
    """
    hold_for(session, meeting, seen=seen)
    if held_on < today:
        raise MeetingRuleError(MeetingRule.DAY_PASSED)
    take_step(session, by, meeting, MeetingStep.PLAN_AGAIN)
    meeting.held_on = held_on
    for one in meeting.participants:
        one.invited_at = one.answer = one.answered_at = one.answered_by_id = None
        one.answer_note = None
    session.flush()


def hold_meeting(session: Session, by: Viewer, meeting: Meeting, today: date, *, seen: int) -> None:
    """Note that a meeting was held: on its day at the earliest.

    Raises MeetingStepError, MeetingRuleError, MeetingChangedError.
    """
    hold_for(session, meeting, seen=seen)
    if meeting.held_on > today:
        raise MeetingRuleError(MeetingRule.DAY_TO_COME)
    take_step(session, by, meeting, MeetingStep.HOLD)


def last_meeting(session: Session, series: MeetingSeries) -> Meeting | None:
    """Return the latest meeting of a series that was not cancelled, or none."""
    held = select(Meeting).where(
        Meeting.series_id == series.id, Meeting.state != MeetingState.CANCELLED
    )
    return session.scalar(held.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1))


def next_ref(session: Session, kind: MeetingKind, day: date) -> str:
    """Return a reference that no meeting has: RT-2026-10, with a number where one is taken."""
    base = f"{_PREFIX[kind]}-{day:%Y-%m}"
    taken = set(session.scalars(select(Meeting.ref).where(Meeting.ref.startswith(base))))
    number = 2
    wanted = base
    while wanted in taken:
        wanted, number = f"{base}-{number}", number + 1
    return wanted


def _add(session: Session, meeting: Meeting, wanted: str) -> None:
    """Store a meeting under the reference that is wanted, or else under the next free one."""

    def reference() -> str:
        return wanted or next_ref(session, meeting.series.kind, meeting.held_on)

    if wanted and session.scalar(select(Meeting.id).where(Meeting.ref == wanted)) is not None:
        raise MeetingRuleError(MeetingRule.REF_TAKEN)
    try:
        add_with_reference(session, meeting, reference)
    except IntegrityError:  # somebody took it in the same moment
        raise MeetingRuleError(MeetingRule.REF_TAKEN) from None


def _said(facts: MeetingFacts, one: "Field[object]") -> object:
    value = getattr(facts, one.name)
    return (value.strip() or None) if isinstance(value, str) else value


def _fill(meeting: Meeting, facts: MeetingFacts) -> None:
    for one in fields(facts):
        setattr(meeting, one.name, _said(facts, one))


def _check(session: Session, facts: MeetingFacts) -> None:
    if not facts.title.strip():
        raise MeetingRuleError(MeetingRule.TITLE_MISSING)
    begins, ends = facts.starts_at, facts.ends_at
    if ends is not None and (begins is None or ends <= begins):
        raise MeetingRuleError(MeetingRule.TIMES)
    if facts.governorate_code:
        place = session.get(Place, facts.governorate_code)
        if place is None or place.level is not PlaceLevel.GOVERNORATE:
            raise MeetingRuleError(MeetingRule.PLACE_UNKNOWN)


def _members_again(before: Iterable[Participant]) -> Iterable[Participant]:
    for one in before:
        yield Participant(
            public_id=new_public_id(),
            organisation_id=one.organisation_id,
            part=one.part,
            role=one.role,
        )
