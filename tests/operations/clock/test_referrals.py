"""Silence in referrals and offers: reminded once half-way, then over, counted and told."""

from datetime import timedelta

from sqlalchemy import select

from models.base import utc_now
from models.enums import ConsentPurpose
from models.message import Message
from models.offer import Interview, InterviewSlot
from models.referral import AnswerCode
from models.referral_enums import (
    CloseCause,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    OfferState,
    ReferralStage,
)
from models.referral_states import ConsentStep
from tests.operations.clock.conftest import Turn
from tests.operations.placements.scene import OFFICE, PERSON, TODAY, Scene, seats_in_use
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.clock.offers import expire_offers
from wasl.operations.clock.referrals import expire_referrals
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.core import take_step

NOTHING = {
    "people_silent": 0,
    "employers_silent": 0,
    "people_reminded": 0,
    "employers_reminded": 0,
}


def test_a_person_is_reminded_once_with_a_new_code_and_then_it_is_over(
    scene: Scene, turn: Turn
) -> None:
    referral = scene.asked(scene.person("1"), scene.posting("1"))
    version = referral.version
    scene.told()
    assert turn(expire_referrals, 3) == NOTHING
    assert turn(expire_referrals, 4) == {**NOTHING, "people_reminded": 1}
    assert referral.version == version, "an open form still holds"
    assert len(scene.session.scalars(select(AnswerCode)).all()) == 1
    assert scene.told() == ["question_reminder"]
    assert turn(expire_referrals, 6) == NOTHING
    assert turn(expire_referrals, 7.1) == {**NOTHING, "people_silent": 1}
    assert referral.close_cause is CloseCause.PERSON_SILENT
    assert scene.told() == ["silence"], "the employer knew nothing of it"


def test_whom_no_message_reaches_is_asked_by_their_caseworker(scene: Scene, turn: Turn) -> None:
    """No code is made either: one on a slip that they hold still works."""
    person = scene.person("1")
    scene.asked(person, scene.posting("1"))
    record_consent(scene.session, COMMAND_LINE, person, ConsentPurpose.CONTACT, False)
    scene.told()
    turn(expire_referrals, 4)
    assert scene.told() == ["question_to_ask"]
    assert scene.session.scalars(select(AnswerCode)).all() == []


def test_an_employer_who_asked_hears_that_the_person_did_not_answer(
    scene: Scene, turn: Turn
) -> None:
    referral = scene.met(scene.person("1"), scene.posting("1"))
    take_step(scene.session, scene.helper, referral, ConsentStep.WITHDRAW, PERSON)
    take_step(scene.session, scene.helper, referral, ConsentStep.ASK, OFFICE)
    scene.told()
    turn(expire_referrals, 8)
    assert sorted(scene.told()) == ["person_not_available", "silence"]


def test_an_employer_is_reminded_once_a_day_at_most_and_of_everybody(
    scene: Scene, turn: Turn
) -> None:
    posting = scene.posting("1", seats=3)
    for number in "123":
        person = scene.person(number)
        referral = scene.asked(person, posting)
        take_step(scene.session, scene.helper, referral, ConsentStep.SAY_YES, PERSON)
        assert referral.stage is ReferralStage.WITH_EMPLOYER
    scene.told()
    assert turn(expire_referrals, 3) == NOTHING
    assert turn(expire_referrals, 4) == {**NOTHING, "employers_reminded": 1}
    assert scene.told() == ["employer_reminder"]


def test_no_second_reminder_on_the_day_of_the_first(scene: Scene, turn: Turn) -> None:
    """Somebody else's time is half over on the same day: that waits for tomorrow."""
    posting = scene.posting("1", seats=3)
    both = []
    for number in "12":
        referral = scene.asked(scene.person(number), posting)
        take_step(scene.session, scene.helper, referral, ConsentStep.SAY_YES, PERSON)
        both.append(referral)
    both[0].stage_since = utc_now() - timedelta(days=4)
    both[0].answer_by = utc_now() + timedelta(days=3)
    both[1].stage_since = utc_now()
    scene.told()
    assert turn(expire_referrals, 0)["employers_reminded"] == 1
    both[1].stage_since = utc_now() - timedelta(days=4)
    both[1].answer_by = utc_now() + timedelta(days=3)
    assert turn(expire_referrals, 0)["employers_reminded"] == 0
    assert both[1].reminded_at is None
    assert turn(expire_referrals, 1)["employers_reminded"] == 1


def test_an_employer_who_does_not_answer_is_out_and_all_hear_it(scene: Scene, turn: Turn) -> None:
    referral = scene.asked(scene.person("1"), scene.posting("1"))
    take_step(scene.session, scene.helper, referral, ConsentStep.SAY_YES, PERSON)
    scene.told()
    assert turn(expire_referrals, 7.1)["employers_silent"] == 1
    assert referral.verdict is EmployerVerdict.EXPIRED
    assert referral.close_cause is CloseCause.EMPLOYER_SILENT
    assert sorted(scene.told()) == ["answer_time_over", "person_news", "silence"]


def test_while_a_meeting_is_ahead_it_is_not_the_employers_turn(scene: Scene, turn: Turn) -> None:
    referral = scene.met(scene.person("1"), scene.posting("1"))
    slot = InterviewSlot(starts_at=utc_now() + timedelta(days=12), minutes=30, chosen=True)
    meeting = Interview(
        referral=referral,
        state=InterviewState.AGREED,
        way=InterviewWay.PHONE,
        slots=[slot],
    )
    scene.session.add(meeting)
    scene.told()
    assert turn(expire_referrals, 11) == NOTHING
    assert turn(expire_referrals, 13) == {**NOTHING, "employers_reminded": 1}
    assert turn(expire_referrals, 14.1)["employers_silent"] == 1
    assert meeting.state is InterviewState.CANCELLED


def test_what_is_closed_is_neither_reminded_of_nor_ended_twice(scene: Scene, turn: Turn) -> None:
    referral = scene.asked(scene.person("1"), scene.posting("1"))
    turn(expire_referrals, 8)
    scene.told()
    assert turn(expire_referrals, 30) == NOTHING
    assert referral.close_cause is CloseCause.PERSON_SILENT
    assert scene.told() == []


def test_an_offer_is_reminded_of_and_then_its_place_is_free(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1")
    offer = scene.offered(scene.person("1"), posting, answer_by=TODAY + timedelta(days=10))
    scene.told()
    assert turn(expire_offers, 3) == {"expired": 0, "reminded": 0}
    assert turn(expire_offers, 7) == {"expired": 0, "reminded": 1}
    assert scene.told() == ["question_reminder"]
    assert posting.seats_taken == 1
    assert turn(expire_offers, 11) == {"expired": 1, "reminded": 0}
    assert offer.state is OfferState.EXPIRED
    assert posting.seats_taken == seats_in_use(scene.session, posting) == 0
    assert sorted(scene.told()) == ["offer_ran_out", "silence"]
    assert offer.referral.stage is ReferralStage.MEETING, "both still talk"
    assert offer.referral.answer_by is not None
    assert offer.referral.answer_by > utc_now()


def test_codes_of_reminders_work_no_longer_than_the_question(scene: Scene, turn: Turn) -> None:
    referral = scene.asked(scene.person("1"), scene.posting("1"))
    turn(expire_referrals, 4)
    code = scene.session.scalars(select(AnswerCode)).one()
    assert code.expires_at == referral.consent_by
    message = select(Message.template).where(Message.template == "question_reminder")
    assert scene.session.scalars(message).all() == ["question_reminder"]
