"""What happened between a person and employers, as data for the person."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offer import Interview, Offer
from models.person import Person
from models.placement import Allocation, Placement
from models.referral import Referral, ReferralStep
from models.referral_enums import Side


def export_referrals(session: Session, person: Person) -> list[dict[str, Any]]:
    """Return every referral of a person with its log, meetings, offers and what came of it.

    Notes that an office or an employer wrote for themselves are theirs and stay out.
    """
    referrals = session.scalars(
        select(Referral).where(Referral.person_id == person.id).order_by(Referral.id)
    )
    return [_referral(session, one) for one in referrals]


def export_outcomes(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what a person was placed in and what they were given."""
    placed = session.scalars(
        select(Placement).where(Placement.person_id == person.id).order_by(Placement.id)
    )
    given = session.scalars(
        select(Allocation).where(Allocation.person_id == person.id).order_by(Allocation.id)
    )
    return {
        "placements": [_placement(one) for one in placed],
        "in_kind_and_finance": [_allocation(one) for one in given],
    }


def _referral(session: Session, referral: Referral) -> dict[str, Any]:
    meetings = select(Interview).where(Interview.referral_id == referral.id)
    offers = select(Offer).where(Offer.referral_id == referral.id)
    return {
        "employer": referral.opportunity.organisation.name,
        "opportunity": referral.opportunity.title,
        "began_with": referral.origin.value,
        "began_at": _moment(referral.created_at),
        "your_answer": referral.consent.value,
        "office": referral.view.value,
        "employer_says": referral.verdict.value,
        "stage": referral.stage.value,
        "ended_at": _moment(referral.closed_at),
        "ended_because": referral.close_cause.value if referral.close_cause else None,
        "log": [_step(step) for step in referral.steps],
        "meetings": [_meeting(one) for one in session.scalars(meetings.order_by(Interview.id))],
        "offers": [_offer(one) for one in session.scalars(offers.order_by(Offer.id))],
    }


def _step(step: ReferralStep) -> dict[str, Any]:
    return {
        "at": _moment(step.at),
        "about": step.axis.value,
        "step": step.step,
        "who": step.side.value,
        "given_by": step.given_by.value if step.given_by else None,
        "reason": step.reason.value if step.reason else None,
        "note": step.shared_note,
        "own_note": step.private_note if step.side is Side.PERSON else None,
        "proxy": step.proxy,
        "witness": step.witness,
        "why_not_alone": step.not_alone,
    }


def _meeting(one: Interview) -> dict[str, Any]:
    return {
        "way": one.way.value,
        "place": one.place,
        "note": one.note,
        "state": one.state.value,
        "times": [
            {"at": _moment(slot.starts_at), "minutes": slot.minutes, "chosen": slot.chosen}
            for slot in one.slots
        ],
    }


def _offer(one: Offer) -> dict[str, Any]:
    return {
        "state": one.state.value,
        "quantity": one.quantity,
        "amount": one.amount,
        "wage": one.wage,
        "starts_on": _day(one.starts_on),
        "terms": one.terms,
        "answer_by": _moment(one.answer_by),
    }


def _placement(one: Placement) -> dict[str, Any]:
    return {
        "employer": one.opportunity.organisation.name,
        "opportunity": one.opportunity.title,
        "starts_on": _day(one.starts_on),
        "ended_on": _day(one.ended_on),
        "end_cause": one.end_cause.value if one.end_cause else None,
        "checks": [
            {
                "day": check.day,
                "due_on": _day(check.due_on),
                "your_answer": check.answer.value if check.answer else None,
            }
            for check in one.checks
            if check.side is Side.PERSON
        ],
    }


def _allocation(one: Allocation) -> dict[str, Any]:
    return {
        "employer": one.opportunity.organisation.name,
        "opportunity": one.opportunity.title,
        "state": one.state.value,
        "quantity": one.quantity,
        "amount": one.amount,
        "handed_over_at": _moment(one.handed_over_at),
        "receipted_at": _moment(one.receipted_at),
        "return_by": _day(one.return_by),
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
