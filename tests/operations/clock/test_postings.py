"""Postings under the clock: announced, over, asked after, hidden; and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.base import utc_now
from models.enums import OpportunityStatus as Status
from models.enums import OrganisationStanding
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from models.referral_enums import CloseCause, ReferralStage
from tests.operations.clock.conftest import Turn
from tests.operations.placements.scene import TODAY, Scene
from wasl.operations.clock.postings import ask_after_postings, expire_postings
from wasl.operations.move_opportunity import move_opportunity
from wasl.operations.referrals.employer_rules import attend


def test_the_last_day_is_announced_a_week_before_and_then_it_is_over(
    scene: Scene, turn: Turn
) -> None:
    posting = scene.posting("1", apply_by=TODAY + timedelta(days=20))
    version = posting.version
    assert turn(expire_postings, 12) == {"expired": 0, "announced": 0, "finished": 0}
    assert turn(expire_postings, 13)["announced"] == 1
    assert scene.told() == ["posting_expiring"]
    assert posting.version == version, "whoever writes the posting now is not disturbed"
    assert turn(expire_postings, 20) == {"expired": 0, "announced": 0, "finished": 0}
    assert posting.status.name == "PUBLISHED", "the last day is a day to apply"
    assert turn(expire_postings, 21)["expired"] == 1
    assert posting.status.name == "EXPIRED"
    assert scene.told() == ["posting_expired"]
    log = scene.session.scalars(select(OpportunityMove)).one()
    assert (log.step, log.account_id) == (OpportunityStep.EXPIRE, None)


def test_a_posting_with_more_time_is_announced_anew(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1", apply_by=TODAY + timedelta(days=5))
    assert turn(expire_postings, 0)["announced"] == 1
    posting.apply_by = TODAY + timedelta(days=40)
    assert turn(expire_postings, 6) == {"expired": 0, "announced": 0, "finished": 0}
    assert turn(expire_postings, 35)["announced"] == 1


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.IN_REVIEW, Status.FILLED, Status.CLOSED, Status.EXPIRED]
)
def test_only_what_is_shown_or_paused_expires(scene: Scene, turn: Turn, status: Status) -> None:
    posting = scene.posting("1", status=status, apply_by=TODAY - timedelta(days=1))
    assert not any(turn(expire_postings, 1).values())
    assert posting.status is status


def test_the_last_day_ends_what_has_not_begun_and_nothing_else(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1", seats=3, apply_by=TODAY)
    asked = scene.asked(scene.person("1"), posting)
    met = scene.met(scene.person("2"), posting)
    offer = scene.offered(scene.person("3"), posting)
    turn(expire_postings, 1)
    assert asked.close_cause is CloseCause.OPPORTUNITY_ENDED
    assert met.stage is ReferralStage.MEETING
    assert offer.referral.stage is ReferralStage.OFFER
    assert posting.seats_taken == 1


def test_what_somebody_had_in_hand_when_it_ended_is_ended_later(scene: Scene, turn: Turn) -> None:
    """As after a posting was filled while another recruiter wrote to one of its referrals."""
    posting = scene.posting("1")
    met = scene.met(scene.person("1"), posting)
    posting.status = Status.FILLED
    assert turn(expire_postings, 0)["finished"] == 1
    assert met.close_cause is CloseCause.OPPORTUNITY_ENDED


def test_what_was_in_hand_when_its_organisation_was_refused_is_ended_later(
    scene: Scene, turn: Turn
) -> None:
    met = scene.met(scene.person("1"), scene.posting("1"))
    assert turn(expire_postings, 0)["finished"] == 0
    scene.firm.standing = OrganisationStanding.REFUSED
    assert turn(expire_postings, 0)["finished"] == 1
    assert met.close_cause is CloseCause.OPPORTUNITY_ENDED


def test_a_posting_that_nobody_attends_to_is_asked_after_and_then_hidden(
    scene: Scene, turn: Turn
) -> None:
    posting = scene.posting("1")
    assert turn(ask_after_postings, 44) == {"hidden": 0, "asked": 0}
    assert turn(ask_after_postings, 46) == {"hidden": 0, "asked": 1}
    assert scene.told() == ["posting_still_open"]
    assert turn(ask_after_postings, 59) == {"hidden": 0, "asked": 0}
    assert turn(ask_after_postings, 61) == {"hidden": 1, "asked": 0}
    assert posting.status.name == "PAUSED"
    assert scene.told() == ["posting_unpublished"]


def test_an_employer_who_does_something_with_it_is_left_alone(scene: Scene, turn: Turn) -> None:
    posting, session = scene.posting("1"), scene.session
    turn(ask_after_postings, 46)
    attend(session, posting)
    assert not any(turn(ask_after_postings, 44).values())
    assert posting.status.name == "PUBLISHED"
    assert turn(ask_after_postings, 46)["asked"] == 1, "asked after anew"


def test_what_was_hidden_and_is_shown_again_has_all_its_time(scene: Scene, turn: Turn) -> None:
    posting, session = scene.posting("1"), scene.session
    posting.attended_at = utc_now() - timedelta(days=70)
    posting.asked_after_at = utc_now() - timedelta(days=20)
    assert turn(ask_after_postings, 0)["hidden"] == 1
    move_opportunity(session, scene.owner, posting, OpportunityStep.RESUME, TODAY)
    assert not any(turn(ask_after_postings, 44).values())
    assert posting.status.name == "PUBLISHED"
