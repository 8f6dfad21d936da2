"""What a party of a joint commitment sees: its own part exactly, of others what anybody may."""

import pytest

from models.commitment import Commitment
from models.enums import OpportunityStatus
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, Scene
from wasl.figures.tables import Mark
from wasl.operations.commitments.draw_down import draw_down, progress_of
from wasl.operations.commitments.post_for import post_for_commitment
from wasl.operations.commitments.shares import Others, shares_of


def _joint(scene: Scene, other: Organisation, people: int, status: OpportunityStatus) -> Commitment:
    """Somebody else's posting of nine places counts, and some people began there."""
    joint = add_promise(scene.session, scene.firm, other, quantity=20)
    posting = scene.posting("theirs", firm=other, seats=9)
    cite(scene.session, joint, posting)
    for number in range(people):
        scene.placed(scene.person(str(number)), posting)
    posting.status = status
    cite(scene.session, joint, scene.posting("mine", seats=4))
    return joint


@pytest.mark.parametrize(("people", "shown"), [(0, Mark.FEW), (4, Mark.FEW), (6, 5)])
def test_of_whom_others_took_few_are_not_told(
    scene: Scene, other: Organisation, people: int, shown: int | Mark
) -> None:
    promise = _joint(scene, other, people, OpportunityStatus.PUBLISHED)
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert share.others == Others(offered=9, filled=shown, ended=Mark.FEW)
    assert (share.own.offered, share.own.filled, share.left) == (4, 0, 7)


def test_a_posting_of_others_that_ended_tells_no_number_of_people(
    scene: Scene, other: Organisation
) -> None:
    promise = _joint(scene, other, 3, OpportunityStatus.CLOSED)
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert share.others == Others(offered=0, filled=Mark.FEW)
    assert share.left == 16
    draft = post_for_commitment(
        scene.session, scene.owner, promise, scene.firm, "لحام", today=TODAY
    )
    assert draft.seats == 16, "three fewer would say how many they took"


def test_of_a_posting_of_others_that_ended_people_count_in_fives(
    scene: Scene, other: Organisation
) -> None:
    promise = _joint(scene, other, 7, OpportunityStatus.CLOSED)
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert share.others == Others(offered=0, filled=5, ended=5)
    assert share.left == 11


@pytest.mark.parametrize(("people", "progress"), [(3, "under_way"), (4, "under_way")])
def test_progress_does_not_change_on_the_day_somebody_begins_with_others(
    scene: Scene, other: Organisation, people: int, progress: str
) -> None:
    promise = _joint(scene, other, people, OpportunityStatus.PUBLISHED)
    promise.quantity = 4
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    exact = draw_down(scene.session, [promise])[promise.id]
    assert progress_of(promise, share.together, TODAY).value == progress
    told = progress_of(promise, exact, TODAY).value
    assert told == ("fulfilled" if people == 4 else progress), "so it would have told of one"


def test_what_others_surely_did_counts_for_progress(scene: Scene, other: Organisation) -> None:
    promise = _joint(scene, other, 9, OpportunityStatus.PUBLISHED)
    promise.quantity = 8
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert share.together.filled == 8, "ten in fives are eight at least"
    assert progress_of(promise, share.together, TODAY).value == "fulfilled"


def test_alone_there_are_no_others(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    cite(scene.session, promise, scene.posting("1", seats=4))
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert (share.others, share.left) == (None, 16)


def test_a_measure_is_counted_by_its_milestones(scene: Scene, other: Organisation) -> None:
    promise = add_promise(scene.session, scene.firm, other, kind=CommitmentKind.POLICY, quantity=1)
    share = shares_of(scene.session, scene.firm, [promise])[promise.id]
    assert (share.own.pledged, share.own.filled, share.others) == (1, 0, None)
