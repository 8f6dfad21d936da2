"""Who somebody is, is read in few places, and each of them is named here."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WASL = ROOT / "platform" / "wasl"
TABLES = {"PersonIdentity"}
# `access/disclosure.py` decides; operations write, code and erase; an office's named queries are
# filtered by what it may see. Whoever else wants a name asks `wasl.access.disclosure.disclose`.
FIGURES = "figures/count.py"  # by age, in bands
MAY_READ = (
    FIGURES,
    "access/disclosure.py",
    "operations/",
    "messages/reader.py",  # whether the phone of a message is the person's own
    "portals/caseworker/queries/",
    "portals/caseworker/cards.py",
    "portals/returnee/queries/",
)
TEMPLATES_THAT_MAY = ("caseworker/",)


def reads_identity(source: str) -> list[int]:
    """Return the lines that name the table, or a person's identity."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "identity":
            # A module of that name is no identity of anybody.
            whose = ast.unparse(node.value)
            found += [] if whose.endswith("access") else [node.lineno]
        elif isinstance(node, ast.Name) and node.id in TABLES:
            found.append(node.lineno)
        elif isinstance(node, ast.ImportFrom):
            found += [node.lineno for name in node.names if name.name in TABLES]
        elif isinstance(node, ast.Constant) and node.value == "person_identity":
            found.append(node.lineno)
    return found


def test_identity_is_read_only_where_somebody_decided_who_sees_it() -> None:
    found = [
        f"{path.relative_to(WASL)}:{line}"
        for path in sorted(WASL.rglob("*.py"))
        if not str(path.relative_to(WASL)).startswith(MAY_READ)
        for line in reads_identity(path.read_text("utf-8"))
    ]
    assert found == [], "ask wasl.access.disclosure.disclose, or move the query where it may be"


def test_figures_read_the_year_of_birth_and_nothing_else() -> None:
    read = {
        node.attr
        for node in ast.walk(ast.parse((WASL / FIGURES).read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in TABLES
    }
    assert read == {"birth_year", "person_id"}


def test_templates_of_others_are_given_no_identity() -> None:
    folder = ROOT / "templates"
    found = [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*.html"))
        if ".identity" in path.read_text("utf-8")
        and not str(path.relative_to(folder)).startswith(TEMPLATES_THAT_MAY)
    ]
    assert found == []


def test_the_places_that_may_are_there() -> None:
    assert [place for place in MAY_READ if not (WASL / place).exists()] == []


@pytest.mark.parametrize(
    "source",
    [
        "name = person.identity.name_ar",
        "rows = session.scalars(select(PersonIdentity))",
        "from models.person import Person, PersonIdentity",
        "session.execute(select(match.person.identity))",
        "table = tables['person_identity']",
    ],
)
def test_the_rule_sees_each_way_of_reading(source: str) -> None:
    """The twin: what it forbids, it finds."""
    assert reads_identity(source)


def test_the_rule_leaves_a_module_alone() -> None:
    assert not reads_identity("from wasl.access.identity import find_account")
