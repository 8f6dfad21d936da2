"""Whom a posting reaches: the engine's sets against one pair at a time, and each step anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synthetic import make_columns
from matching.block import Prepared
from matching.columns import UNKNOWN, Columns, Ragged
from matching.levels import Requirement
from matching.reach import StepKind, asked_of, coarse, reach_of
from tests.matching.scalar import Scalar

PEOPLE = 120
FEW = 5


def applied(columns: Columns, kind: StepKind, subject: int) -> Columns:
    """Take a step on the posting itself, written a second time."""
    asked = columns.opportunities
    pairs = dict(zip(asked.languages.row(0), asked.language_levels.row(0), strict=True))
    if kind is StepKind.WITHOUT_LANGUAGE:
        del pairs[subject]
    if kind is StepKind.LANGUAGE_LOWER:
        pairs[subject] -= 1
    licences = [one for one in asked.licences.row(0) if one != subject]
    changes = {
        StepKind.EDUCATION_LOWER: {"education_min": asked.education_min - 1},
        StepKind.EXPERIENCE_LESS: {"experience_min": asked.experience_min - 12},
        StepKind.REMOTE: {"remote": np.array([True])},
        StepKind.WAGE_HIGHER: {"wage_max": np.array([subject])},
        StepKind.WITHOUT_LICENCE: {"licences": Ragged.of([licences])},
    }.get(
        kind,
        {
            "languages": Ragged.of([list(pairs)]),
            "language_levels": Ragged.of([list(pairs.values())]),
        },
    )
    return replace(columns, opportunities=replace(asked, **changes))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_every_set_is_that_of_one_pair_at_a_time(seed: int) -> None:
    columns = make_columns(PEOPLE, 1, seed, skills=40)
    reach = reach_of(Prepared(columns), FEW)
    scalar = Scalar(columns)
    understood = len(columns.opportunities.titles.candidates.values) > 0
    fits, alone = set(), {requirement: set() for requirement in reach.without}
    for person in range(PEOPLE):
        verdict = scalar.judge(person, 0)
        if understood and not verdict.related:
            continue
        unmet = [Requirement[name.upper()] for name in verdict.unmet]
        if not unmet:
            fits.add(person)
        elif len(unmet) == 1 and unmet[0] in alone:
            alone[unmet[0]].add(person)
    assert set(np.flatnonzero(reach.fits)) == fits
    assert {name: set(np.flatnonzero(people)) for name, people in reach.without.items()} == alone


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_step_brings_whom_the_changed_posting_has_more(seed: int) -> None:
    columns = make_columns(PEOPLE, 1, seed, skills=40)
    reach = reach_of(Prepared(columns), FEW)
    for step, people in reach.steps.items():
        changed = applied(columns, step.kind, step.subject)
        if step.kind is StepKind.EDUCATION_LOWER:
            assert step.subject == changed.opportunities.education_min[0]
        after = reach_of(Prepared(changed), FEW)
        assert np.array_equal(people, after.fits & ~reach.fits), step
        assert not (people & ~reach.without[step.requirement]).any()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_higher_wage_is_the_lowest_round_one_that_brings_enough(seed: int) -> None:
    columns = make_columns(400, 1, seed, skills=40)
    asked = replace(columns.opportunities, wage_max=np.array([200_000]), wage_min=np.array([0]))
    columns = replace(columns, opportunities=asked)
    reach = reach_of(Prepared(columns), FEW)
    steps = [step for step in reach.steps if step.kind is StepKind.WAGE_HIGHER]
    assert bool(steps) == (reach.without[Requirement.WAGE].sum() >= FEW)
    for step in steps:
        assert step.subject % 25_000 == 0
        assert reach.steps[step].sum() >= FEW
        lower = applied(columns, step.kind, step.subject - 25_000)
        assert (reach_of(Prepared(lower), FEW).fits & ~reach.fits).sum() < FEW


def test_only_what_is_asked_can_cost_something() -> None:
    for seed in range(30):
        columns = make_columns(PEOPLE, 1, seed, skills=40)
        reach = reach_of(Prepared(columns), FEW)
        assert list(reach.without) == asked_of(columns.opportunities)
        assert not {Requirement.CONSENT, Requirement.KIND} & set(reach.without)
        groups = [reach.fits, *reach.without.values()]
        assert np.sum(groups, axis=0).max() <= 1, "everybody is in one group at most"


def test_who_does_not_allow_it_is_in_no_group() -> None:
    columns = make_columns(PEOPLE, 1, 3, skills=40)
    nobody = replace(columns.people, consent=np.zeros(PEOPLE, bool))
    reach = reach_of(Prepared(replace(columns, people=nobody)), FEW)
    assert not np.any([reach.fits, *reach.without.values(), *reach.steps.values()])


@pytest.mark.parametrize(
    ("field", "fine", "round_"),
    [
        ("wage_max", 612_345, 600_000),
        ("wage_min", 612_345, 600_000),
        ("experience_min", 29, 24),
        ("apply_by", 739_950, 739_949),
    ],
)
def test_questions_are_asked_in_round_numbers(field: str, fine: int, round_: int) -> None:
    columns = make_columns(10, 1, 0)
    for given_, wanted in ((fine, round_), (UNKNOWN, UNKNOWN), (round_, round_)):
        asked = replace(columns.opportunities, **{field: np.array([given_])})
        told = coarse(replace(columns, opportunities=asked)).opportunities
        assert getattr(told, field)[0] == wanted
