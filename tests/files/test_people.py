"""Phones, cards, experience and certificates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files import experience, people
from wasl.files.codes import Country
from wasl.files.errors import CellError
from wasl.files.experience import Experience
from wasl.files.people import Certificate


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("07527073408", "+9647527073408"),
        (7527073408.0, "+9647527073408"),
        (7527073408, "+9647527073408"),
        ("٠٧٥٢٧٠٧٣٤٠٨", "+9647527073408"),
        ("+964 752 707 3408", "+9647527073408"),
        ("009647527073408", "+9647527073408"),
        ("9647527073408", "+9647527073408"),
        ("9647527073408+", "+9647527073408"),
        ("0752-707-3408 / 07701234567", "+9647527073408"),
        ("+49 151 23456789", "+4915123456789"),
        ("12345", "12345"),
        ("لا يوجد", None),
        ("", None),
    ],
)
def test_phones(cell: str | float, number: str | None) -> None:
    assert people.parse_phone(cell) == number


def test_national_cards() -> None:
    assert people.parse_national_id("١٩٩٥٩٢٣٧٦٢٧١") == "199592376271"
    assert people.parse_national_id(199592376271.0) == "199592376271"
    assert people.parse_national_id("1995-9237-6271") == "199592376271"
    for cell in ("19870012345", "1995923762711", "A19959237627"):
        with pytest.raises(CellError) as caught:
            people.parse_national_id(cell)
        assert caught.value.code == "wrong_length"


def test_email() -> None:
    assert people.parse_email(" Ali@Example.ORG ") == "ali@example.org"
    assert people.parse_email("لا يوجد") is None
    for text in ("ali", "ali@", "a b@c", "@x.org"):
        with pytest.raises(CellError):
            people.parse_email(text)


DE, IQ = Country("DE"), Country("IQ")


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Welder | 6 | DE; سائق شاحنة | ٣ | IQ", [("Welder", 6, DE), ("سائق شاحنة", 3, IQ)]),
        ("لحام | ٢ | ألمانيا؛ سائق | سنة | العراق", [("لحام", 2, DE), ("سائق", 1, IQ)]),
        ("Welder | 6 | DE\nDriver | 3 | IQ", [("Welder", 6, DE), ("Driver", 3, IQ)]),
        ("Welder ｜ 6 ｜ DE", [("Welder", 6, DE)]),
        ("لحام | 3 | ألمانيا، سائق | 2 | العراق", [("لحام", 3, DE), ("سائق", 2, IQ)]),
        ("Welder - 6 - DE", [("Welder", 6, DE)]),
        ("Welder – 6 years – Germany", [("Welder", 6, DE)]),
        ("Welder (6 years, Germany)", [("Welder", 6, DE)]),
        ("لحام 3 سنوات في ألمانيا", [("لحام", 3, DE)]),
        ("Welder, 6 years", [("Welder", 6, None)]),
        ("Welder |  | DE", [("Welder", None, DE)]),
        ("Welder | DE", [("Welder", None, DE)]),
        ("Welder | 6", [("Welder", 6, None)]),
        ("Welder | 18 months | IQ", [("Welder", 1.5, IQ)]),
        ("خياطة، طبخ", [("خياطة", None, None), ("طبخ", None, None)]),
        ("عامل بناء", [("عامل بناء", None, None)]),
        ("HVAC fitter, heating / cooling | 2 | IQ", [("HVAC fitter, heating / cooling", 2, IQ)]),
        ("Welder | 6 | Atlantis", [("Welder", 6, Country(None, "Atlantis"))]),
    ],
)
def test_experience(text: str, entries: list[tuple[str, float | None, Country | None]]) -> None:
    assert experience.parse_experience(text) == tuple(Experience(*entry) for entry in entries)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("| 3 | DE", "experience_title"),
        ("Welder | many | DE", "experience_years"),
        ("Welder | 99 | DE", "out_of_range"),
    ],
)
def test_experience_that_cannot_be_read(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        experience.parse_experience(text)
    assert caught.value.code == code


def test_certificates() -> None:
    text = "شهادة لحام (recognised); Forklift (not recognised)؛ دورة (معترف بها); First aid (2019)"
    assert people.parse_certificates(text) == (
        Certificate("شهادة لحام", True),
        Certificate("Forklift", False),
        Certificate("دورة", True),
        Certificate("First aid (2019)"),
    )


def test_names_lose_marks_but_not_letters() -> None:
    assert people.parse_name("  أحمـــد\u200f  علي ", 300) == "أحمد علي"
    assert people.parse_name("ﻋﻠﻲ", 300) == "علي"  # letters in the shapes of old programs
    with pytest.raises(CellError):
        people.parse_name("x" * 301, 300)


def test_keys_have_plain_digits() -> None:
    assert people.parse_key("٢٠٢٦/٤٠٠٠٠", 120) == "2026/40000"
    assert people.parse_key(40000.0, 120) == "40000"


@given(st.text(), st.text("|;،, -0123456789abcسنوات"))
def test_nothing_crashes(some: str, shaped: str) -> None:
    for text in (some, shaped):
        for parse in (
            people.parse_phone,
            people.parse_email,
            people.parse_national_id,
            experience.parse_experience,
            people.parse_certificates,
            people.parse_phrases,
        ):
            try:
                parse(text)
            except CellError:
                continue
