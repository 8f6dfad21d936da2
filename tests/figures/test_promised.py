"""Totals of what was promised: exact where they are no people, protected where they are."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, OpportunityStatus
from models.placement import Placement
from models.round_table_enums import CommitmentKind, CommitmentState
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, Scene, scene_of
from wasl.figures.promised import BEGAN, LASTED, count_promised
from wasl.figures.publish import Figures, make_figures
from wasl.figures.tables import ALL, Mark
from wasl.figures.totals import totals


@pytest.fixture
def scene(session: Session) -> Scene:
    """An employer and a caseworker."""
    return scene_of(session)


def _filled(scene: Scene, kind: OpportunityKind, people: int, **more: Any) -> None:
    scene.session.commit()
    promise = add_promise(scene.session, scene.firm, kind=CommitmentKind(kind.value), ref=kind)
    posting = scene.posting(kind, kind, seats=30, **more)
    cite(scene.session, promise, posting)
    scene.session.add_all(Placement(opportunity=posting, starts_on=TODAY) for _ in range(people))
    scene.session.commit()  # figures are counted in a transaction of their own


def test_each_place_is_counted_once_and_few_are_not_told(scene: Scene) -> None:
    _filled(scene, OpportunityKind.JOB, 12)
    _filled(scene, OpportunityKind.INTERNSHIP, 3)
    counted = count_promised(scene.session)
    assert counted.counts["job", BEGAN] == 12
    assert counted.counts["job", LASTED] == 0
    jobs, internships = totals(scene.session, TODAY)
    assert (jobs.commitments, jobs.promised, jobs.offered, jobs.filled) == (1, 20, 30, 10)
    assert (internships.filled, internships.lasted) == (Mark.FEW, Mark.FEW)
    assert internships.offered == 30


def test_what_ended_offers_nothing_exactly_for_that_would_be_people(scene: Scene) -> None:
    _filled(scene, OpportunityKind.JOB, 3, status=OpportunityStatus.CLOSED)
    [jobs] = totals(scene.session, TODAY)
    assert (jobs.offered, jobs.filled) == (0, Mark.FEW)


def test_the_numbers_of_a_day_stay_and_what_is_withdrawn_is_not_in_them(scene: Scene) -> None:
    _filled(scene, OpportunityKind.JOB, 12)
    kept = Figures.from_json(make_figures(scene.session, TODAY).as_json())
    assert kept.table("promised").cell("job", ALL) == 10
    assert totals(scene.session, TODAY)[0].filled == 10
    _filled(scene, OpportunityKind.TRAINING, 20)
    assert totals(scene.session, TODAY)[1].filled is Mark.FEW, "told tomorrow"
    scene.session.commit()
    gone = add_promise(scene.session, scene.firm, ref="gone")
    gone.state = CommitmentState.WITHDRAWN
    assert totals(scene.session, TODAY)[0].promised == 20


def test_figures_of_a_day_that_had_none_say_nothing(scene: Scene) -> None:
    before = make_figures(scene.session, TODAY).as_json()
    del before["promised"]
    assert Figures.from_json(before).promised == ()
