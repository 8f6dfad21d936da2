"""Checks that are due: asked, asked once more, and closed when nobody answers."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from models.opportunity import Opportunity, Organisation
from models.placement import Placement, PlacementCheck
from models.referral_enums import Side
from wasl.operations.clock.periods import CHECK_REMINDED_AFTER, end_of
from wasl.operations.clock.rounds import Round
from wasl.operations.placements.checks import conclude_check, hold_placement
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.core import hold_referral
from wasl.operations.tell_staff import tell_caseworkers, tell_employer


@dataclass(frozen=True)
class _Asking:
    """The first question or the reminder: where it is noted, and for which checks it is due."""

    name: str
    mark: str
    due: ColumnElement[bool]


def due_checks(round_: Round) -> None:
    """Ask both sides what is due, each apart; remind once; note silence and what it comes to."""
    for asking in (
        _Asking("asked", PlacementCheck.asked_at.key, _to_ask(round_)),
        _Asking("reminded", PlacementCheck.reminded_at.key, _to_remind(round_)),
    ):
        people = select(PlacementCheck.id).where(asking.due, PlacementCheck.side == Side.PERSON)
        ids = people.order_by(PlacementCheck.id)
        round_.each(f"people_{asking.name}", ids, partial(_ask_person, asking=asking))
        employers = _employers(asking.due)
        round_.each(f"employers_{asking.name}", employers, partial(_ask_employer, asking=asking))
    over = (
        select(PlacementCheck.id)
        .where(
            PlacementCheck.answer.is_(None),
            PlacementCheck.expired_at.is_(None),
            PlacementCheck.closes_on < round_.today,
        )
        .order_by(PlacementCheck.id)
    )
    round_.each("silent", over, _close)


def _waits(round_: Round) -> ColumnElement[bool]:
    return (
        PlacementCheck.answer.is_(None)
        & (PlacementCheck.due_on <= round_.today)
        & (PlacementCheck.closes_on >= round_.today)
    )


def _to_ask(round_: Round) -> ColumnElement[bool]:
    return _waits(round_) & PlacementCheck.asked_at.is_(None)


def _to_remind(round_: Round) -> ColumnElement[bool]:
    asked = PlacementCheck.asked_at < round_.now - CHECK_REMINDED_AFTER
    return _waits(round_) & asked & PlacementCheck.reminded_at.is_(None)


def _employers(due: ColumnElement[bool]) -> Select[int]:
    return (
        select(Opportunity.organisation_id)
        .join(Placement, Placement.opportunity_id == Opportunity.id)
        .join(PlacementCheck, PlacementCheck.placement_id == Placement.id)
        .where(due, PlacementCheck.side == Side.EMPLOYER)
        .distinct()
        .order_by(Opportunity.organisation_id)
    )


def _ask_person(session: Session, round_: Round, key: int, *, asking: _Asking) -> bool:
    check = session.get(PlacementCheck, key)
    if check is None:
        return False
    referral = check.placement.referral
    if referral is not None:
        hold_referral(session, referral)  # before its code, as whoever answers with one does
    hold_placement(session, check.placement)
    due = select(PlacementCheck.id).where(PlacementCheck.id == key, asking.due)
    if session.scalar(due) is None:
        return False
    _mark(session, [key], asking.mark, round_.now)
    if referral is None:  # erased: nobody is there to ask, and the time runs out in silence
        return False
    sent = ask_person(session, round_.by, referral, "person_check", end_of(check.closes_on))
    if not sent or asking.mark == PlacementCheck.reminded_at.key:
        tell_caseworkers(session, referral.person, "check_to_ask")
    return True


def _ask_employer(session: Session, round_: Round, key: int, *, asking: _Asking) -> bool:
    """Ask an employer about everybody of whom it is due, in one message."""
    checks = session.scalars(
        select(PlacementCheck)
        .join(Placement, Placement.id == PlacementCheck.placement_id)
        .join(Opportunity, Opportunity.id == Placement.opportunity_id)
        .where(
            asking.due,
            PlacementCheck.side == Side.EMPLOYER,
            Opportunity.organisation_id == key,
        )
        .order_by(PlacementCheck.id)
        .with_for_update(of=PlacementCheck, skip_locked=True)
    ).all()
    if not checks:
        return False
    _mark(session, [one.id for one in checks], asking.mark, round_.now)
    day = min(one.closes_on for one in checks)
    tell_employer(session, session.get_one(Organisation, key), "employer_check", {"day": day})
    return True


def _close(session: Session, round_: Round, key: int) -> bool:
    check = session.get(PlacementCheck, key)
    if check is None:
        return False
    placement = check.placement
    hold_placement(session, placement)
    silent = check in placement.checks and check.answer is None and check.expired_at is None
    if not silent or check.closes_on >= round_.today:
        return False
    check.expired_at = round_.now
    session.flush()
    conclude_check(session, round_.by, placement, check.day, round_.today)
    return True


def _mark(session: Session, ids: list[int], mark: str, now: datetime) -> None:
    session.execute(update(PlacementCheck).where(PlacementCheck.id.in_(ids)).values({mark: now}))
