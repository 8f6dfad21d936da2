"""An offer is accepted or declined: places, other referrals, the posting, who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.enums import OpportunityKind as Kind
from models.enums import OpportunityStatus as Status
from models.enums import OrganisationStanding
from models.opportunity import Opportunity, Organisation
from models.opportunity_log import OpportunityMove
from models.placement import Allocation, Placement
from models.placement_states import ENDED_BY_PLACEMENT
from models.referral import ReferralStep
from models.referral_enums import (
    AllocationState,
    CloseCause,
    EmployerVerdict,
    OfferState,
    ReferralStage,
    RefusalReason,
    Side,
)
from tests.operations.placements.scene import PERSON, TODAY, Scene, seats_in_use
from tests.operations.trust import employer_of
from wasl.access.viewer import NOBODY
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.errors import ReasonNotGivenError, ReferralChangedError
from wasl.operations.referrals.leave_referrals import leave_referrals
from wasl.operations.referrals.offers import withdraw_offer

NO = Said(side=Side.PERSON, reason=RefusalReason.DISTANCE, shared_note="two hours by bus")


def test_a_yes_makes_a_placement_with_six_checks(scene: Scene) -> None:
    posting = scene.posting("1", seats=2)
    begins = TODAY + timedelta(days=5)
    offer = scene.offered(scene.person("1"), posting, starts_on=begins)
    scene.told()
    placement = answer_offer(scene.session, NOBODY, offer, True, PERSON, today=TODAY)
    assert isinstance(placement, Placement)
    assert (placement.starts_on, placement.quantity) == (begins, 1)
    assert offer.state is OfferState.ACCEPTED
    assert offer.referral.verdict is EmployerVerdict.PLACED
    assert offer.referral.stage is ReferralStage.PLACED
    planned = {(one.day, one.side, one.due_on, one.closes_on) for one in placement.checks}
    assert planned == {
        (day, side, begins + timedelta(days=day), begins + timedelta(days=day + 21))
        for day in (30, 90, 180)
        for side in (Side.EMPLOYER, Side.PERSON)
    }
    assert posting.seats_taken == seats_in_use(scene.session, posting) == 1
    assert posting.status.name == "PUBLISHED", "one place is still free"
    assert scene.told() == ["offer_answered", "placed"]


def test_an_offer_without_a_day_begins_with_the_posting_unless_that_is_over(scene: Scene) -> None:
    soon, past = TODAY + timedelta(days=30), TODAY - timedelta(days=3)
    ahead = scene.placed(scene.person("1"), scene.posting("1", start_date=soon))
    behind = scene.placed(scene.person("2"), scene.posting("2", start_date=past))
    assert (ahead.starts_on, behind.starts_on) == (soon, TODAY)


@pytest.mark.parametrize("kind", [Kind.IN_KIND, Kind.FINANCE])
def test_a_yes_to_stock_reserves_it_and_asks_nobody_whether_they_are_there(
    scene: Scene, kind: Kind
) -> None:
    posting = scene.posting("1", kind, seats=5)
    offering = {"quantity": 3} if kind is Kind.IN_KIND else {"amount": 750_000}
    allocation = scene.allocated(scene.person("1"), posting, **offering)
    assert allocation.state is AllocationState.RESERVED
    assert (allocation.quantity, allocation.amount) == (
        (3, None) if kind is Kind.IN_KIND else (1, 750_000)
    )
    assert posting.seats_taken == seats_in_use(scene.session, posting) == allocation.quantity
    assert scene.session.scalars(select(Placement)).all() == []


def test_the_same_answer_twice_changes_nothing(scene: Scene) -> None:
    posting, session = scene.posting("1"), scene.session
    offer = scene.offered(scene.person("1"), posting)
    seen = offer.referral.version
    first = answer_offer(session, scene.helper, offer, True, PERSON, today=TODAY, seen=seen)
    scene.told()
    again = answer_offer(session, scene.helper, offer, True, PERSON, today=TODAY, seen=seen)
    assert again is first
    assert scene.told() == []
    assert posting.seats_taken == 1
    with pytest.raises(OfferOverError):
        answer_offer(session, scene.helper, offer, False, NO, today=TODAY)


def test_somebody_who_was_quicker_is_not_overruled(scene: Scene) -> None:
    offer = scene.offered(scene.person("1"), scene.posting("1"))
    seen = offer.referral.version
    with pytest.raises(ReferralChangedError):
        answer_offer(scene.session, scene.helper, offer, True, PERSON, today=TODAY, seen=seen - 1)
    assert offer.state is OfferState.OPEN
    withdraw_offer(scene.session, scene.owner, offer.referral, Said(side=Side.EMPLOYER))
    with pytest.raises(OfferOverError):
        answer_offer(scene.session, scene.helper, offer, True, PERSON, today=TODAY, seen=seen)


def test_a_no_frees_the_place_and_keeps_why(scene: Scene) -> None:
    posting, session = scene.posting("1"), scene.session
    offer = scene.offered(scene.person("1"), posting)
    scene.told()
    with pytest.raises(ReasonNotGivenError):
        answer_offer(session, scene.helper, offer, False, PERSON, today=TODAY)
    assert posting.seats_taken == 1
    assert answer_offer(session, scene.helper, offer, False, NO, today=TODAY) is None
    referral = offer.referral
    assert offer.state is OfferState.DECLINED
    assert referral.close_cause is CloseCause.PERSON_WITHDREW
    assert posting.seats_taken == seats_in_use(session, posting) == 0
    steps = session.scalars(select(ReferralStep).where(ReferralStep.referral_id == referral.id))
    said = [(one.side, one.reason, one.shared_note) for one in steps if one.reason]
    assert said == [(Side.PERSON, RefusalReason.DISTANCE, "two hours by bus")]
    assert scene.told() == ["offer_answered"], "the office answered itself"
    assert answer_offer(session, scene.helper, offer, False, NO, today=TODAY) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_new_place_leaves_no_room_for_ends_as_placed_elsewhere(
    scene: Scene, kind: Kind
) -> None:
    """Also where an offer is open: its place is free and its employer hears of it."""
    person, session = scene.person("1"), scene.session
    other = Organisation(name="Mill", name_key="mill", standing=OrganisationStanding.VETTED)
    open_ = {one: scene.posting(f"o-{one}", one, firm=other, seats=2) for one in Kind}
    employer_of(session, open_[Kind.JOB])
    offers = {one: scene.offered(person, posting) for one, posting in open_.items()}
    quiet = scene.asked(person, scene.posting("q", Kind.TRAINING, firm=other))
    mine = scene.offered(person, scene.posting("mine", kind, seats=9))
    scene.told()
    answer_offer(session, scene.helper, mine, True, PERSON, today=TODAY)
    ended = {one for one, offer in offers.items() if offer.referral.closed_at is not None}
    assert ended == ENDED_BY_PLACEMENT.get(kind, frozenset())
    for one, posting in open_.items():
        gone = one in ended
        assert offers[one].state is (OfferState.WITHDRAWN if gone else OfferState.OPEN)
        assert posting.seats_taken == seats_in_use(session, posting) == (0 if gone else 1)
        if gone:
            assert offers[one].referral.close_cause is CloseCause.PLACED_ELSEWHERE
    assert (quiet.closed_at is not None) is (Kind.TRAINING in ended)
    told = scene.told()
    assert told.count("person_not_available") == len(ended), "who knew nothing is told nothing"


def test_the_last_place_fills_the_posting_and_ends_what_waits_for_it(scene: Scene) -> None:
    posting, session = scene.posting("1", seats=2), scene.session
    first, second = (scene.offered(scene.person(no), posting) for no in "12")
    waiting, asked = scene.met(scene.person("3"), posting), scene.asked(scene.person("4"), posting)
    answer_offer(session, NOBODY, first, True, PERSON, today=TODAY)
    assert posting.status.name == "PUBLISHED"
    assert waiting.closed_at is None, "the open offer may still fail"
    scene.told()
    answer_offer(session, NOBODY, second, True, PERSON, today=TODAY)
    session.refresh(posting)
    assert posting.status.name == "FILLED"
    for referral in (waiting, asked):
        session.refresh(referral)
        assert referral.close_cause is CloseCause.OPPORTUNITY_ENDED
    assert first.referral.stage is ReferralStage.PLACED
    told = scene.told()
    assert (told.count("person_news"), told.count("opportunity_over")) == (2, 2)
    log = session.scalars(
        select(OpportunityMove).where(OpportunityMove.opportunity_id == posting.id)
    ).one()
    assert log.account_id is None, "a person must not stand in the posting's log"


def test_an_offer_that_fails_leaves_the_posting_open_for_who_waits(scene: Scene) -> None:
    posting, session = scene.posting("1"), scene.session
    offer, waiting = (
        scene.offered(scene.person("1"), posting),
        scene.met(scene.person("2"), posting),
    )
    answer_offer(session, scene.helper, offer, False, NO, today=TODAY)
    assert (posting.status, waiting.closed_at) == (Status.PUBLISHED, None)
    assert posting.seats_taken == 0


def test_stock_that_is_all_given_fills_its_posting(scene: Scene) -> None:
    posting = scene.posting("1", Kind.IN_KIND, seats=3)
    scene.allocated(scene.person("1"), posting, quantity=2)
    assert posting.status.name == "PUBLISHED"
    scene.allocated(scene.person("2"), posting, quantity=1)
    assert posting.status.name == "FILLED"
    assert len(scene.session.scalars(select(Allocation)).all()) == 2


def test_nobody_is_placed_after_the_consent_was_withdrawn(session: Session, scene: Scene) -> None:
    offer = scene.offered(scene.person("1"), scene.posting("1"))
    leave_referrals(session, scene.helper, offer.referral.person, ConsentGiver.SELF)
    session.refresh(offer)
    with pytest.raises(OfferOverError):
        answer_offer(session, scene.helper, offer, True, PERSON, today=TODAY)
    assert session.scalars(select(Placement)).all() == []
    taken = session.scalars(select(Opportunity.seats_taken)).all()
    assert set(taken) == {0}
