"""Dates in all the ways they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files.cells import Cell
from wasl.files.dates import PartialDate, parse_birth, parse_date
from wasl.files.errors import CellError

TODAY = date(2026, 11, 22)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
MARCH = date(2024, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05",
        "5/3/2024",
        "05.03.2024",
        "05-03-2024",
        "5 / 3 / 2024",
        "٥/٣/٢٠٢٤",
        "۲۰۲۴/۳/۵",
        "2024/03/05",
        "5/3/24",
        "20240305",
        "05032024",
        "45356",
        45356,
        45356.0,
        45356.75,
        date(2024, 3, 5),
        "2024-03-05T00:00:00",
        "2024-03-05 10:30:00",
        "5/3/2024 10:30",
        "5 آذار 2024",
        "٥ آذار ٢٠٢٤",
        "5 مارس 2024",
        "5-Mar-24",
        "5 March 2024",
        "March 5, 2024",
        "5th of March 2024",
        "Tuesday, 5 March 2024",
        "الثلاثاء، 5 آذار 2024",
        "5ی ئازاری 2024",
        "5 ئازار 2024",
        "بتاريخ 5/3/2024",
        "5/3/2024م",
    ],
)
def test_one_day(cell: Cell) -> None:
    assert parse_date(cell, TODAY) == PartialDate(2024, MARCH)


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("كانون الثاني", 1),
        ("شباط", 2),
        ("نيسان", 4),
        ("أيار", 5),
        ("حزيران", 6),
        ("تموز", 7),
        ("آب", 8),
        ("أيلول", 9),
        ("تشرين الأول", 10),
        ("تشرين الثاني", 11),
        ("كانون الأول", 12),
        ("شوبات", 2),
        ("کانوونی دووەم", 1),
        ("تشرینی یەکەم", 10),
        ("حوزەیران", 6),
    ],
)
def test_months_of_iraq(month: str, number: int) -> None:
    assert parse_date(f"7 {month} 2023", TODAY) == PartialDate(2023, date(2023, number, 7))


@pytest.mark.parametrize("cell", ["1995", "١٩٩٥", 1995, 1995.0, "1995.0"])
def test_a_year_alone(cell: Cell) -> None:
    found = parse_date(cell, TODAY)
    assert found == PartialDate(1995)
    assert found.first_day() == date(1995, 1, 1)
    assert str(found) == "1995"


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "—", "n/a", "لا يوجد", "نەزانراو"])
def test_blanks(cell: Cell) -> None:
    assert parse_date(cell, TODAY) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("٣١/٠٢/١٩٩٠", "no_such_day"),
        ("3/25/2024", "no_such_day"),  # the month comes second
        ("0/1/2024", "no_such_day"),
        ("soon", "bad_date"),
        ("بعد العيد", "bad_date"),
        ("12", "bad_date"),
        (True, "bad_date"),
        (123456789, "bad_date"),
        ("1/1/3024", "bad_date"),
    ],
)
def test_what_is_no_date(cell: Cell, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(cell, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("5/6/2035", "future_date"), ("2027", "future_date"), ("1915", "too_old")],
)
def test_births_that_cannot_be(cell: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_birth(cell, TODAY)
    assert caught.value.code == code


def test_years_of_two_digits() -> None:
    assert parse_birth("5/3/85", TODAY) == PartialDate(1985, date(1985, 3, 5))
    assert parse_date("5/3/27", TODAY) == PartialDate(2027, date(2027, 3, 5))


@given(st.dates(date(1930, 1, 1), date(2090, 12, 31)), st.sampled_from("/.-"))
def test_what_is_written_is_read(day: date, mark: str) -> None:
    whole = PartialDate(day.year, day)
    for text in (day.isoformat(), f"{day.day}{mark}{day.month}{mark}{day.year}"):
        assert parse_date(text, TODAY) == whole
        assert parse_date(text.translate(ARABIC), TODAY) == whole
        assert parse_date(text.translate(PERSIAN), TODAY) == whole
    assert parse_date((day - date(1899, 12, 30)).days, TODAY) == whole


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans()))
def test_nothing_crashes(cell: Cell) -> None:
    try:
        parse_date(cell, TODAY)
    except CellError:
        return


@pytest.mark.parametrize(
    "text", ["سنة 1988", "مواليد ١٩٨٨", "ساڵی 1988", "c. 1988", "~1988", "1988?", "00/00/1988"]
)
def test_a_year_among_words(text: str) -> None:
    assert str(parse_date(text, TODAY)) == "1988"


@pytest.mark.parametrize(
    "text",
    ["15-ك2-2024", "15 ك2 2024", "2024 كانون الثاني 15", "2024-Jan-15", "January 15th, 2024"],
)
def test_months_in_short_and_years_first(text: str) -> None:
    assert str(parse_date(text, TODAY)) == "2024-01-15"


@pytest.mark.parametrize("text", ["immediately", "فوراً", "لم يحدد", "ئێستا"])
def test_dates_that_are_left_open(text: str) -> None:
    assert parse_date(text, TODAY) is None
