"""Commitments whose deadline comes near, or is over: who made them hears, and the secretariat."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.commitment import Commitment
from models.enums import Role
from models.round_table_enums import CommitmentProgress, CommitmentState
from wasl.operations.clock.periods import COMMITMENT_REMINDED_BEFORE, begin_of, end_of
from wasl.operations.clock.rounds import Round
from wasl.operations.commitments.draw_down import draw_down, progress_of
from wasl.operations.meetings.recipients import write_to
from wasl.operations.tell_staff import tell_role
from wasl.shown_names import name_of

Instant = InstrumentedAttribute[datetime | None]
_SETTLED = (CommitmentProgress.FULFILLED, CommitmentProgress.WITHDRAWN)


def remind_of_commitments(round_: Round) -> None:
    """Remind 30 and 7 days before a deadline, and ask once after it; what is kept is left alone.

    A commitment that was given another deadline is reminded of anew.
    """
    today, first = round_.today, max(COMMITMENT_REMINDED_BEFORE)
    ids = select(Commitment.id).where(Commitment.state == CommitmentState.STANDING)
    ids = ids.order_by(Commitment.id)
    near = Commitment.deadline.between(today, today + first)
    not_today = _before_today(round_, Commitment.reminded_at)
    round_.each("reminded", ids.where(near, not_today), _remind)
    over = Commitment.deadline < today
    not_today = _before_today(round_, Commitment.asked_after_at)
    round_.each("asked_after", ids.where(over, not_today), _ask_after)


def _before_today(round_: Round, column: Instant) -> ColumnElement[bool]:
    return or_(column.is_(None), column < begin_of(round_.today))


def _remind(session: Session, round_: Round, key: int) -> bool:
    commitment, day = _hold(session, round_, key)
    if day is None or day < round_.today:
        return False
    begun = [day - before for before in COMMITMENT_REMINDED_BEFORE if round_.today >= day - before]
    told = commitment.reminded_at
    if not begun or (told is not None and told >= begin_of(max(begun))):
        return False
    _mark(session, commitment, reminded_at=round_.now)
    _tell_parties(session, commitment, "commitment_due", day)
    tell_role(session, Role.SECRETARIAT, "commitment_soon", {"ref": commitment.ref, "day": day})
    return True


def _ask_after(session: Session, round_: Round, key: int) -> bool:
    commitment, day = _hold(session, round_, key)
    if day is None or day >= round_.today:
        return False
    asked = commitment.asked_after_at
    if asked is not None and asked > end_of(day):
        return False
    _mark(session, commitment, asked_after_at=round_.now)
    _tell_parties(session, commitment, "commitment_over", day)
    tell_role(session, Role.SECRETARIAT, "commitment_not_kept", {"ref": commitment.ref, "day": day})
    return True


def _hold(session: Session, round_: Round, key: int) -> tuple[Commitment, date | None]:
    """Lock one and return it with its deadline; none where it is kept or withdrawn by now."""
    statement = select(Commitment).where(Commitment.id == key).with_for_update()
    commitment = session.scalars(statement).one()
    drawn = draw_down(session, [commitment])[commitment.id]
    settled = progress_of(commitment, drawn, round_.today) in _SETTLED
    return commitment, None if settled else commitment.deadline


def _tell_parties(session: Session, commitment: Commitment, template: str, day: date) -> None:
    """Tell each party: who signs in for it, and its roles that want mail."""
    parties = {one.organisation_id: one.organisation for one in commitment.parties}

    def values(key: int, language: str) -> dict[str, object]:
        named = name_of(parties[key], language)
        return {"ref": commitment.ref, "day": day, "organisation": named}

    write_to(session, parties, template, values)


def _mark(session: Session, commitment: Commitment, **values: object) -> None:
    """Note that it was told; whoever has its page open is not disturbed by it."""
    session.execute(
        update(Commitment)
        .where(Commitment.id == commitment.id)
        .values(**values, updated_at=Commitment.updated_at)
        .execution_options(synchronize_session=False)
    )
