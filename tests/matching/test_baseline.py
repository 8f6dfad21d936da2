"""The benchmark's baseline gives the engine's lists; otherwise its figures would mean nothing."""

import numpy as np
import pytest

from benchmarks.baseline import Baseline
from benchmarks.synthetic import make_columns
from matching.columns import UNKNOWN, Ragged, Role, Titles
from matching.corroborate import corroborate
from matching.engine import Keep, compute_matches
from matching.policy import default_policy


@pytest.mark.parametrize("seed", [21, 22])
def test_baseline_and_engine_agree(seed):
    columns, keep = make_columns(150, 90, seed), Keep(eligible=9, near=5)
    matches = compute_matches(columns, default_policy(), keep)
    baseline = Baseline(columns, default_policy())
    for person in range(len(columns.people)):
        mine = np.flatnonzero((matches.person == person) & (matches.rank_for_person > 0))
        mine = mine[np.argsort(matches.rank_for_person[mine])]
        found = [
            (int(matches.opportunity[at]), int(matches.points[at]), bool(matches.eligible[at]))
            for at in mine
        ]
        assert baseline.best(person, keep) == found


def doubtful(*candidates):
    return Titles(
        offsets=np.array([0, 1]),
        role=np.array([Role.EXPERIENCE]),
        months=np.array([UNKNOWN]),
        wording=np.array([0]),
        candidates=Ragged.of([[code for code, _ in candidates]]),
        share=np.array([share for _, share in candidates]),
    )


def test_skills_tell_what_a_doubtful_title_means():
    core = {0: {10}, 1: {11, 12}}
    read = corroborate(doubtful((0, 450), (1, 350)), Ragged.of([[11, 12]]), core)
    assert read.candidates.row(0) == [1, 0]
    assert read.share[0] > 600
    assert read.share.sum() <= 1000


@pytest.mark.parametrize("skills", [[], [99]])
def test_other_skills_change_nothing(skills):
    title = doubtful((0, 450), (1, 350))
    read = corroborate(title, Ragged.of([skills]), {0: {10}})
    assert read.share.tolist() == [450, 350]


def test_a_sure_title_stays_whatever_the_skills():
    read = corroborate(doubtful((0, 1000)), Ragged.of([[11]]), {1: {11}})
    assert (read.candidates.row(0), read.share.tolist()) == ([0], [1000])
