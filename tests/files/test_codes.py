"""Closed lists in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.files import codes, education
from wasl.files.codes import Country, Language, Sector
from wasl.files.errors import CellError


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("sex", "أنثى", "female"),
        ("sex", "انثي", "female"),
        ("sex", "مێ", "female"),
        ("sex", "F", "female"),
        ("sex", "Male / ذكر", "male"),
        ("marital_status", "أعزب/باكر", "single"),
        ("marital_status", "خێزاندار", "married"),
        ("marital_status", "متزوّجة", "married"),
        ("marital_status", "Widow", "widowed"),
        ("category", "عائدة قسرياً", "abroad_forced"),
        ("category", "involuntary return", "abroad_forced"),
        ("category", "Voluntary Return", "abroad_voluntary"),
        ("category", "ئاوارەی گەڕاوە", "idp_returnee"),
        ("category", "عمالة مهاجرة", "migrant_worker"),
        ("housing", "بيت أهل", "family"),
        ("housing", "none", "none"),
        ("hours", "دوام جزئي", "part"),
        ("hours", "Full-time", "full"),
        ("register", "MoLSA", "molsa"),
        ("register", "وزارة الهجرة والمهجرين", "momd"),
        ("agency", "وزارة الهجرة والمهجرين", "MoMD"),
        ("agency", "iom", "IOM"),
        ("phone_owner", "زوجها", "family"),
    ],
)
def test_values(field: str, text: str, value: str) -> None:
    assert codes.parse_code(text, field) == value


@pytest.mark.parametrize("text", ["غير محدد؟", "other", "x", "ربما"])
def test_unknown_values_say_what_is_accepted(text: str) -> None:
    with pytest.raises(CellError) as caught:
        codes.parse_code(text, "sex")
    assert caught.value.params == {"accepted": "female, male"}


def test_one_slip_of_the_pen() -> None:
    assert codes.parse_code("maried", "marital_status") == "married"
    assert codes.parse_code("deportted", "category") == "abroad_forced"
    assert codes.parse_code("unvoluntary", "category") == "abroad_forced"
    with pytest.raises(CellError):
        codes.parse_code("marredi", "marital_status")


@pytest.mark.parametrize("text", ["", "-", "n/a", "غير معروف", "نییە", None])
def test_blanks(text: str | None) -> None:
    assert codes.parse_code(text, "sex") is None
    assert codes.parse_yes_no("") is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("نعم", True),
        ("كلا", False),
        ("بەڵێ", True),
        ("نەخێر", False),
        ("Y", True),
        ("no", False),
        ("لا", False),
        ("موافق", True),
        ("غير موافق", False),
        (True, True),
        (1, True),
        ("✓", True),
        ("TRUE", True),
        ("Yes / نعم", True),
        ("لا يوجد", False),
    ],
)
def test_yes_and_no(text: str | bool | int, answer: bool) -> None:
    assert codes.parse_yes_no(text) is answer


@pytest.mark.parametrize("text", ["ربما", "yes/no", "نعم / كلا", "2"])
def test_neither_yes_nor_no(text: str) -> None:
    with pytest.raises(CellError):
        codes.parse_yes_no(text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("0", 0),
        (6, 6),
        (5.0, 5),
        ("٣", 3),
        ("ISCED 4", 4),
        ("secondary", 3),
        ("دبلوم", 5),
        ("بكلوريوس", 6),
        ("بكالوريوس هندسة", 6),
        ("يقرأ ويكتب", 0),
        ("متوسطة", 2),
        ("إعدادية صناعة", 4),
        ("ماجستير", 7),
        ("دكتوراه", 8),
        ("ئامادەیی", 3),
        ("پەیمانگا", 5),
        ("Bachelor's degree", 6),
        ("دبلوم عالي", 7),
        ("بدون", 0),
        ("خريجة معهد", 5),
    ],
)
def test_education(text: str | float, level: int | None) -> None:
    if level is None:
        with pytest.raises(CellError):
            education.parse_education(text)
    else:
        assert education.parse_education(text) == level


def test_education_beyond_the_scale() -> None:
    for cell in (9, -1, 2.5, "شهادة خاصة جداً"):
        with pytest.raises(CellError):
            education.parse_education(cell)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("German:B2", [("de", "B2")]),
        ("العربية:لغة الأم; Deutsch: b1", [("ar", "native"), ("de", "B1")]),
        ("German (B2), الألمانية A1", [("de", "B2")]),
        ("الألمانية B1", [("de", "B1")]),
        ("الإنكليزية جيد جداً", [("en", "B2")]),
        ("جيد انكليزي", [("en", "B1")]),
        ("English - fluent", [("en", "C1")]),
        (
            "کوردی: زمانی دایک، ئەڵمانی: B1، ئینگلیزی: باش",
            [("ku", "native"), ("de", "B1"), ("en", "B1")],
        ),
        ("English:B2/German:A1", [("en", "B2"), ("de", "A1")]),
        ("English: B1/B2", [("en", "B1")]),
        ("Kurdish (Sorani)", [("ckb", None)]),
        ("عربي، كردي", [("ar", None), ("ku", None)]),
        ("en:C1+", [("en", "C1")]),
        ("عربي وانكليزي", [("ar", None), ("en", None)]),
        ("Klingon:B1", [("Klingon", "B1")]),
        ("Klingon", [("Klingon", None)]),
        ("Arabic:", [("ar", None)]),
    ],
)
def test_languages(text: str, found: list[tuple[str, str | None]]) -> None:
    assert codes.parse_languages(text) == tuple(Language(*pair) for pair in found)


@pytest.mark.parametrize("text", ["الإنكليزية:Z9", "English:B3", "German (superb)", "English Z1"])
def test_levels_that_do_not_exist(text: str) -> None:
    with pytest.raises(CellError) as caught:
        codes.parse_languages(text)
    assert caught.value.code == "unknown_level"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("إجازة سوق خصوصي", ["driving_private"]),
        ("خصوصي; عمومي", ["driving_private", "driving_public"]),
        ("خصوصي وعمومي", ["driving_private", "driving_public"]),
        ("private driving licence، Engineers Union ID", ["driving_private", "engineer_union"]),
        ("driving licence (private)", ["driving_private"]),
        ("public (taxi) driving licence", ["driving_public"]),
        ("إجازة سوق حمل", ["driving_truck"]),
        ("مۆڵەتی شۆفێری بارهەڵگر", ["driving_truck"]),
        ("Führerschein C", ["driving_truck"]),
        ("Category B", ["driving_private"]),
        ("رخصة حراسة", ["رخصة حراسة"]),
        ("driving licence (expired)", ["driving licence (expired)"]),
    ],
)
def test_licences(text: str, found: list[str]) -> None:
    assert codes.parse_licences(text) == tuple(found)


def test_no_licences_is_a_blank() -> None:
    for text in ("لا يوجد", "No", "none", "-"):
        assert codes.parse_licences(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ألمانيا", "DE"),
        ("المانيا", "DE"),
        ("UAE", "AE"),
        ("UK", "GB"),
        ("السويد", "SE"),
        ("دانیمارک", "DK"),
        ("TR", "TR"),
        ("tr", "TR"),
        ("Germany (Berlin)", "DE"),
        ("ألمانيا / برلين", "DE"),
        ("Österreich", "AT"),
        ("عُمان", "OM"),
        ("العراق", "IQ"),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert codes.parse_country(text) == Country(code)


def test_an_unknown_country_stays_in_words() -> None:
    assert codes.parse_country("جزيرة الواق واق") == Country(None, "جزيرة الواق واق")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("85", "85"),
        ("1", "01"),
        (1, "01"),
        ("F", "F"),
        ("Construction", "F"),
        ("التعليم", "85"),
        ("کشتوکاڵ", "A"),
        ("6201", "62"),
        ("Underwater basket weaving", None),
    ],
)
def test_sectors(text: str | int, code: str | None) -> None:
    assert codes.parse_sector(text) == Sector(code, str(text))


def test_lists_of_codes_in_their_own_order() -> None:
    assert codes.parse_codes("دعم عيني\nعمل\nدورة تدريبية", "kind") == (
        "job",
        "training",
        "in_kind",
    )
    assert codes.parse_codes("صحة / دعم نفسي", "need") == ("health", "psychosocial")
    assert codes.parse_codes("debt, no documents", "vulnerability") == ("debt", "no_documents")
    assert codes.parse_kinds("any") == (
        "job",
        "internship",
        "training",
        "mentoring",
        "in_kind",
        "finance",
    )
    with pytest.raises(CellError):
        codes.parse_codes("سكن; سيارة", "need")


@given(st.text())
def test_nothing_crashes(text: str) -> None:
    for parse in (
        codes.parse_languages,
        codes.parse_licences,
        codes.parse_country,
        codes.parse_sector,
        education.parse_education,
        codes.parse_yes_no,
        codes.parse_kinds,
        lambda cell: codes.parse_code(cell, "category"),
    ):
        try:
            parse(text)
        except CellError:
            continue


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("B, C", ("driving_private", "driving_truck")),
        ("نعم", ("driving_private",)),
        ("لا توجد رخصة", None),
        ("شاحنات وعمومي", ("driving_truck", "driving_public")),
    ],
)
def test_licences_by_class_and_by_a_yes(text: str, licences: tuple[str, ...] | None) -> None:
    assert codes.parse_licences(text) == licences


@pytest.mark.parametrize(
    ("text", "answer"),
    [("لم يوافق", False), ("تمت الموافقة", True), ("x", True), ("❌", False), ("withdrawn", False)],
)
def test_answers_in_other_words(text: str, answer: bool) -> None:
    assert codes.parse_yes_no(text) is answer
