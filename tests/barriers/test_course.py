"""Whether a barrier fell: only where it did whatever stands behind what is told."""

from datetime import date, timedelta

import pytest

from models.plan_enums import Barrier
from wasl.barriers.bodies import bodies_of, list_bodies
from wasl.barriers.course import Course, Rate, course_of
from wasl.barriers.definitions import SIGNS

DAY = date(2026, 11, 23)


def rate(met: int | None, looked_at: int | None, later: int = 0) -> Rate:
    return Rate(day=DAY + timedelta(later), met=met, looked_at=looked_at)


@pytest.mark.parametrize(
    ("then", "now", "course"),
    [
        (rate(40, 100), rate(30, 100, 1), Course.FALLEN),
        # 38 of 102 may have become 37 of 98: that is no fall.
        (rate(40, 100), rate(35, 100, 1), Course.NOT_FALLEN),
        (rate(40, 100), rate(50, 100, 1), Course.NOT_FALLEN),
        (rate(40, 100), rate(40, 200, 1), Course.FALLEN),
        (rate(40, 100), rate(0, 100, 1), Course.FALLEN),
        (rate(5, 100), rate(0, 70, 1), Course.NOT_FALLEN),
        (rate(40, 100), rate(10, 100), Course.TOO_SOON),
        (rate(40, 100), rate(None, 100, 1), Course.NOT_TOLD),
        (rate(40, 0), rate(10, 100, 1), Course.NOT_TOLD),
    ],
)
def test_a_barrier_fell_where_it_surely_did(then: Rate, now: Rate, course: Course) -> None:
    assert course_of(then, now) is course


def test_what_was_never_measured_is_not_told() -> None:
    assert course_of(None, rate(40, 100)) is Course.NOT_TOLD
    assert course_of(rate(40, 100), None) is Course.NOT_TOLD


def test_a_share_is_told_only_where_both_numbers_are() -> None:
    assert rate(40, 100).percent == 40
    assert [rate(*pair).percent for pair in ((0, 100), (None, 100), (5, None), (0, 0))] == [
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("barrier", list(Barrier))
def test_every_barrier_has_signs_and_somebody_in_charge(barrier: Barrier) -> None:
    assert SIGNS[barrier]
    assert bodies_of(barrier)


def test_bodies_have_names_in_three_languages() -> None:
    for body in list_bodies():
        assert len({body.name(language) for language in ("en", "ar", "ckb")}) == 3
