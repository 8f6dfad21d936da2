"""Milestones of a measure are done with evidence; words on it are added, never changed."""

from datetime import date, timedelta

import pytest

from models.commitment import Commitment, Milestone
from models.round_table_enums import Achievement, AssessmentVoice, CommitmentKind
from tests.operations.commitments.promises import add_promise
from tests.operations.placements.scene import Scene
from wasl.operations.commitments.amend import withdraw_commitment
from wasl.operations.commitments.assess import (
    add_assessment,
    latest_of,
    list_assessments,
    review_commitment,
)
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.commitments.errors import (
    CommitmentWithdrawnError,
    MilestoneDoneError,
    NoReasonError,
    NotAMeasureError,
    NotDoneYetError,
)
from wasl.operations.commitments.milestones import (
    add_milestone,
    finish_milestone,
    remove_milestone,
    reopen_milestone,
)

TODAY = date(2026, 11, 23)


@pytest.fixture
def law(scene: Scene) -> Commitment:
    """A measure of policy."""
    return add_promise(scene.session, scene.firm, kind=CommitmentKind.POLICY, quantity=1)


def _finish(scene: Scene, milestone: Milestone, **more: object) -> None:
    given = {"done_on": TODAY, "evidence": "Order 17 of 2026", **more}
    finish_milestone(scene.session, scene.helper, milestone, today=TODAY, **given)  # type: ignore[arg-type]


def test_a_step_counts_once_it_is_done_with_evidence(scene: Scene, law: Commitment) -> None:
    step = add_milestone(scene.session, scene.helper, law, " a decree ", TODAY)
    assert (step.text, draw_down(scene.session, [law])[law.id].filled) == ("a decree", 0)
    with pytest.raises(NoReasonError):
        _finish(scene, step, evidence="  ")
    with pytest.raises(NotDoneYetError):
        _finish(scene, step, done_on=TODAY + timedelta(days=1))
    assert draw_down(scene.session, [law])[law.id].filled == 0
    _finish(scene, step)
    assert (step.evidence, step.done_by_id) == ("Order 17 of 2026", scene.helper.account_id)
    assert draw_down(scene.session, [law])[law.id].filled == 1


def test_what_is_done_stays_until_it_is_taken_up_again(scene: Scene, law: Commitment) -> None:
    session, by = scene.session, scene.helper
    step = add_milestone(session, by, law, "a decree", None)
    _finish(scene, step)
    with pytest.raises(MilestoneDoneError):
        _finish(scene, step, evidence="something else")
    with pytest.raises(MilestoneDoneError):
        remove_milestone(session, by, step)
    reopen_milestone(session, by, step)
    assert (step.done_on, step.evidence) == (None, None)
    remove_milestone(session, by, step)
    assert law.milestones == []


def test_of_anything_else_postings_are_counted(scene: Scene) -> None:
    job = add_promise(scene.session, scene.firm)
    with pytest.raises(NotAMeasureError):
        add_milestone(scene.session, scene.helper, job, "a step", None)


def test_the_latest_word_of_each_voice_holds(scene: Scene, law: Commitment) -> None:
    session, by = scene.session, scene.helper
    mine = AssessmentVoice.SELF
    add_assessment(session, by, law, mine, Achievement.COMPLETE, note=None, organisation=scene.firm)
    review_commitment(session, by, law, Achievement.LIMITED, "no decree was seen")
    review_commitment(session, by, law, Achievement.SUBSTANTIAL, " a draft was seen ")
    words = list_assessments(session, law)
    assert len(words) == 3
    own, review = latest_of(words, mine), latest_of(words, AssessmentVoice.REVIEW)
    assert own is not None
    assert review is not None
    assert (own.achievement, own.organisation) == (Achievement.COMPLETE, scene.firm)
    assert (review.achievement, review.note) == (Achievement.SUBSTANTIAL, "a draft was seen")
    assert draw_down(session, [law])[law.id].filled == 0, "words are not counted"


def test_a_review_says_what_was_looked_at_and_is_of_what_stands(
    scene: Scene, law: Commitment
) -> None:
    session, by = scene.session, scene.helper
    with pytest.raises(NoReasonError):
        review_commitment(session, by, law, Achievement.COMPLETE, " ")
    withdraw_commitment(session, by, law, reason="another government")
    with pytest.raises(CommitmentWithdrawnError):
        review_commitment(session, by, law, Achievement.COMPLETE, "the gazette")
    assert list_assessments(session, law) == []
