"""What is counted for a commitment: offered, filled, retained, and what waits for a word."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.base import utc_now
from models.commitment import Commitment, Milestone
from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.placement import Allocation, Placement
from models.referral_enums import AllocationState, CheckAnswer, EndCause, Side
from models.round_table_enums import (
    CitationState,
    CommitmentKind,
    CommitmentProgress,
    CommitmentState,
    RelationKind,
)
from models.stakeholder import OrganisationRelation
from tests.operations.commitments.promises import DEADLINE, add_promise, cite
from tests.operations.placements.scene import TODAY, Scene
from wasl.operations.commitments.draw_down import (
    DrawDown,
    cited_postings,
    draw_down,
    progress_of,
)

BEFORE, AFTER = DEADLINE, DEADLINE + timedelta(days=1)


def _drawn(session: Session, commitment: Commitment) -> DrawDown:
    session.flush()
    session.expire_all()
    return draw_down(session, [commitment])[commitment.id]


def _answer(placement: Placement, side: Side, answer: CheckAnswer, day: int = 90) -> None:
    check = next(one for one in placement.checks if (one.day, one.side) == (day, side))
    check.answer, check.answered_at = answer, utc_now()


def test_nothing_cites_it_so_nothing_counts(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    assert _drawn(scene.session, promise) == DrawDown(pledged=20)
    assert _drawn(scene.session, promise).left == 20


def test_a_posting_of_a_party_counts_at_once(scene: Scene, other: Organisation) -> None:
    promise = add_promise(scene.session, other, scene.firm)
    cite(scene.session, promise, scene.posting("1", seats=8))
    cite(scene.session, promise, scene.posting("2", seats=3, firm=other))
    drawn = _drawn(scene.session, promise)
    assert (drawn.offered, drawn.to_confirm, drawn.left) == (11, 0, 9)


def test_a_posting_of_somebody_else_waits_until_a_person_says(
    scene: Scene, other: Organisation
) -> None:
    promise = add_promise(scene.session, other)
    waiting = cite(scene.session, promise, scene.posting("1", seats=8))
    assert _drawn(scene.session, promise) == DrawDown(pledged=20, to_confirm=8)
    waiting.state, waiting.decided_at = CitationState.CONFIRMED, utc_now()
    assert _drawn(scene.session, promise) == DrawDown(pledged=20, offered=8)
    waiting.state = CitationState.REFUSED
    assert _drawn(scene.session, promise) == DrawDown(pledged=20)


def test_a_refused_posting_of_a_party_does_not_count(scene: Scene) -> None:
    promise = add_promise(scene.session, scene.firm)
    cite(scene.session, promise, scene.posting("1", seats=8), CitationState.REFUSED)
    assert _drawn(scene.session, promise) == DrawDown(pledged=20)


@pytest.mark.parametrize("turned", [False, True])
def test_one_organisation_under_two_names_is_one(
    scene: Scene, other: Organisation, turned: bool
) -> None:
    first, second = (other, scene.firm) if turned else (scene.firm, other)
    promise = add_promise(scene.session, other)
    cite(scene.session, promise, scene.posting("1", seats=8))
    link = OrganisationRelation(first_id=first.id, second_id=second.id, kind=RelationKind.SAME_AS)
    scene.session.add(link)
    assert _drawn(scene.session, promise).offered == 8
    link.kind = RelationKind.MEMBER_OF  # a member's posting waits for a word
    assert _drawn(scene.session, promise) == DrawDown(pledged=20, to_confirm=8)


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (OpportunityStatus.DRAFT, 0),
        (OpportunityStatus.IN_REVIEW, 0),
        (OpportunityStatus.PUBLISHED, 4),
        (OpportunityStatus.PAUSED, 4),
        (OpportunityStatus.FILLED, 4),
        (OpportunityStatus.CLOSED, 0),
        (OpportunityStatus.EXPIRED, 0),
    ],
)
def test_only_what_can_be_had_is_offered(
    scene: Scene, status: OpportunityStatus, offered: int
) -> None:
    promise = add_promise(scene.session, scene.firm)
    cite(scene.session, promise, scene.posting("1", seats=4, status=status))
    assert _drawn(scene.session, promise).offered == offered


def test_of_a_posting_that_ended_what_somebody_got_was_offered(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=4)
    cite(scene.session, promise, posting)
    scene.placed(scene.person("P-1"), posting)
    assert _drawn(scene.session, promise) == DrawDown(pledged=20, offered=4, filled=1)
    scene.session.get_one(Opportunity, posting.id).status = OpportunityStatus.CLOSED
    assert _drawn(scene.session, promise) == DrawDown(pledged=20, offered=1, filled=1)


def test_a_place_counts_as_filled_unless_nobody_began(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=4)
    cite(scene.session, promise, posting)
    left, never = (scene.placed(scene.person(no), posting) for no in ("P-1", "P-2"))
    left.ended_on, left.end_cause = TODAY, EndCause.PERSON_LEFT
    never.ended_on, never.end_cause = TODAY, EndCause.NEVER_STARTED
    assert _drawn(scene.session, promise).filled == 1


def test_a_place_lasts_once_both_sides_say_so_after_ninety_days(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=4)
    cite(scene.session, promise, posting)
    place = scene.placed(scene.person("P-1"), posting)
    scene.placed(scene.person("P-2"), posting)
    for side in (Side.PERSON, Side.EMPLOYER):
        _answer(place, side, CheckAnswer.STILL_THERE, day=30)
    assert _drawn(scene.session, promise).retained == 0
    _answer(place, Side.EMPLOYER, CheckAnswer.STILL_THERE)
    assert _drawn(scene.session, promise).retained == 0, "one side alone is not enough"
    _answer(place, Side.PERSON, CheckAnswer.ENDED)
    assert _drawn(scene.session, promise).retained == 0
    _answer(place, Side.PERSON, CheckAnswer.STILL_THERE)
    assert _drawn(scene.session, promise) == DrawDown(20, offered=4, filled=2, retained=1)


def test_a_person_who_was_erased_stays_counted(scene: Scene) -> None:
    promise, posting = add_promise(scene.session, scene.firm), scene.posting("1", seats=4)
    cite(scene.session, promise, posting)
    place = scene.placed(scene.person("P-1"), posting)
    place.person_id = place.referral_id = None
    assert _drawn(scene.session, promise).filled == 1


def test_of_stock_what_was_handed_over_is_filled_and_what_was_receipted_lasts(
    scene: Scene,
) -> None:
    session = scene.session
    promise = add_promise(session, scene.firm, kind=CommitmentKind.IN_KIND)
    posting = scene.posting("1", OpportunityKind.IN_KIND, seats=10)
    cite(session, promise, posting)
    stock = scene.allocated(scene.person("P-1"), posting, quantity=2)
    assert isinstance(stock, Allocation)
    assert _drawn(session, promise) == DrawDown(20, offered=10)
    stock.state, stock.handed_over_at = AllocationState.HANDED_OVER, utc_now()
    assert _drawn(session, promise) == DrawDown(20, offered=10, filled=2)
    stock.state, stock.receipted_at = AllocationState.RECEIPTED, utc_now()
    assert _drawn(session, promise) == DrawDown(20, offered=10, filled=2, retained=2)


def test_commitments_are_counted_apart(scene: Scene) -> None:
    one = add_promise(scene.session, scene.firm)
    two = add_promise(scene.session, scene.firm, ref="C-2", quantity=5)
    cite(scene.session, one, scene.posting("1", seats=8))
    cite(scene.session, two, scene.posting("2", seats=3))
    cite(scene.session, two, scene.posting("3", seats=1))
    drawn = draw_down(scene.session, [one, two])
    assert [drawn[each.id].offered for each in (one, two)] == [8, 4]
    assert draw_down(scene.session, []) == {}
    assert [each.offered for each in cited_postings(scene.session, [two.id])] == [3, 1]


def test_policy_is_counted_in_milestones(scene: Scene, other: Organisation) -> None:
    session = scene.session
    law = add_promise(session, other, kind=CommitmentKind.POLICY, quantity=1)
    assert _drawn(session, law) == DrawDown(pledged=1)
    law.milestones = [Milestone(text="a draft"), Milestone(text="a decree")]
    assert _drawn(session, law) == DrawDown(pledged=2)
    first = law.milestones[0]
    first.done_on, first.evidence = TODAY, "Order 17 of 2026"
    drawn = _drawn(session, law)
    assert (drawn.offered, drawn.filled, drawn.left) == (1, 1, 1)


@pytest.mark.parametrize(
    ("drawn", "late", "progress"),
    [
        (DrawDown(20), False, CommitmentProgress.NOT_STARTED),
        (DrawDown(20, to_confirm=20), False, CommitmentProgress.NOT_STARTED),
        (DrawDown(20, offered=1), False, CommitmentProgress.UNDER_WAY),
        (DrawDown(20, offered=20, filled=19), True, CommitmentProgress.OVERDUE),
        (DrawDown(20), True, CommitmentProgress.OVERDUE),
        (DrawDown(20, offered=25, filled=20), True, CommitmentProgress.FULFILLED),
    ],
)
def test_progress_follows_from_what_is_counted(
    scene: Scene, drawn: DrawDown, late: bool, progress: CommitmentProgress
) -> None:
    promise = add_promise(scene.session, scene.firm)
    assert progress_of(promise, drawn, AFTER if late else BEFORE) is progress
    promise.deadline = None
    if late and progress is CommitmentProgress.OVERDUE:
        assert progress_of(promise, drawn, AFTER) is not progress, "nothing is due"
    promise.state = CommitmentState.WITHDRAWN
    assert progress_of(promise, drawn, AFTER) is CommitmentProgress.WITHDRAWN
