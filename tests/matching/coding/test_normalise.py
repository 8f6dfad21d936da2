"""Spelling variants become equal; different words stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.coding.keys import core_key, exact_key
from matching.coding.normalise import fold, is_arabic_script, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("مدرسة", "مدرسه"),
        ("مصطفى", "مصطفي"),
        ("سائق", "سايق"),
        ("فَنِّيّ", "فني"),
        ("ســائق", "سائق"),
        ("کارەباچی", "كارهباچي"),
        ("هەولێر", "ھەولێر"),
        ("نانەوا\u200cخانە", "نانەواخانە"),
        ("١٢٣", "123"),
        ("۴۵۶", "456"),
        ("Bäcker", "BACKER"),
        ("Rørlægger", "rorlaegger"),
        ("Straße", "strasse"),
        ("İşçi", "isci"),
        ("ﻻ", "لا"),
    ],
)
def test_spelling_variants_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فني تكييف", "تكييف"),
        ("أسطة لحام", "اللحام"),
        ("أشتغل بالسباكة", "سباكة"),
        ("أبو السبالت", "سبالت"),
        ("معلمة رياضة", "معلم الرياضة"),
        ("وەستای کاشی", "کاشی"),
        ("Elektriker (m/w/d)", "elektriker"),
        ("Bäcker/in", "Bäcker"),
        ("welding technician", "welding"),
        ("Internship: welding", "welding"),
        ("دورة تدريبية: لحام", "لحام"),
    ],
)
def test_generic_words_articles_and_gender_do_not_count(one: str, other: str) -> None:
    assert core_key(one) == core_key(other)


def test_a_wording_of_generic_words_only_keeps_them() -> None:
    assert core_key("عامل") == core_key("عاملة") != ""


def test_word_order_does_not_count_but_words_do() -> None:
    assert core_key("سائق شاحنة") == core_key("شاحنة سائق")
    assert core_key("سائق شاحنة") != core_key("سائق تكسي")
    assert exact_key("سائق شاحنة") != exact_key("شاحنة سائق")


def test_punctuation_and_marks_of_gender_are_no_words() -> None:
    assert words("Tischler:in / Schreiner*in") == ("tischler", "schreiner")


def test_script() -> None:
    assert is_arabic_script("کارەباچی 2")
    assert not is_arabic_script("electrician")
