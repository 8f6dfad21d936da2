"""Which separators separate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files.lists import list_items


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("a; b; c", ["a", "b", "c"]),
        ("لحام؛ كهرباء", ["لحام", "كهرباء"]),
        ("لحام، كهرباء، نجارة", ["لحام", "كهرباء", "نجارة"]),
        ("welding, wiring", ["welding", "wiring"]),
        ("welding\nwiring\n", ["welding", "wiring"]),
        ("welding / wiring", ["welding", "wiring"]),
        ("نجارة/حدادة", ["نجارة", "حدادة"]),
        ("- welding\n- wiring", ["welding", "wiring"]),
        ("1. welding\n2. wiring", ["welding", "wiring"]),
        ("• welding • wiring", ["welding", "wiring"]),
        ("tools (saw, drill); welding", ["tools (saw, drill)", "welding"]),
        ("tools (saw, drill), welding", ["tools (saw, drill)", "welding"]),
        ("Word, Excel; typing", ["Word, Excel", "typing"]),
        ("A/C repair", ["A/C repair"]),
        ("2026/40000", ["2026/40000"]),
        ("معلم/ة", ["معلم/ة"]),
        ("موظف/موظفة", ["موظف/موظفة"]),
        ("1,000 bricks a day", ["1,000 bricks a day"]),
        ("welding; Welding; ", ["welding"]),
        (["a, b", "c"], ["a, b", "c"]),
        ("", []),
        (" ;; ", []),
    ],
)
def test_items(cell: str | list[str], items: list[str]) -> None:
    assert list_items(cell) == items


@given(st.lists(st.text("abcدرس ", min_size=1).filter(str.strip), max_size=6))
def test_canonical_lists_come_back(items: list[str]) -> None:
    once = list_items("; ".join(items))
    assert list_items("; ".join(once)) == once


@given(st.text())
def test_nothing_crashes(text: str) -> None:
    assert all(item.strip() for item in list_items(text))


@pytest.mark.parametrize(
    "text",
    ["1- welding 2- sewing 3- baking", "welding - sewing - baking", "welding | sewing | baking"],
)
def test_weak_separators(text: str) -> None:
    assert list_items(text) == ["welding", "sewing", "baking"]


def test_a_dash_between_two_is_kept() -> None:
    assert list_items("sales - retail") == ["sales - retail"]
