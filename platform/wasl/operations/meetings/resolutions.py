"""Recommendations, decisions and actions: what a meeting came to, and what became of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id
from models.meeting import AgendaItem, Meeting, Resolution
from models.opportunity import Organisation
from models.round_table_enums import ResolutionKind, ResolutionState
from models.round_table_states import FOLLOWS, RESOLUTION_TRANSITIONS, ResolutionStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.agenda import hold_to_write
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.series import TOOK_PLACE, comes_before, is_member


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What a meeting came to. responsible, role: whose it is to do; due_on: until when."""

    text: str
    responsible: Organisation | None = None
    responsible_role: str = ""
    due_on: date | None = None
    follows: Resolution | None = None


def can_follow(item: AgendaItem) -> Select[Resolution]:
    """Return the statement of what something said here may follow from: what is open in the series.

    Of meetings that took place before, and of this one, the latest first.
    """
    return (
        select(Resolution)
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(
            Meeting.series_id == item.meeting.series_id,
            Meeting.state.in_(TOOK_PLACE) | (Meeting.id == item.meeting_id),
            Meeting.held_on <= item.meeting.held_on,
            Resolution.state == ResolutionState.OPEN,
            Resolution.kind.in_({kind for kinds in FOLLOWS.values() for kind in kinds}),
        )
        .order_by(Meeting.held_on.desc(), Resolution.id.desc())
    )


def add_resolution(
    session: Session,
    by: Viewer,
    item: AgendaItem,
    kind: ResolutionKind,
    said: Resolved,
    *,
    today: date,
    settles: bool = False,
) -> Resolution:
    """Write down what came of a point.

    settles: what it follows from is settled by it. Raises MinutesRuleError.
    """
    hold_to_write(session, item.meeting)
    _check(session, item, kind, said)
    made = Resolution(public_id=new_public_id(), item=item, kind=kind, text="")
    _fill(made, said)
    session.add(made)
    session.flush()
    _note(session, by, made, "added")
    if settles and said.follows is not None:
        hold_row(session, said.follows)
        if said.follows.state is ResolutionState.OPEN:
            _move(session, by, said.follows, ResolutionStep.SETTLE, note="", today=today)
    return made


def change_resolution(
    session: Session, by: Viewer, resolution: Resolution, said: Resolved, *, seen: int
) -> None:
    """Say it in other words, or give it to others to do. seen: the version that was read.

    Raises MinutesRuleError, MinutesChangedError.
    """
    hold_to_write(session, resolution.item.meeting)
    _hold(session, resolution, seen)
    _check(session, resolution.item, resolution.kind, said, before=resolution)
    _fill(resolution, said)
    session.flush()
    _note(session, by, resolution, "changed")


def remove_resolution(session: Session, by: Viewer, resolution: Resolution, *, seen: int) -> None:
    """Take out what was written by mistake, before the minutes are out.

    Raises MinutesRuleError also when something follows from it, MinutesChangedError.
    """
    hold_to_write(session, resolution.item.meeting)
    _hold(session, resolution, seen)
    followed = exists().where(Resolution.follows_id == resolution.id)
    if session.scalar(select(followed)):
        raise MinutesRuleError(MinutesRule.RESOLUTION_IN_USE)
    _note(session, by, resolution, "removed")
    resolution.item.resolutions.remove(resolution)
    session.flush()


def take_resolution_step(
    session: Session,
    by: Viewer,
    resolution: Resolution,
    step: ResolutionStep,
    note: str,
    *,
    today: date,
    seen: int,
) -> None:
    """Settle it, drop it or take it up again, also once the minutes are out.

    note: by what it was settled, why it was dropped or is taken up again. Raises MinutesRuleError
    without a note, or where the step is not possible now; MinutesChangedError.
    """
    if not note.strip():
        raise MinutesRuleError(MinutesRule.NOTE_MISSING)
    hold_row(session, resolution.item.meeting)
    _hold(session, resolution, seen)
    if resolution.state not in RESOLUTION_TRANSITIONS[step].sources:
        raise MinutesRuleError(MinutesRule.NOT_YET)
    _move(session, by, resolution, step, note=note.strip(), today=today)


def _move(
    session: Session,
    by: Viewer,
    resolution: Resolution,
    step: ResolutionStep,
    *,
    note: str,
    today: date,
) -> None:
    resolution.state = RESOLUTION_TRANSITIONS[step].target
    ended = resolution.state is not ResolutionState.OPEN
    resolution.ended_on = today if ended else None
    resolution.ended_note = (note or None) if ended else None
    session.flush()
    _note(session, by, resolution, step.value, reason=note or None)


def _hold(session: Session, resolution: Resolution, seen: int) -> None:
    hold_row(session, resolution)
    if resolution.version != seen:
        raise MinutesChangedError


def _check(
    session: Session,
    item: AgendaItem,
    kind: ResolutionKind,
    said: Resolved,
    before: Resolution | None = None,
) -> None:
    """Raise MinutesRuleError unless those named belong to the series. before: as it stood."""
    kept = before.responsible_id if before else None
    named, follows = said.responsible, said.follows
    known = named is None or named.id == kept
    if named is not None and not known and not is_member(session, item.meeting.series_id, named):
        raise MinutesRuleError(MinutesRule.NOT_A_MEMBER)
    if follows is None or (before is not None and follows.id == before.follows_id):
        return
    earlier, here = follows.item.meeting, item.meeting
    of_series = earlier.series_id == here.series_id and not comes_before(here, earlier)
    if follows.kind not in FOLLOWS[kind] or not of_series:
        raise MinutesRuleError(MinutesRule.CANNOT_FOLLOW)


def _fill(resolution: Resolution, said: Resolved) -> None:
    resolution.text = said.text.strip()
    resolution.responsible = said.responsible
    resolution.responsible_role = said.responsible_role.strip() or None
    resolution.due_on = said.due_on
    resolution.follows = said.follows


def _note(
    session: Session, by: Viewer, resolution: Resolution, what: str, reason: str | None = None
) -> None:
    record(
        session,
        by,
        AuditAction.RESOLUTION_CHANGED,
        subject=("resolution", resolution.public_id),
        reason=reason,
        what=what,
        kind=resolution.kind.value,
    )
