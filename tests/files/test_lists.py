"""Which separators separate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files.lists import list_items, tidy_item


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


@pytest.mark.parametrize(
    ("item", "tidy"),
    [
        ("Tal Al-Dhahab Business Services Est.", "Tal Al-Dhahab Business Services Est."),
        ("Saqiyat Al-Khair Telecom Co.,", "Saqiyat Al-Khair Telecom Co."),
        ("- Rafidain L.L.C..", "Rafidain L.L.C."),
        ("شركة الرافدين ش.م.م.", "شركة الرافدين ش.م.م."),
        ("CO.", "CO."),
        ("welding.", "welding"),
        ("disco.", "disco"),
        ("best .", "best"),
        ("لحام.", "لحام"),
        ("tools...", "tools"),
        ("Co;", "Co"),
        ("level 2.", "level 2"),
    ],
)
def test_the_dot_of_an_abbreviation_stays(item: str, tidy: str) -> None:
    assert tidy_item(item) == tidy


def test_names_in_a_list_keep_their_dots() -> None:
    cell = "Al-Noor Trading Co.; Basra Steel Est.; welding."
    assert list_items(cell) == ["Al-Noor Trading Co.", "Basra Steel Est.", "welding"]
    assert list_items("; ".join(list_items(cell))) == list_items(cell)
