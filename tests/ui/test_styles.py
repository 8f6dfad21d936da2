"""House rules of style sheets and templates."""

import gzip
import re
from pathlib import Path

import pytest

from wasl.app import shipped_folder
from wasl.assets import STYLES, STYLESHEET, Assets

SHEETS = sorted(shipped_folder("static").glob("css/*.css"))
TEMPLATES = sorted(shipped_folder("templates").rglob("*.html"))
# `[dir="rtl"]` is for what has no logical property: pictures that point somewhere.
MIRRORED = re.compile(r"transform: (?:scaleX\(-1\)|none);")


def test_all_style_sheets_are_served() -> None:
    assert {path.stem for path in SHEETS} == set(STYLES)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_only_logical_properties(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [
        line.strip()
        for line in text.splitlines()
        if re.search(r"\b(left|right)\b", line)
        or re.search(r"\b(margin|padding|border|inset)-(top|bottom)\b", line)
        or re.search(r"^\s*(min-|max-)?(width|height):", line)
    ]
    assert not found, f"write inline/block instead: {found}"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_directions_are_set_by_hand_only_for_pictures(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for rule in re.findall(r'\[dir="\w+"\][^{]*\{([^}]*)\}', text):
        assert MIRRORED.fullmatch(rule.strip()), rule


def test_style_sheets_are_small_and_load_nothing_from_elsewhere() -> None:
    joined = b"".join(path.read_bytes() for path in SHEETS)
    sent = Assets(shipped_folder("static"), "/static").find(STYLESHEET)
    assert sent is not None
    assert len(sent.content) < 40_000
    assert len(gzip.compress(sent.content)) < 9_500
    assert b"http" not in joined
    assert b"@import" not in joined


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_keep_to_the_house_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 120, "a template has at most 120 lines"
    assert "style=" not in text
    assert "|safe" not in text.replace(" ", "").replace("_paths[name]|safe", "")
    if "{% macro" in text:
        calls = re.findall(r"\{% macro _?\w+\(", text)
        assert calls
