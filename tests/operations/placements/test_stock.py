"""Steps of stock: who may take which, what each one does, what is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.enums import ConsentPurpose
from models.enums import OpportunityKind as Kind
from models.placement_states import ALLOCATION_TRANSITIONS, AllocationStep
from models.referral import AnswerCode
from models.referral_enums import AllocationState, Side
from tests.operations.placements.scene import TODAY, Scene, seats_in_use
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.placements.errors import AllocationStepRefusedError, WrongSideError
from wasl.operations.placements.stock import SIDES, move_allocation, steps_of
from wasl.operations.record_consent import record_consent

STATES, STEPS = list(AllocationState), list(AllocationStep)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_every_step_from_every_state_is_as_the_table_says(
    scene: Scene, state: AllocationState, step: AllocationStep
) -> None:
    posting = scene.posting("1", Kind.IN_KIND, seats=3)
    given = scene.allocated(scene.person("1"), posting, quantity=2)
    given.state = state
    scene.session.flush()
    transition, side = ALLOCATION_TRANSITIONS[step], min(SIDES[step])
    by = scene.owner if side is Side.EMPLOYER else scene.helper
    if state in transition.sources:
        assert step in steps_of(given, side)
        assert move_allocation(scene.session, by, given, step, side=side, today=TODAY)
        assert given.state is transition.target
        assert posting.seats_taken == seats_in_use(scene.session, posting)
    elif state is transition.target:
        assert not move_allocation(scene.session, by, given, step, side=side, today=TODAY)
        assert posting.seats_taken == 2
    else:
        with pytest.raises(AllocationStepRefusedError):
            move_allocation(scene.session, by, given, step, side=side, today=TODAY)
        assert given.state is state


def test_who_handed_over_never_confirms_the_receipt(scene: Scene) -> None:
    given = scene.allocated(scene.person("1"), scene.posting("1", Kind.IN_KIND, seats=3))
    step = AllocationStep.HAND_OVER
    move_allocation(scene.session, scene.owner, given, step, side=Side.EMPLOYER, today=TODAY)
    with pytest.raises(WrongSideError):
        move_allocation(
            scene.session,
            scene.owner,
            given,
            AllocationStep.RECEIPT,
            side=Side.EMPLOYER,
            today=TODAY,
        )


def test_what_is_lent_is_to_be_back_on_a_day(scene: Scene) -> None:
    lent = scene.posting("1", Kind.IN_KIND, to_be_returned=True, return_after_days=30)
    kept = scene.posting("2", Kind.IN_KIND, to_be_returned=False, return_after_days=30)
    days = []
    for number, posting in enumerate((lent, kept)):
        given = scene.allocated(scene.person(str(number)), posting)
        step = AllocationStep.HAND_OVER
        move_allocation(scene.session, scene.owner, given, step, side=Side.EMPLOYER, today=TODAY)
        days.append(given.return_by)
    assert days == [TODAY + timedelta(days=30), None]


@pytest.mark.parametrize("reachable", [True, False])
def test_the_person_is_asked_for_the_receipt_or_else_their_caseworker(
    scene: Scene, reachable: bool
) -> None:
    person = scene.person("1")
    given = scene.allocated(person, scene.posting("1", Kind.IN_KIND))
    if not reachable:
        record_consent(scene.session, COMMAND_LINE, person, ConsentPurpose.CONTACT, False)
    codes = select(AnswerCode).where(AnswerCode.ended_at.is_(None))
    for code in scene.session.scalars(codes):
        scene.session.delete(code)
    scene.told()
    step = AllocationStep.HAND_OVER
    move_allocation(scene.session, scene.owner, given, step, side=Side.EMPLOYER, today=TODAY)
    assert scene.told() == (["receipt"] if reachable else ["receipt_to_ask"])
    assert len(scene.session.scalars(codes).all()) == (1 if reachable else 0)
