"""The page that lists what must never happen names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRUST = (ROOT / "docs" / "trust.md").read_text("utf-8")


def test_every_file_of_tests_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", TRUST))
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


def test_every_test_that_is_named_exists() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", TRUST))
    assert len(named) > 12
    assert [name for name in sorted(named) if f"def {name}(" not in written] == []


def test_every_line_of_it_has_a_test() -> None:
    rows = [line for line in TRUST.splitlines() if line.startswith("|") and "---" not in line]
    lines = [row for row in rows if "what must hold" not in row]
    assert [line for line in lines if "`test" not in line] == []
