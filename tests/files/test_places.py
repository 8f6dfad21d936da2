"""Governorates and districts in three languages and many spellings."""

import pytest

from wasl.files.errors import CellError
from wasl.files.places import (
    District,
    Places,
    Relocation,
    parse_district,
    parse_governorate,
    parse_relocation,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IQ-BG", "IQ-BG"),
        ("iq-bg", "IQ-BG"),
        ("بغــداد", "IQ-BG"),
        ("محافظة بغداد", "IQ-BG"),
        ("Baghdad Governorate", "IQ-BG"),
        ("بغداد / الكرخ", "IQ-BG"),
        ("ذيقار", "IQ-DQ"),
        ("Thi Qar", "IQ-DQ"),
        ("Nineveh", "IQ-NI"),
        ("نينوا", "IQ-NI"),
        ("نەینەوا", "IQ-NI"),
        ("Dohuk", "IQ-DA"),
        ("دهۆک", "IQ-DA"),
        ("پارێزگای هەولێر", "IQ-AR"),
        ("الانبار", "IQ-AN"),
        ("Salahaddin", "IQ-SD"),
        ("صلاح الدين", "IQ-SD"),
        ("السماوة", "IQ-MU"),
        ("كربلاء المقدسة", "IQ-KA"),
        ("النجف الأشرف", "IQ-NA"),
        ("Sulaymania", "IQ-SU"),
        ("هەڵەبجە", "IQ-XHA"),
    ],
)
def test_governorates(places: Places, text: str, code: str) -> None:
    assert parse_governorate(text, places) == code


@pytest.mark.parametrize("text", ["ولاية غازي عنتاب", "Gaziantep", "طهران", "IQ-ZZ", "Berlin"])
def test_elsewhere_is_refused(places: Places, text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_governorate(text, places)
    assert caught.value.code == "not_in_iraq"


@pytest.mark.parametrize(
    ("governorate", "text", "code"),
    [
        ("IQ-BG", "أبو غريب", "IQ-BG.abu_ghraib"),
        ("IQ-BG", "قضاء الكرخ", "IQ-BG.karkh"),
        ("IQ-AR", "ناوەندی هەولێر", "IQ-AR.erbil"),
        ("IQ-AR", "Erbil Centre", "IQ-AR.erbil"),
        ("IQ-NI", "Akre", "IQ-DA.akre"),  # disputed between two governorates
        ("IQ-XHA", "سەیدسادق", "IQ-SU.said_sadiq"),
        ("IQ-QA", "الحمزة", "IQ-QA.hamza"),
        ("IQ-BB", "الحمزة", "IQ-BB.hamza_gharbi"),
        (None, "Zakho", "IQ-DA.zakho"),
        ("IQ-BA", "الكرخ", None),  # another end of the country
        ("IQ-BG", "حي الأطباء", None),
        (None, "الحمزة", None),
    ],
)
def test_districts(places: Places, governorate: str | None, text: str, code: str | None) -> None:
    expected = District(code) if code else District(None, text)
    assert parse_district(text, governorate, places) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("any", Relocation(anywhere=True)),
        ("أي محافظة", Relocation(anywhere=True)),
        ("هەر پارێزگایەک", Relocation(anywhere=True)),
        ("no", Relocation()),
        ("لا يرغب", Relocation()),
        ("ديالى; حلبجة; IQ-AR", Relocation(False, ("IQ-AR", "IQ-DI", "IQ-XHA"))),
        ("Basra / Najaf", Relocation(False, ("IQ-BA", "IQ-NA"))),
        ("Basra and Najaf", Relocation(False, ("IQ-BA", "IQ-NA"))),
        ("البصرة والنجف", Relocation(False, ("IQ-BA", "IQ-NA"))),
        ("إقليم كردستان", Relocation(False, ("IQ-AR", "IQ-DA", "IQ-SU", "IQ-XHA"))),
        ("", None),
    ],
)
def test_relocation(places: Places, text: str, found: Relocation | None) -> None:
    assert parse_relocation(text, places) == found


def test_relocation_out_of_iraq(places: Places) -> None:
    with pytest.raises(CellError):
        parse_relocation("بغداد; اسطنبول", places)


@pytest.mark.parametrize(
    "text",
    [
        "نعم: بغداد، أربيل",
        "Yes (Baghdad, Erbil)",
        "Baghdad, Erbil only",
        "بغداد أو أربيل",
        "بغداد-أربيل",
        "محافظتي بغداد وأربيل",
    ],
)
def test_moves_to_places_among_words(text: str, places: Places) -> None:
    assert parse_relocation(text, places) == Relocation(governorates=("IQ-AR", "IQ-BG"))
