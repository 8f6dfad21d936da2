"""What waits for a person's answer now: as data, for pages, codes and whoever sits beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.offer import Interview, Offer
from models.person import Person
from models.placement import Allocation, Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import (
    AllocationState,
    ConsentState,
    InterviewState,
    OfferState,
    ReferralStage,
    Side,
)
from wasl.clock import BAGHDAD
from wasl.operations.placements.checks import is_open
from wasl.operations.placements.stock import RECEIPT_WITHIN


class QuestionKind(StrEnum):
    """What a person can be asked. In the order of a referral's life."""

    CONSENT = "consent"
    SLOTS = "slots"
    OFFER = "offer"
    RECEIPT = "receipt"
    CHECK = "check"


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """Something that a person is asked in one referral, and the moment until which.

    Exactly the record that `kind` names is there; for consent it is the referral itself.
    """

    kind: QuestionKind
    referral: Referral
    until: datetime
    interview: Interview | None = None
    offer: Offer | None = None
    check: PlacementCheck | None = None
    allocation: Allocation | None = None

    @property
    def key(self) -> str:
        """What stands in a form, so that an answer is never taken for that of another question."""
        about = self.interview or self.offer or self.check or self.allocation or self.referral
        return f"{self.kind.value}-{about.public_id}"


def open_questions_of_person(session: Session, person: Person, today: date) -> list[OpenQuestion]:
    """Return what waits for a person's answer on a day, what is due first at the top."""
    return _questions(session, Referral.person_id == person.id, today)


def open_questions_of_referral(
    session: Session, referral: Referral, today: date
) -> list[OpenQuestion]:
    """Return what waits for the person's answer in one referral, what is due first at the top."""
    return _questions(session, Referral.id == referral.id, today)


def _questions(session: Session, where: ColumnElement[bool], today: date) -> list[OpenQuestion]:
    found = [
        *_consents(session, where),
        *_slots(session, where),
        *_offers(session, where),
        *_checks(session, where, today),
        *_receipts(session, where),
    ]
    return sorted(found, key=lambda one: (one.until, one.key))


def _consents(session: Session, where: ColumnElement[bool]) -> Iterator[OpenQuestion]:
    asked = select(Referral).where(
        where, Referral.closed_at.is_(None), Referral.consent == ConsentState.ASKED
    )
    for referral in session.scalars(asked):
        until = referral.consent_by or utc_now()
        yield OpenQuestion(kind=QuestionKind.CONSENT, referral=referral, until=until)


def _slots(session: Session, where: ColumnElement[bool]) -> Iterator[OpenQuestion]:
    """Times of which at least one is still to come."""
    proposed = (
        select(Interview)
        .join(Interview.referral)
        .where(
            where,
            Referral.stage == ReferralStage.MEETING,
            Interview.state == InterviewState.PROPOSED,
        )
    )
    for interview in session.scalars(proposed):
        last = max((slot.starts_at for slot in interview.slots), default=None)
        if last is not None and last > utc_now():
            yield OpenQuestion(
                kind=QuestionKind.SLOTS,
                referral=interview.referral,
                until=last,
                interview=interview,
            )


def _offers(session: Session, where: ColumnElement[bool]) -> Iterator[OpenQuestion]:
    made = (
        select(Offer)
        .join(Offer.referral)
        .where(where, Referral.closed_at.is_(None), Offer.state == OfferState.OPEN)
    )
    for offer in session.scalars(made):
        yield OpenQuestion(
            kind=QuestionKind.OFFER, referral=offer.referral, until=offer.answer_by, offer=offer
        )


def _checks(session: Session, where: ColumnElement[bool], today: date) -> Iterator[OpenQuestion]:
    due = (
        select(PlacementCheck, Referral)
        .join(Placement, Placement.id == PlacementCheck.placement_id)
        .join(Referral, Referral.id == Placement.referral_id)
        .where(
            where,
            PlacementCheck.side == Side.PERSON,
            PlacementCheck.answer.is_(None),
            PlacementCheck.due_on <= today,
            PlacementCheck.closes_on >= today,
        )
    )
    for check, referral in session.execute(due):
        if is_open(check, today):
            until = _end_of(check.closes_on)
            yield OpenQuestion(kind=QuestionKind.CHECK, referral=referral, until=until, check=check)


def _receipts(session: Session, where: ColumnElement[bool]) -> Iterator[OpenQuestion]:
    handed_over = (
        select(Allocation, Referral)
        .join(Referral, Referral.id == Allocation.referral_id)
        .where(where, Allocation.state == AllocationState.HANDED_OVER)
    )
    for allocation, referral in session.execute(handed_over):
        until = (allocation.handed_over_at or utc_now()) + RECEIPT_WITHIN
        yield OpenQuestion(
            kind=QuestionKind.RECEIPT, referral=referral, until=until, allocation=allocation
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, BAGHDAD) - timedelta(seconds=1)
