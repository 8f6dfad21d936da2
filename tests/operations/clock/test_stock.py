"""Things that were lent under the clock: asked for once they are late, then weekly at most."""

from datetime import timedelta

from models.enums import OpportunityKind as Kind
from models.opportunity import Organisation
from models.placement import Allocation
from models.placement_states import AllocationStep
from models.referral_enums import Side
from tests.operations.clock.conftest import Turn
from tests.operations.placements.scene import TODAY, Scene
from wasl.operations.clock.stock import remind_of_stock
from wasl.operations.placements.stock import move_allocation

NOTHING, ASKED = {"employers_reminded": 0}, {"employers_reminded": 1}
BOTH = ["stock_late", "stock_to_ask_back"]


def lend(scene: Scene, case_no: str, *, days: int = 10) -> Allocation:
    """Somebody has a machine that is to be back after some days."""
    terms = {"to_be_returned": True, "return_after_days": days}
    given = scene.allocated(scene.person(case_no), scene.posting(case_no, Kind.IN_KIND, **terms))
    step(scene, given, AllocationStep.HAND_OVER, Side.EMPLOYER)
    return given


def step(scene: Scene, given: Allocation, what: AllocationStep, side: Side) -> None:
    by = scene.owner if side is Side.EMPLOYER else scene.helper
    move_allocation(scene.session, by, given, what, side=side, today=TODAY)


def test_both_are_asked_once_it_is_late_and_then_once_a_week(scene: Scene, turn: Turn) -> None:
    lend(scene, "1")
    scene.told()
    assert turn(remind_of_stock, 10) == NOTHING, "its last day is a day to bring it back"
    assert turn(remind_of_stock, 11) == ASKED
    assert scene.told() == BOTH
    for day in (12, 17):
        assert turn(remind_of_stock, day) == NOTHING
    assert turn(remind_of_stock, 18) == ASKED
    assert turn(remind_of_stock, 40) == ASKED, "the machine was off: once all the same"
    assert scene.told() == BOTH * 2


def test_several_things_are_one_message_to_the_employer(scene: Scene, turn: Turn) -> None:
    lend(scene, "1")
    lend(scene, "2", days=12)
    scene.told()
    assert turn(remind_of_stock, 11) == ASKED
    assert turn(remind_of_stock, 13) == NOTHING, "another one is late, and the week is not over"
    assert turn(remind_of_stock, 18) == ASKED
    assert scene.told() == [*BOTH, *BOTH, "stock_to_ask_back"]


def test_what_came_back_or_need_not_is_not_asked_for(scene: Scene, turn: Turn) -> None:
    back = lend(scene, "1")
    step(scene, back, AllocationStep.RETURN, Side.OFFICE)
    kept = scene.allocated(scene.person("2"), scene.posting("2", Kind.IN_KIND))
    step(scene, kept, AllocationStep.HAND_OVER, Side.EMPLOYER)
    assert kept.return_by is None
    scene.told()
    assert turn(remind_of_stock, 60) == NOTHING
    assert scene.told() == []


def test_of_somebody_who_was_erased_only_the_employer_is_asked(scene: Scene, turn: Turn) -> None:
    given = lend(scene, "1")
    given.referral = None
    scene.told()
    assert turn(remind_of_stock, 11) == ASKED
    assert scene.told() == ["stock_late"]


def test_each_employer_has_its_own_week(scene: Scene, turn: Turn, other: Organisation) -> None:
    lend(scene, "1")
    assert turn(remind_of_stock, 11) == ASKED
    second = lend(scene, "2", days=12)
    second.opportunity.organisation = other
    second.return_by = TODAY + timedelta(days=12)
    assert turn(remind_of_stock, 13) == ASKED
