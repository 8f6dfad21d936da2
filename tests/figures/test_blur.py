"""Noise on counts: small, the same for the same people, and enough to hide one of them."""

import numpy as np

from wasl.figures.blur import Blur
from wasl.figures.reader import FEW, rounded

SECRETS = [f"{number:016x}" for number in range(1, 400)]
SEVEN = np.arange(100, 107)
EIGHT = np.append(SEVEN, 5)


def shown(secret: str | None, people: np.ndarray) -> int:
    count = len(people) if secret is None else Blur(secret).count(people)
    return rounded(count)


def test_noise_is_one_at_most_and_nobody_is_nobody() -> None:
    blur = Blur(SECRETS[0])
    assert blur.count(np.array([], np.int64)) == 0
    for size in range(1, 60):
        assert abs(blur.count(np.arange(size)) - size) <= 1


def test_the_same_people_give_the_same_count_in_any_order() -> None:
    blur = Blur(SECRETS[0])
    assert len({blur.count(np.roll(EIGHT, turn)) for turn in range(8)}) == 1
    assert len({Blur(secret).count(EIGHT) for secret in SECRETS}) == 3


def test_counts_are_right_on_average() -> None:
    mean = np.mean([Blur(secret).count(EIGHT) for secret in SECRETS])
    assert abs(mean - len(EIGHT)) < 0.15


def test_a_number_that_jumps_does_not_tell_that_somebody_is_there() -> None:
    """Seven people and one more: each answer is given with that person and without."""
    for answer in (5, 10):
        assert any(shown(secret, SEVEN) == answer for secret in SECRETS)
        assert any(shown(secret, EIGHT) == answer for secret in SECRETS)
    same = sum(shown(secret, SEVEN) == shown(secret, EIGHT) for secret in SECRETS)
    assert len(SECRETS) * 0.2 < same < len(SECRETS) * 0.8


def test_without_noise_it_would() -> None:
    """The twin: at the right size a rounded number alone gives somebody away."""
    assert (shown(None, SEVEN), shown(None, EIGHT)) == (5, 10)
    assert rounded(FEW) == FEW


def test_a_number_of_a_record_is_off_by_one_at_most_and_always_the_same() -> None:
    blurs = [Blur(secret) for secret in SECRETS]
    assert all(blur.number(0, 7) == 0 for blur in blurs)
    assert {blur.number(7, 3) for blur in blurs} == {6, 7, 8}
    assert blurs[0].number(7, 3) == Blur(SECRETS[0]).number(7, 3)
    assert len({tuple(blur.number(7, whose) for blur in blurs) for whose in range(3)}) == 3
