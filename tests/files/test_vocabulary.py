"""The data files of words: complete, and without contradictions."""

import csv
import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from wasl.files.header_words import FORMATS, header_index
from wasl.files.vocabulary import ENUM_FIELDS, look_up, value_words, word_key

LANGUAGES = ("en", "ar", "ckb")


def rows_of(name: str) -> list[dict[str, str]]:
    text = files("wasl.files").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_no_word_stands_for_two_values() -> None:
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of("values.csv"):
        meanings[row["field"], word_key(row["word"])].add(row["value"])
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}
    assert max(Counter(map(str, rows_of("values.csv"))).values()) == 1


def test_no_header_stands_twice() -> None:
    keys = Counter((row["column"], word_key(row["header"])) for row in rows_of("headers.csv"))
    assert {key: count for key, count in keys.items() if count > 1} == {}


@pytest.mark.parametrize("name", FORMATS)
def test_few_headers_mean_two_columns(name: str) -> None:
    unclear = [key for key, columns in header_index(name).exact.items() if len(columns) > 1]
    assert len(unclear) <= 6  # the values below them decide


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_headers_in_every_language(language: str) -> None:
    counts = Counter(row["column"] for row in rows_of("headers.csv") if row["language"] == language)
    needed = {column for format_ in FORMATS.values() for column in format_.by_name}
    assert {column: counts[column] for column in needed if counts[column] < 5} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_words_in_every_language(language: str) -> None:
    known = {
        (row["field"], row["value"]) for row in rows_of("values.csv") if row["language"] == language
    }
    levels = {("level", f"{letter}{number}") for letter in "ABC" for number in (1, 2)}
    needed = {(field, member.value) for field, members in ENUM_FIELDS.items() for member in members}
    assert needed - known - levels == set()


def test_enum_values_are_known_by_themselves() -> None:
    for field, members in ENUM_FIELDS.items():
        for member in members:
            assert look_up(field, member.value) == member.value
            assert look_up(field, member.value.upper()) == member.value


def test_values_are_values_of_their_field() -> None:
    for field, members in ENUM_FIELDS.items():
        assert set(value_words()[field].values()) == {member.value for member in members}
    assert all(re.fullmatch("[A-Z]{2}", code) for code in value_words()["country"].values())
    assert all(re.fullmatch(r"[A-U]|\d\d", code) for code in value_words()["sector"].values())
    assert set(value_words()["education"].values()) == set("012345678")
    assert set(value_words()["month"].values()) == {str(month) for month in range(1, 13)}
    assert len(set(value_words()["country"].values())) > 240
