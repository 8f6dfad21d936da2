"""The engine against the same rules written out for one pair at a time, and its promises."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synthetic import make_columns
from matching.engine import Keep, compute_matches
from matching.explanation import explain_matches, explain_pair
from matching.policy import Criterion, default_policy
from tests.matching.scalar import Scalar

POLICY = default_policy()


def expected(columns, keep):
    """Score every pair with the plain rules and keep the best of both sides."""
    scalar = Scalar(columns)
    eligible, near = {}, {}
    for person, row in itertools.product(
        range(len(columns.people)), range(len(columns.opportunities))
    ):
        verdict = scalar.judge(person, row)
        points = sum(POLICY.weights[name] * share // 1000 for name, share in verdict.shares.items())
        if not verdict.unmet:
            eligible[person, row] = points
        elif len(verdict.unmet) == 1 and all(verdict.unmet.values()) and verdict.related:
            near[person, row] = points
    ranks = {}
    for side in (0, 1):
        for owner in {pair[side] for pair in (*eligible, *near)}:
            position = 0
            for found, most in ((eligible, keep.eligible), (near, keep.near)):
                own = sorted(
                    (-points, pair[1 - side], pair)
                    for pair, points in found.items()
                    if pair[side] == owner
                )
                for _, _, pair in own[:most]:
                    position += 1
                    ranks.setdefault(pair, [0, 0])[side] = position
    return eligible, near, ranks


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_engine_equals_the_plain_rules(seed):
    columns = make_columns(23, 17, seed, skills=30)
    keep = Keep(eligible=5, near=3)
    eligible, near, ranks = expected(columns, keep)
    matches = compute_matches(columns, POLICY, keep)
    found = {
        (int(p), int(o)): (int(points), bool(fits), int(a), int(b))
        for p, o, points, fits, a, b in zip(
            matches.person,
            matches.opportunity,
            matches.points,
            matches.eligible,
            matches.rank_for_person,
            matches.rank_for_opportunity,
            strict=True,
        )
    }
    points = {**eligible, **near}
    assert found == {pair: (points[pair], pair in eligible, *rank) for pair, rank in ranks.items()}
    assert matches.eligible_pairs == len(eligible)


@pytest.mark.parametrize("seed", [3, 4])
def test_explanations_add_up_to_the_points_and_agree_with_the_plain_rules(seed):
    columns = make_columns(40, 30, seed, skills=40)
    matches = compute_matches(columns, POLICY)
    scalar = Scalar(columns)
    for part in explain_matches(columns, matches):
        for position, unmet, stored in zip(part.position, part.unmet, part.stored, strict=True):
            person, row = int(matches.person[position]), int(matches.opportunity[position])
            if position % 12:  # each pair alone is slow; some are enough
                continue
            explanation, again = explain_pair(columns, POLICY, person, row)
            assert again == stored
            assert explanation.points == matches.points[position]
            assert sum(line.points for line in explanation.criteria) == explanation.points
            assert explanation.unmet == unmet
            assert explanation.eligible == matches.eligible[position]
            verdict = scalar.judge(person, row)
            shares = {line.criterion: line.share for line in explanation.criteria}
            assert shares == verdict.shares
            states = {line.requirement: line.state for line in explanation.requirements}
            assert {name for name, state in states.items() if state == "unmet"} == set(
                verdict.unmet
            )


def test_both_directions_agree_and_order_is_total():
    columns = make_columns(60, 50, 5, skills=10)
    matches = compute_matches(columns, POLICY, Keep(eligible=1000, near=1000))
    assert (matches.rank_for_person > 0).all()
    assert (matches.rank_for_opportunity > 0).all()
    sides = (
        (matches.person, matches.rank_for_person, matches.opportunity),
        (matches.opportunity, matches.rank_for_opportunity, matches.person),
    )
    for owner, rank, other in sides:
        for one in np.unique(owner):
            mine = np.flatnonzero(owner == one)
            order = mine[np.argsort(rank[mine])]
            assert rank[order].tolist() == list(range(1, len(order) + 1))
            keys = [
                (not matches.eligible[at], -int(matches.points[at]), int(other[at])) for at in order
            ]
            assert keys == sorted(keys)


def test_same_columns_give_the_same_result_and_blocks_do_not_matter(monkeypatch):
    columns = make_columns(80, 70, 6)
    first = compute_matches(columns, POLICY)
    monkeypatch.setattr("matching.block.CELLS", 300)
    monkeypatch.setattr("matching.topk.FLUSH_AT", 50)
    monkeypatch.setattr("matching.kernel.PART", 7)
    second = compute_matches(columns, POLICY)
    for name in ("person", "opportunity", "points", "rank_for_person", "rank_for_opportunity"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


@pytest.mark.parametrize(("people", "opportunities"), [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_empty_sides_are_no_error(people, opportunities):
    columns = make_columns(people, opportunities, 7)
    matches = compute_matches(columns, POLICY)
    assert len(matches) <= people * opportunities
    assert sum(len(part.stored) for part in explain_matches(columns, matches)) == len(matches)


def test_nobody_without_consent_is_matched():
    columns = make_columns(100, 40, 8)
    matches = compute_matches(columns, POLICY)
    assert not columns.people.consent.all()
    assert columns.people.consent[matches.person].all()


def test_criteria_come_in_the_order_of_the_policy():
    columns = make_columns(5, 5, 9)
    explanation, _ = explain_pair(columns, POLICY, 0, 0)
    assert [line.criterion for line in explanation.criteria] == [c.value for c in Criterion]
