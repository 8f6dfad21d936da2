"""Whatever can be wrong with a file or a row has a text with what to do, in every language."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import wasl.files
from wasl.app import create_app
from wasl.config import LANGUAGES, Settings
from wasl.files.codes import accepted
from wasl.files.detect import _SIGNATURES
from wasl.files.errors import FileError, Problem
from wasl.files.messages import FILE_MESSAGES, ROW_MESSAGES
from wasl.ui.import_messages import (
    ACCEPTED_LISTS,
    FOUND,
    TODO,
    file_trouble,
    row_reason,
    trouble_of,
)
from wasl.ui.posting_problems import POSTING_PROBLEMS

SOURCES = [
    *Path(wasl.files.__file__).parent.glob("*.py"),
    *(Path(wasl.files.__file__).parent.parent / "operations").rglob("*.py"),
]
VALUE = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The application, for its languages."""
    return create_app(Settings(data_dir=tmp_path, secret_key="test"))


def raised(name: str) -> set[str]:
    """Return the codes that the code raises an error with, by reading it."""
    codes = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == name
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                codes.add(str(node.args[0].value))
    return codes


def test_every_code_of_a_file_error_has_a_text_and_an_advice() -> None:
    assert raised("FileError") <= set(FILE_MESSAGES)
    assert set(TODO) == set(FILE_MESSAGES)


def test_every_reason_of_a_row_has_a_text() -> None:
    assert raised("CellError") <= {*ROW_MESSAGES, *POSTING_PROBLEMS}


def test_what_was_found_instead_of_a_table_is_said_in_words() -> None:
    found = set()
    for path in SOURCES:
        found |= set(re.findall(r'found="([^"]+)"', path.read_text("utf-8")))
    found |= {name for _, name in _SIGNATURES}
    found = {name for name in found if any(map(str.isalpha, name))}
    assert found
    assert found <= set(FOUND)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(FILE_MESSAGES))
def test_a_refused_file_is_explained(app: Flask, code: str, language: str) -> None:
    params = dict.fromkeys(VALUE.findall(FILE_MESSAGES[code]), "17")
    with app.test_request_context(), force_locale(language):
        trouble = trouble_of(FileError(code, **params))
        for text in (trouble.happened, trouble.kept, trouble.todo):
            assert text
            assert "%(" not in text
        if params:
            assert "17" in trouble.happened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(ROW_MESSAGES))
def test_a_rejected_row_is_explained(app: Flask, code: str, language: str) -> None:
    params = dict.fromkeys(VALUE.findall(ROW_MESSAGES[code]), "17")
    record = Problem(5, "sex", "x", code, params).to_record()
    with app.test_request_context(), force_locale(language):
        text = row_reason(record, language)
    assert text
    assert "%(" not in text


def test_unknown_codes_still_say_something(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert "damaged" in file_trouble("a_code_of_next_year", {}).happened
        assert row_reason({"code": "new", "reason": "As it was"}, "en") == "As it was"


def test_accepted_values_are_said_in_the_words_of_the_language(app: Flask) -> None:
    record = Problem(5, "الجنس", "?", "unknown_value", {"accepted": accepted("sex")}).to_record()
    with app.test_request_context(), force_locale("ar"):
        text = row_reason(record, "ar")
    assert "أنثى، ذكر" in text
    assert "female" not in text


def test_lists_of_accepted_values_are_all_known() -> None:
    literals = set()
    for path in SOURCES:
        literals |= set(re.findall(r'accepted="([^"]+)"', path.read_text("utf-8")))
    assert literals <= set(ACCEPTED_LISTS)


def test_levels_of_languages_keep_their_names(app: Flask) -> None:
    record = Problem(5, "x", "Z9", "unknown_level", {"accepted": accepted("level")}).to_record()
    with app.test_request_context(), force_locale("ar"):
        text = row_reason(record, "ar")
    assert "A1، A2، B1، B2، C1، C2، لغة الأم" in text
