"""Numbers, counts and amounts in all the ways they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files.cells import Cell
from wasl.files.errors import CellError
from wasl.files.header_words import header_scale
from wasl.files.numbers import parse_count, parse_money, parse_money_range, parse_number

ARABIC = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")


@pytest.mark.parametrize(
    "cell",
    [
        750_000,
        750_000.0,
        "750000",
        "750,000",
        "750.000",
        "750 000",
        "٧٥٠٬٠٠٠",
        "٧٥٠,٠٠٠",
        "۷۵۰۰۰۰",
        "750 الف",
        "750 ألف دينار",
        "٧٥٠ ألف دينار عراقي شهرياً",
        "750k",
        "750 thousand IQD",
        "750,000 IQD",
        "IQD 750,000 per month",
        "د.ع 750,000",
        "0.75 مليون",
        "٧٥٠ هەزار دینار",
        "approx. 750,000",
    ],
)
def test_one_amount(cell: Cell) -> None:
    assert parse_money(cell) == 750_000


def test_thousands_in_the_header() -> None:
    scale = header_scale("أقل راتب (بالألف دينار)")
    assert scale == 1000
    assert parse_money("750", scale) == 750_000
    assert parse_money(750, scale) == 750_000
    assert parse_money("750,000", scale) == 750_000
    assert header_scale("Minimum wage (thousand IQD)") == 1000
    assert header_scale("Minimum wage (IQD)") == 1


def test_ranges() -> None:
    assert parse_money_range("500,000 - 700,000 IQD") == (500_000, 700_000)
    assert parse_money_range("500-700 الف") == (500_000, 700_000)
    assert parse_money_range("من 500000 الى 700000 دينار") == (500_000, 700_000)
    assert parse_money_range("600000") == (600_000, 600_000)
    assert parse_money_range("-") is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-500000", "negative"),
        ("500000-", "negative"),
        (-5, "negative"),
        ("500$", "wrong_currency"),
        ("500 USD", "wrong_currency"),
        ("500 دولار", "wrong_currency"),
        ("كثير جدا", "not_a_number"),
        ("−500000", "negative"),
        ("(500,000)", "negative"),
        ("12 apples", "not_a_number"),
        (True, "not_a_number"),
        (1e15, "out_of_range"),
    ],
)
def test_what_is_no_amount(cell: Cell, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_money(cell)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("٣", 3),
        (4.0, 4),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("٢٫٥", 2.5),
        ("3 years", 3),
        ("سنتان", 2),
        ("خمس سنوات", 5),
        ("7 ساڵ", 7),
        ("6 months", 0.5),
        ("18 شهر", 1.5),
        ("5+", 5),
        ("1-3", 1),
        ("more than 5 years", 5),
        ("3 أشخاص", 3),
        ("بدون خبرة", 0),
        ("two", 2),
        ("", None),
        ("n/a", None),
    ],
)
def test_counts_and_years(cell: Cell, number: float | None) -> None:
    assert parse_number(cell) == number


@pytest.mark.parametrize("text", ["هواية سنين", "many", "3 قطط", "1 2 3 4 apples"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(CellError):
        parse_number(text)


def test_seats() -> None:
    assert parse_count("١٥ مقعد", 1, 100) == 15
    for cell, code in (("0", "not_positive"), (-3, "not_positive"), (1.5, "not_whole")):
        with pytest.raises(CellError) as caught:
            parse_count(cell, 1, 100)
        assert caught.value.code == code
    with pytest.raises(CellError) as caught:
        parse_count(41, 0, 40)
    assert caught.value.code == "out_of_range"


@given(st.integers(0, 5_000_000_000))
def test_amounts_come_back(amount: int) -> None:
    for text in (str(amount), f"{amount:,}", f"{amount:,}".translate(ARABIC), f"{amount:,} IQD"):
        assert parse_money(text) == amount
    assert parse_money(amount) == amount


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.text("0123456789.,-٠٫٬ الف", max_size=20))
)
def test_nothing_crashes(cell: Cell) -> None:
    for parse in (parse_number, parse_money, lambda c: parse_count(c, 1, 50)):
        try:
            parse(cell)
        except CellError:
            continue


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("مليون", 1_000_000),
        ("مليون ونصف", 1_500_000),
        ("مليون و200 ألف دينار", 1_200_000),
        ("مليونين", 2_000_000),
        ("نصف مليون", 500_000),
        ("سبعمائة وخمسون ألف", 750_000),
        ("یەک ملیۆن و دووسەد هەزار", 1_200_000),
        ("ملیۆنێک", 1_000_000),
        ("one and a half million", 1_500_000),
        ("750.000,00", 750_000),
        ("حسب الاتفاق", None),
        ("negotiable", None),
    ],
)
def test_amounts_in_words(text: str, amount: int | None) -> None:
    assert parse_money(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "600k-750k",
        "between 600,000 and 750,000",
        "بين 600 و750 ألف",
        "600 ألف - 750 ألف",
        "600,000/750,000",
    ],
)
def test_ranges_with_words(text: str) -> None:
    assert parse_money_range(text) == (600_000, 750_000)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("سنتان ونصف", 2.5),
        ("2½", 2.5),
        ("2 1/2 years", 2.5),
        ("two and a half years", 2.5),
        ("خبرة لا تقل عن سنتين", 2),
        ("minimum of two years", 2),
        ("ستة أشهر", 0.5),
        ("ثلاثة مقاعد", 3),
        ("دوو ساڵ و نیو", 2.5),
    ],
)
def test_lengths_in_words(text: str, years: float) -> None:
    assert parse_number(text) == years


@pytest.mark.parametrize("text", ["many", "هواية سنين", "no idea", "two apples", "عدة"])
def test_words_that_are_no_number(text: str) -> None:
    with pytest.raises(CellError):
        parse_number(text)
