"""Checks under the clock: asked when due, once more, and closed in silence."""

from datetime import timedelta

from models.enums import ConsentPurpose
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from tests.operations.clock.conftest import Turn
from tests.operations.placements.scene import TODAY, Scene
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.clock.checks import due_checks
from wasl.operations.placements.checks import answer_check
from wasl.operations.placements.outcomes import lasting_of_opportunity
from wasl.operations.record_consent import record_consent

NOTHING = {
    "people_asked": 0,
    "employers_asked": 0,
    "people_reminded": 0,
    "employers_reminded": 0,
    "silent": 0,
}


def check_of(placement: Placement, side: Side, day: int = 30) -> PlacementCheck:
    return next(one for one in placement.checks if (one.day, one.side) == (day, side))


def test_both_are_asked_when_it_is_due_and_once_more(scene: Scene, turn: Turn) -> None:
    scene.placed(scene.person("1"), scene.posting("1"))
    scene.told()
    assert turn(due_checks, 29) == NOTHING
    assert turn(due_checks, 30) == {**NOTHING, "people_asked": 1, "employers_asked": 1}
    assert sorted(scene.told()) == ["employer_check", "person_check"]
    assert turn(due_checks, 39) == NOTHING
    assert turn(due_checks, 41) == {**NOTHING, "people_reminded": 1, "employers_reminded": 1}
    assert sorted(scene.told()) == ["check_to_ask", "employer_check", "person_check"]
    assert turn(due_checks, 51) == NOTHING, "the last day"
    assert turn(due_checks, 52) == {**NOTHING, "silent": 2}
    assert scene.told() == []


def test_an_employer_is_asked_about_everybody_in_one_message(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1", seats=3)
    for number in "123":
        scene.placed(scene.person(number), posting)
    scene.told()
    assert turn(due_checks, 30) == {**NOTHING, "people_asked": 3, "employers_asked": 1}
    told = scene.told()
    assert (told.count("employer_check"), told.count("person_check")) == (1, 3)


def test_whom_no_message_reaches_is_asked_by_their_caseworker(scene: Scene, turn: Turn) -> None:
    person = scene.person("1")
    scene.placed(person, scene.posting("1"))
    record_consent(scene.session, COMMAND_LINE, person, ConsentPurpose.CONTACT, False)
    scene.told()
    turn(due_checks, 30)
    assert sorted(scene.told()) == ["check_to_ask", "employer_check"]


def test_who_answered_is_not_asked_again(scene: Scene, turn: Turn) -> None:
    placement = scene.placed(scene.person("1"), scene.posting("1"))
    turn(due_checks, 30)
    for side, by in ((Side.EMPLOYER, scene.owner), (Side.PERSON, scene.helper)):
        check, today = check_of(placement, side), TODAY + timedelta(days=31)
        answer_check(scene.session, by, check, CheckAnswer.STILL_THERE, side=side, today=today)
    assert turn(due_checks, 60) == NOTHING
    assert turn(due_checks, 90)["people_asked"] == 1


def test_silence_is_noted_and_counted(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1")
    placement = scene.placed(scene.person("1"), posting)
    answer_check(
        scene.session,
        scene.owner,
        check_of(placement, Side.EMPLOYER),
        CheckAnswer.STILL_THERE,
        side=Side.EMPLOYER,
        today=TODAY + timedelta(days=30),
    )
    assert turn(due_checks, 52)["silent"] == 1
    assert check_of(placement, Side.PERSON).expired_at is not None
    assert check_of(placement, Side.EMPLOYER).expired_at is None
    lasting = lasting_of_opportunity(scene.session, posting.id, TODAY + timedelta(days=52))
    assert lasting.outcomes[30] == {CheckOutcome.ONE_SIDED: 1}
    assert placement.ended_on is None


def test_an_end_that_the_other_side_leaves_unanswered_holds(scene: Scene, turn: Turn) -> None:
    posting = scene.posting("1")
    placement = scene.placed(scene.person("1"), posting)
    said_on = TODAY + timedelta(days=35)
    answer_check(
        scene.session,
        scene.owner,
        check_of(placement, Side.EMPLOYER),
        CheckAnswer.ENDED,
        side=Side.EMPLOYER,
        end_cause=EndCause.PERSON_LEFT,
        today=said_on,
    )
    turn(due_checks, 51)
    assert placement.ended_on is None, "the person can still say otherwise"
    assert turn(due_checks, 52)["silent"] == 1
    assert placement.end_cause is EndCause.PERSON_LEFT
    assert posting.seats_taken == 0
    assert turn(due_checks, 90) == NOTHING, "nobody is asked any more"


def test_somebody_whose_record_is_gone_is_not_asked(scene: Scene, turn: Turn) -> None:
    placement = scene.placed(scene.person("1"), scene.posting("1"))
    placement.referral = placement.person = None
    scene.told()
    done = turn(due_checks, 30)
    assert (done["people_asked"], done["employers_asked"]) == (0, 1)
    assert scene.told() == ["employer_check"]
    assert turn(due_checks, 52)["silent"] == 2
