"""`python -m wasl.access.document`: write docs/access.md from the access table."""

from collections.abc import Iterator
from pathlib import Path

from models.access_enums import Relation
from models.enums import Role
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, relations
from wasl.access.words import KINDS, PERMISSIONS, RELATIONS

TARGET = Path(__file__).parents[3] / "docs" / "access.md"
_HEAD = """\
# Who may do what

Made from `wasl/access/table.py` by `python -m wasl.access.document`; a test compares. The guard,
the filters of every list and record, the matrix test and the page `/access` read the same table.

What does not stand here is refused: a role that never may gets 403, a record that is not somebody's
does not exist for them (404). Two ministries are two tenants: nothing of one is the other's until
it is referred and accepted. Neither an administrator nor the secretariat sees a person.
"""


def document() -> str:
    """Return the table as a page of documentation."""
    return "\n".join((_HEAD, *_relations(), *_permissions())) + "\n"


def _relations() -> Iterator[str]:
    yield from ("## What a record can be to somebody", "", "| record | relation | when |")
    yield "|---|---|---|"
    for (kind, relation), text in RELATIONS.items():
        yield f"| {KINDS[kind]} | `{relation}` | {text} |"
    yield ""


def _permissions() -> Iterator[str]:
    for kind in Kind:
        named = [permission for permission in ACCESS if ACCESS[permission].kind is kind]
        if named:
            yield from (f"## {KINDS[kind]}", "", "| permission | | who, on what |", "|---|---|---|")
            yield from map(_row, named)
            yield ""


def _row(permission: Permission) -> str:
    who = "; ".join(_who(role, permission) for role in Role if relations(role, permission))
    return f"| `{permission}` | {PERMISSIONS[permission]} | {who} |"


def _who(role: Role, permission: Permission) -> str:
    granted = relations(role, permission)
    if ACCESS[permission].kind is Kind.NOTHING:
        return f"`{role}`"
    return f"`{role}`: {', '.join(relation for relation in Relation if relation in granted)}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
