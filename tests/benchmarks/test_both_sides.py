"""The measure of halves and of the lists of opportunities, on pairs reckoned by hand."""

from pathlib import Path

import pytest

from benchmarks.both_sides import gain, half_of, ndcg, read_grades, read_lists

RELEVANCE = """person,opportunity,grade,eligible,failed
p1,baker,3,yes,
p1,cook,2,yes,
p1,guard,3,no,hours
p2,baker,1,yes,
p2,cook,0,yes,
"""
MATCHES = """returnee,opportunity,rank,score,eligible
p1,cook,1,0.9,yes
p1,baker,2,0.8,yes
p1,guard,3,0.7,no
p2,baker,1,0.95,yes
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    relevance, matches = tmp_path / "relevance.csv", tmp_path / "matches.csv"
    relevance.write_text(RELEVANCE, encoding="utf-8")
    matches.write_text(MATCHES, encoding="utf-8")
    return relevance, matches


def test_gain_counts_what_comes_first_most() -> None:
    assert gain([3, 0]) == 7.0
    assert gain([0, 3]) == pytest.approx(7.0 / 1.584963)
    assert gain([0] * 10 + [3]) == 0.0


def test_both_sides_are_judged_on_pairs_that_meet_every_requirement(
    files: tuple[Path, Path],
) -> None:
    grades, lists = read_grades(files[0]), read_lists(files[1])
    people, offers = (ndcg(*side) for side in zip(grades, lists, strict=True))
    assert people == {"p1": pytest.approx((3 + 7 / 1.584963) / (7 + 3 / 1.584963))}
    assert lists[1]["baker"] == ["p2", "p1"]
    assert offers == {
        "baker": pytest.approx((1 + 7 / 1.584963) / (7 + 1 / 1.584963)),
        "cook": 1.0,
    }


def test_halves_are_about_even_and_always_the_same() -> None:
    halves = [half_of(f"case:{number}") for number in range(1000)]
    assert halves == [half_of(f"case:{number}") for number in range(1000)]
    assert 400 < sum(halves) < 600
