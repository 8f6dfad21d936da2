"""Work history however it is punctuated."""

import pytest

from wasl.files.codes import Country
from wasl.files.errors import CellError
from wasl.files.experience import Experience, parse_experience

WELDER = Experience("Welder", 6, Country("DE"))


@pytest.mark.parametrize(
    "text",
    [
        "Welder | 6 | DE",
        "Welder | Germany | 6 years",
        "Welder (6 years, Germany)",
        "Welder (Germany, 6 yrs)",
        "Welder (6y, DE)",
        "Welder, Germany, 6 years",
        "Welder / 6 / DE",
        "Welder; 6; DE",
        "Welder 6 years, Germany",
        "Welder | 2015-2021 | DE",
    ],
)
def test_one_entry(text: str) -> None:
    assert parse_experience(text) == (WELDER,)


@pytest.mark.parametrize(
    "text",
    [
        "Welder (6 years, Germany), Driver (3 years, Iraq)",
        "Welder, 6 years, Germany, Driver, 3 years, Iraq",
        "1) Welder | 6 | DE 2) Driver | 3 | IQ",
        "Welder - 6 years - Germany\nDriver - 3 years - Iraq",
    ],
)
def test_two_entries(text: str) -> None:
    assert parse_experience(text) == (WELDER, Experience("Driver", 3, Country("IQ")))


def test_titles_with_brackets_and_commas_stay_whole() -> None:
    assert parse_experience("Accountant (private firm), 6 years, DE") == (
        Experience("Accountant (private firm)", 6, Country("DE")),
    )
    assert parse_experience("Welder, Driver") == (Experience("Welder"), Experience("Driver"))


@pytest.mark.parametrize("text", ["no experience", "بدون خبرة", "-", "بێ ئەزموون"])
def test_none(text: str) -> None:
    assert parse_experience(text) is None


def test_years_that_are_no_number() -> None:
    with pytest.raises(CellError) as caught:
        parse_experience("Welder | many | DE")
    assert caught.value.code == "experience_years"
