"""Levels of education with words around them."""

import pytest

from wasl.files.education import parse_education, parse_required_education
from wasl.files.errors import CellError


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Secondary or higher", 3),
        ("لا يقل عن الإعدادية", 3),
        ("إعدادية فما فوق", 3),
        ("ئامادەیی بەرەو ژوور", 3),
        ("At least a diploma", 5),
        ("BSc Computer Science", 6),
        ("بكالوريوس هندسة مدنية", 6),
        ("ماجستير إدارة أعمال", 7),
        ("دبلوم محاسبة", 5),
        ("3 - Upper secondary", 3),
        ("Primary school teacher", None),
        ("University student", None),
        ("شهادة خاصة جداً", None),
        ("بكالوريوس غير مكتمل", None),
        ("3 - PhD", None),
    ],
)
def test_levels_among_words(text: str, level: int | None) -> None:
    if level is None:
        with pytest.raises(CellError):
            parse_education(text)
    else:
        assert parse_education(text) == level


@pytest.mark.parametrize("text", ["any", "غير محدد", "Not specified", "گرنگ نییە"])
def test_employers_who_ask_for_none(text: str) -> None:
    assert parse_required_education(text) is None
