"""The layout that the whole project stands on."""

import ast
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "platform" / "wasl", ROOT / "matching", ROOT / "models"]


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_platform_is_a_source_root_and_hides_nothing() -> None:
    """A module directly in platform/ would hide Python's own module of that name."""
    assert list((ROOT / "platform").glob("*.py")) == []
    assert platform.python_version().startswith(f"{sys.version_info.major}.")


def test_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_module_says_what_it_is_for_in_one_line() -> None:
    missing = []
    for path in (path for source in SOURCES for path in source.rglob("*.py")):
        if "versions" in path.parts:
            continue
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        first = text.splitlines()[0] if text else ""
        if not first.endswith((".", "!", "?")) or len(first) < 12:
            missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def _is_view(function: ast.FunctionDef) -> bool:
    """A view is decorated with its blueprint's route."""
    return any(".route(" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_rooms_stay_small() -> None:
    """Lines at most: 300 a module, 40 a function, 20 a view, 120 a template."""
    large = []
    for path in (path for source in SOURCES for path in source.rglob("*.py")):
        if "versions" in path.parts:
            continue
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 300:
            large.append(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > 40:
                    large.append(f"{path.relative_to(ROOT)}:{node.name}: {length} lines")
    large += [
        f"{path.relative_to(ROOT)}: template"
        for path in (ROOT / "templates").rglob("*.html")
        if len(path.read_text("utf-8").splitlines()) > 120
    ]
    assert large == []


def test_nothing_refers_to_somebodys_machine() -> None:
    """No path of a machine and no folder outside the repository stands in a file."""
    words = ["/" + "work/", "/" + "root/", "/" + "home/", "../" + "shared"]
    found = []
    for path in _tracked("*.py", "*.md", "*.toml", "*.html", "*.sh", "*.css", "*.js", "Makefile"):
        text = path.read_text("utf-8")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert found == []
