"""Is this person still there: two answers apart from each other, and what they come to."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver
from models.audit import AuditEvent
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from tests.operations.placements.scene import TODAY, Scene, seats_in_use
from wasl.operations.placements.checks import answer_all, answer_check, say_ended
from wasl.operations.placements.errors import (
    CheckNotOpenError,
    EndCauseNotGivenError,
    PlacementEndedError,
    WrongSideError,
)
from wasl.operations.placements.outcomes import (
    SeenCheck,
    checks_seen_by,
    lasting_of_opportunity,
    lasting_of_organisation,
)

STILL, ENDED = CheckAnswer.STILL_THERE, CheckAnswer.ENDED
DUE = TODAY + timedelta(days=30)
OVER = DUE + timedelta(days=22)


@pytest.fixture
def placement(scene: Scene) -> Placement:
    """Somebody who begins today."""
    return scene.placed(scene.person("1"), scene.posting("1", seats=2))


def check_of(placement: Placement, side: Side, day: int = 30) -> PlacementCheck:
    return next(one for one in placement.checks if (one.day, one.side) == (day, side))


def answer(
    scene: Scene,
    placement: Placement,
    side: Side,
    said: CheckAnswer,
    *,
    on: date = DUE,
    cause: EndCause | None = None,
    day: int = 30,
) -> bool:
    by = scene.owner if side is Side.EMPLOYER else scene.helper
    voice = None if side is Side.EMPLOYER else ConsentGiver.WITH_CASEWORKER
    return answer_check(
        scene.session,
        by,
        check_of(placement, side, day),
        said,
        side=side,
        end_cause=cause,
        given_by=voice,
        today=on,
    )


def seen(placement: Placement, side: Side, on: date = DUE, day: int = 30) -> SeenCheck:
    return next(one for one in checks_seen_by(placement, side, on) if one.day == day)


def test_retained_is_what_both_confirm(scene: Scene, placement: Placement) -> None:
    assert answer(scene, placement, Side.EMPLOYER, STILL)
    assert answer(scene, placement, Side.PERSON, STILL)
    for side in (Side.EMPLOYER, Side.PERSON):
        one = seen(placement, side)
        assert (one.outcome, one.mine, one.theirs) == (CheckOutcome.RETAINED, STILL, STILL)
    assert placement.ended_on is None
    assert not answer(scene, placement, Side.PERSON, STILL), "a double click"
    with pytest.raises(CheckNotOpenError):
        answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.OTHER)


@pytest.mark.parametrize("first", [Side.EMPLOYER, Side.PERSON])
@pytest.mark.parametrize("said", list(CheckAnswer))
def test_neither_side_sees_the_others_answer_before_both_are_in(
    scene: Scene, placement: Placement, first: Side, said: CheckAnswer
) -> None:
    """Nor anything that follows from it: the placement stands, the other checks stay."""
    second = Side.PERSON if first is Side.EMPLOYER else Side.EMPLOYER
    before = seen(placement, second)
    answer(scene, placement, first, said, cause=EndCause.OTHER)
    assert seen(placement, second) == before
    assert (placement.ended_on, len(placement.checks)) == (None, 6)
    assert "check_disagrees" not in scene.told()
    assert seen(placement, first).mine is said
    last_day = check_of(placement, first).closes_on
    assert seen(placement, second, last_day).theirs is None
    assert seen(placement, second, OVER).theirs is said, "the time is over"
    assert seen(placement, second, OVER).outcome is CheckOutcome.ONE_SIDED


def test_an_office_sees_what_the_person_may_see(scene: Scene, placement: Placement) -> None:
    answer(scene, placement, Side.EMPLOYER, STILL)
    assert seen(placement, Side.OFFICE).theirs is None


def test_both_say_ended_and_the_place_is_free(scene: Scene, placement: Placement) -> None:
    session, posting = scene.session, placement.opportunity
    answer(scene, placement, Side.EMPLOYER, ENDED, cause=EndCause.PERSON_LEFT)
    assert posting.seats_taken == 1
    answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.EMPLOYER_ENDED)
    assert placement.end_cause is EndCause.PERSON_LEFT, "whoever said so first"
    assert placement.ended_told_by is Side.EMPLOYER
    assert posting.seats_taken == seats_in_use(session, posting) == 0
    assert {one.day for one in placement.checks} == {30}, "nobody is asked any more"
    assert seen(placement, Side.PERSON).outcome is CheckOutcome.ENDED


def test_who_says_ended_says_why(scene: Scene, placement: Placement) -> None:
    with pytest.raises(EndCauseNotGivenError):
        answer(scene, placement, Side.EMPLOYER, ENDED)
    assert check_of(placement, Side.EMPLOYER).answer is None


def test_a_disagreement_is_told_and_nothing_is_decided(scene: Scene, placement: Placement) -> None:
    answer(scene, placement, Side.EMPLOYER, STILL)
    scene.told()
    answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.EMPLOYER_ENDED)
    assert scene.told() == ["check_disagrees"]
    assert placement.ended_on is None
    assert len(placement.checks) == 6
    assert seen(placement, Side.PERSON).outcome is CheckOutcome.DISAGREE


def test_a_slip_of_the_finger_can_be_corrected_while_nobody_has_seen_it(
    scene: Scene, placement: Placement
) -> None:
    answer(scene, placement, Side.EMPLOYER, ENDED, cause=EndCause.OTHER)
    assert answer(scene, placement, Side.EMPLOYER, STILL)
    check = check_of(placement, Side.EMPLOYER)
    assert (check.answer, check.end_cause) == (STILL, None)
    answer(scene, placement, Side.PERSON, STILL)
    assert seen(placement, Side.PERSON).outcome is CheckOutcome.RETAINED


@pytest.mark.parametrize("on", [DUE - timedelta(days=1), OVER])
def test_it_is_asked_at_its_time(scene: Scene, placement: Placement, on: date) -> None:
    with pytest.raises(CheckNotOpenError):
        answer(scene, placement, Side.PERSON, STILL, on=on)


def test_nobody_answers_for_the_other_side(scene: Scene, placement: Placement) -> None:
    check = check_of(placement, Side.PERSON)
    for side in (Side.EMPLOYER, Side.OFFICE, Side.SYSTEM):
        with pytest.raises(WrongSideError):
            answer_check(scene.session, scene.owner, check, STILL, side=side, today=DUE)


def test_all_still_there_at_once_leaves_what_was_answered(scene: Scene) -> None:
    posting = scene.posting("1", seats=3)
    made = [scene.placed(scene.person(no), posting) for no in "123"]
    answer(scene, made[1], Side.EMPLOYER, ENDED, cause=EndCause.PERSON_LEFT)
    checks = [check_of(one, Side.EMPLOYER) for one in made]
    assert answer_all(scene.session, scene.owner, checks, today=DUE) == 2
    assert [one.answer for one in checks] == [STILL, ENDED, STILL]
    assert answer_all(scene.session, scene.owner, checks, today=DUE) == 0


def test_an_end_between_two_checks_is_seen_at_once_and_still_asked_of_the_other(
    scene: Scene, placement: Placement
) -> None:
    posting, when = placement.opportunity, TODAY + timedelta(days=12)
    scene.told()
    say_ended(
        scene.session,
        scene.owner,
        placement,
        EndCause.PERSON_LEFT,
        side=Side.EMPLOYER,
        today=when,
    )
    assert (placement.ended_on, placement.ended_told_by) == (when, Side.EMPLOYER)
    assert posting.seats_taken == 0
    assert scene.told() == ["employer_answered"]
    assert seen(placement, Side.PERSON).waits
    assert not seen(placement, Side.EMPLOYER).waits
    answer(scene, placement, Side.PERSON, STILL)
    assert seen(placement, Side.EMPLOYER).outcome is CheckOutcome.DISAGREE
    assert len(placement.checks) == 6, "as long as they disagree they are asked"
    with pytest.raises(PlacementEndedError):
        say_ended(
            scene.session,
            scene.helper,
            placement,
            EndCause.OTHER,
            side=Side.OFFICE,
            today=when,
        )


def test_an_end_that_is_said_while_a_check_waits_is_its_answer(
    scene: Scene, placement: Placement
) -> None:
    say_ended(
        scene.session,
        scene.owner,
        placement,
        EndCause.PERSON_LEFT,
        side=Side.EMPLOYER,
        today=DUE,
    )
    assert placement.ended_on is None, "the other side must not see it yet"
    assert check_of(placement, Side.EMPLOYER).answer is ENDED
    answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.PERSON_LEFT)
    assert placement.ended_on is not None


def test_an_office_that_knows_ends_the_questions(scene: Scene, placement: Placement) -> None:
    say_ended(
        scene.session,
        scene.helper,
        placement,
        EndCause.NEVER_STARTED,
        side=Side.OFFICE,
        today=TODAY,
    )
    assert placement.checks == []
    assert lasting_of_opportunity(scene.session, placement.opportunity_id, DUE).outcomes[30] == {
        CheckOutcome.ENDED: 1
    }


def test_a_term_that_is_over_frees_no_place(scene: Scene, placement: Placement) -> None:
    posting = placement.opportunity
    for side in (Side.EMPLOYER, Side.PERSON):
        answer(scene, placement, side, ENDED, cause=EndCause.TERM_OVER)
    assert posting.seats_taken == seats_in_use(scene.session, posting) == 1


def test_every_answer_is_in_the_audit_log_without_a_word_of_why(
    session: Session, scene: Scene, placement: Placement
) -> None:
    answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.EMPLOYER_ENDED)
    session.commit()
    events = select(AuditEvent).where(AuditEvent.action == AuditAction.CHECK_ANSWERED)
    event = session.scalars(events).one()
    assert event.person == placement.person.public_id  # type: ignore[union-attr]
    assert "employer_ended" not in str(event.details)


def test_outcomes_are_counted_by_posting_and_employer(scene: Scene) -> None:
    first = scene.posting("1", seats=4)
    second = scene.posting("2", seats=1)
    kept, left, torn, quiet = (scene.placed(scene.person(no), first) for no in "1234")
    other = scene.placed(scene.person("5"), second)
    for side in (Side.EMPLOYER, Side.PERSON):
        for one in (kept, other):
            answer(scene, one, side, STILL)
        answer(scene, left, side, ENDED, cause=EndCause.PERSON_LEFT)
    answer(scene, torn, Side.EMPLOYER, STILL)
    answer(scene, torn, Side.PERSON, ENDED, cause=EndCause.PERSON_LEFT)
    of_first = lasting_of_opportunity(scene.session, first.id, DUE)
    assert of_first.placed == 4
    assert of_first.outcomes[30] == {
        CheckOutcome.RETAINED: 1,
        CheckOutcome.ENDED: 1,
        CheckOutcome.DISAGREE: 1,
        CheckOutcome.OPEN: 1,
    }
    assert of_first.outcomes[90] == {CheckOutcome.NOT_DUE: 3, CheckOutcome.ENDED: 1}
    assert (of_first.retained(30), of_first.known(30), of_first.retained(90)) == (1, 3, 0)
    assert lasting_of_organisation(scene.session, scene.firm.id, DUE).retained(30) == 2
    later = lasting_of_opportunity(scene.session, first.id, OVER)
    assert later.outcomes[30][CheckOutcome.SILENT] == 1
    assert quiet.ended_on is None
