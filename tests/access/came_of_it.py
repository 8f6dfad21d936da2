"""What came of a referral: checks, stock, meetings, for views that answer 404 without one."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models.base import utc_now
from models.offer import Interview, InterviewSlot
from models.person import Person
from models.placement import Allocation, Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import (
    CheckAnswer,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    ReferralOrigin,
    ReferralStage,
    Side,
)
from tests.access.world import World
from tests.portals.caseworker.office import add_posting
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad

SOON = timedelta(hours=1)
Filling = Callable[[World, Viewer, Any], dict[str, str]]


def agreed_meeting(world: World, _viewer: Viewer, referral: Referral) -> dict[str, str]:
    """A calendar file is of the meeting that is agreed."""
    with world.writing():
        live = select(Interview).filter_by(referral_id=referral.id)
        if world.session.scalar(live) is None:
            _agree(world, referral)
    return {}


def _agree(world: World, referral: Referral) -> Interview:
    meeting = Interview(referral=referral, state=InterviewState.AGREED, way=InterviewWay.PHONE)
    meeting.slots = [InterviewSlot(starts_at=utc_now() + SOON, chosen=True)]
    world.session.add(meeting)
    world.session.flush()
    return meeting


def _check_of(side: Side) -> Filling:
    def fill(world: World, _viewer: Viewer, referral: Referral) -> dict[str, str]:
        with world.writing():
            placement = _placement(world, referral)
            check = next(one for one in placement.checks if one.side is side)
        return {"check": check.public_id, "said": "still_there"}

    return fill


def _placement(world: World, referral: Referral) -> Placement:
    """Return the placement of a referral, with both sides' first check open."""
    found = world.session.scalar(select(Placement).filter_by(referral_id=referral.id))
    if found is not None:
        return found
    today, begun = today_in_baghdad(), timedelta(days=31)
    closes = today + timedelta(days=9)
    placement = Placement(
        referral=referral,
        person_id=referral.person_id,
        opportunity_id=referral.opportunity_id,
        starts_on=today - begun,
        checks=[
            PlacementCheck(day=30, side=side, due_on=today, closes_on=closes)
            for side in (Side.EMPLOYER, Side.PERSON)
        ],
    )
    world.session.add(placement)
    world.session.flush()
    return placement


def _disagreement(world: World, _viewer: Viewer, referral: Referral) -> dict[str, str]:
    """The two sides do not say the same."""
    with world.writing():
        placement = _placement(world, referral)
        for check in placement.checks:
            said = CheckAnswer.ENDED if check.side is Side.PERSON else CheckAnswer.STILL_THERE
            check.answer, check.answered_at = said, utc_now()
    return {"day": "30", "said": "not_known"}


def _stock(world: World, _viewer: Viewer, referral: Referral) -> dict[str, str]:
    with world.writing():
        if world.session.scalar(select(Allocation).filter_by(referral_id=referral.id)) is None:
            referral.opportunity.seats_taken += 1  # as the offer did
            world.session.add(
                Allocation(
                    referral=referral,
                    person_id=referral.person_id,
                    opportunity_id=referral.opportunity_id,
                )
            )
    return {"step": "release"}


def _own_meeting(world: World, viewer: Viewer, _record: None) -> dict[str, str]:
    """The returnee meets somebody."""
    with world.writing():
        person = world.session.get_one(Person, viewer.person_id)
        posting = add_posting(world.session, ref=f"own-{utc_now().timestamp()}")
        referral = Referral(
            person=person,
            opportunity=posting,
            origin=ReferralOrigin.PERSON,
            card="K4F-2M7",
            consent=ConsentState.GIVEN,
            verdict=EmployerVerdict.MEET,
            stage=ReferralStage.MEETING,
        )
        world.session.add(referral)
        meeting = _agree(world, referral)
    version = str(referral.version)
    return {"referral": referral.public_id, "version": version, "meeting": meeting.public_id}


FILLINGS: Mapping[str, Filling] = {
    "caseworker.meeting_file": agreed_meeting,
    "employer.meeting_calendar": agreed_meeting,
    "caseworker.answer_check_for_person": _check_of(Side.PERSON),
    "employer.answer_one_check": _check_of(Side.EMPLOYER),
    "caseworker.settle_disagreement": _disagreement,
    "caseworker.note_ended": _check_of(Side.PERSON),
    "employer.say_not_there": _check_of(Side.EMPLOYER),
    "caseworker.move_stock_for_person": _stock,
    "employer.move_stock": _stock,
    "employer.stock_slip": _stock,
    "returnee.leave_opportunity": _own_meeting,
    "returnee.meeting_file": _own_meeting,
}
