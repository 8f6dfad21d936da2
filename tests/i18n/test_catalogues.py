"""Collecting, checking and compiling texts."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages import Catalog

from wasl.i18n.catalogues import (
    KEYWORDS,
    catalogue_path,
    collect_texts,
    read_catalogue,
    write_catalogue,
)
from wasl.i18n.check import find_problems
from wasl.i18n.compile import LOCALE_DIR, compile_catalogues
from wasl.ui.forms import WTFORMS_MESSAGES

PACKAGE = LOCALE_DIR.parent.parent


@pytest.fixture(scope="module")
def template() -> Catalog:
    return collect_texts()


def test_texts_of_code_and_templates_are_found(template: Catalog) -> None:
    texts = {message.id if isinstance(message.id, str) else message.id[0] for message in template}
    assert "Sign in" in texts  # a template
    assert "Ministry of Interior" in texts  # code
    assert "One result" in texts  # with a plural


def test_no_module_gives_the_functions_a_name_that_is_not_looked_for() -> None:
    """What is written under another name is shown in English to everybody, and nothing says so."""
    hidden = [
        f"{path.name}: {alias.asname}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "wasl.i18n.texts"
        for alias in node.names
        if alias.asname not in {None, *KEYWORDS}
    ]
    assert hidden == []


@pytest.mark.parametrize(("language", "plurals"), [("ar", 6), ("ckb", 2)])
def test_catalogues_are_complete(template: Catalog, language: str, plurals: int) -> None:
    assert read_catalogue(language).num_plurals == plurals
    problems = find_problems(template, language)
    assert not problems, "run `make translations` and fill in msgstr:\n" + "\n".join(problems)


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_writing_a_catalogue_again_changes_nothing(language: str, tmp_path: Path) -> None:
    write_catalogue(read_catalogue(language), tmp_path / "again.po")
    assert (tmp_path / "again.po").read_bytes() == catalogue_path(language).read_bytes()


def _spoil_missing(catalogue: Catalog) -> None:
    catalogue.delete("Sign in")


def _spoil_empty(catalogue: Catalog) -> None:
    catalogue["Sign in"].string = ""


def _spoil_fuzzy(catalogue: Catalog) -> None:
    catalogue["Sign in"].flags.add("fuzzy")


def _spoil_value(catalogue: Catalog) -> None:
    catalogue["Page %(number)s"].string = "الصفحة %(nummer)s"


def _spoil_plural(catalogue: Catalog) -> None:
    catalogue["One result"].string = ("نتيجة", "نتائج")


def _spoil_old(catalogue: Catalog) -> None:
    catalogue.add("Nobody says this any more", "لا أحد")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (_spoil_missing, "'Sign in' is not in the catalogue"),
        (_spoil_empty, "'Sign in' is not translated"),
        (_spoil_fuzzy, "'Sign in' is marked fuzzy"),
        (_spoil_value, "'Page %(number)s' has other placeholders"),
        (_spoil_plural, "'One result'"),
        (_spoil_old, "'Nobody says this any more' is not used any more"),
    ],
)
def test_each_fault_is_noticed(
    template: Catalog, tmp_path: Path, spoil: Callable[[Catalog], None], complaint: str
) -> None:
    catalogue = read_catalogue("ar")
    spoil(catalogue)
    write_catalogue(catalogue, catalogue_path("ar", tmp_path))
    assert any(complaint in line for line in find_problems(template, "ar", tmp_path))


def test_compiling_makes_what_is_missing_or_old_and_nothing_else(tmp_path: Path) -> None:
    target = catalogue_path("ar", tmp_path)
    target.parent.mkdir(parents=True)
    target.write_bytes(catalogue_path("ar", LOCALE_DIR).read_bytes())
    compiled = target.with_suffix(".mo")
    assert compile_catalogues(tmp_path) == [compiled]
    assert compile_catalogues(tmp_path) == []
    assert compiled.stat().st_size > 1000
    assert {path.name for path in target.parent.iterdir()} == {"messages.mo", "messages.po"}


def test_what_wtforms_says_by_itself_is_in_the_catalogues(template: Catalog) -> None:
    for message in WTFORMS_MESSAGES:
        assert message._args[0] in template  # type: ignore[attr-defined]
