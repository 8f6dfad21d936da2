"""The access table is whole: every word, table and condition that it needs, and none too many."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from models.access_enums import Relation
from models.enums import Role
from wasl.access.document import TARGET, document
from wasl.access.guard import declared_access
from wasl.access.permissions import Kind, Permission
from wasl.access.scope import CONDITIONS, TABLES, visible
from wasl.access.table import ACCESS, relations
from wasl.access.viewer import COMMAND_LINE, NOBODY, Viewer
from wasl.access.words import KINDS, PERMISSIONS, RELATIONS, lines_of
from wasl.app import create_app
from wasl.config import Settings

# Asked for inside views of another permission, never by a route alone; each says where.
ASKED_INSIDE: dict[Permission, str] = {
    Permission.SEE_DRAW_DOWN: "decides what of a commitment is told on the pages of SEE_COMMITMENT",
    Permission.SEE_OWN_ASKS: "what a member is asked for stands on the page of its meeting",
}

_GRANTED = {
    (rule.kind, relation)
    for rule in ACCESS.values()
    for held in rule.roles.values()
    for relation in held - {Relation.ANY}
}


def test_every_permission_has_a_rule_and_words() -> None:
    assert set(ACCESS) == set(Permission) == set(PERMISSIONS)


def test_every_kind_has_a_table_and_a_name() -> None:
    assert set(TABLES) == set(Kind) - {Kind.NOTHING}
    assert set(KINDS) == set(Kind)


def test_every_relation_that_is_granted_has_a_condition_and_words() -> None:
    assert set(CONDITIONS) == _GRANTED
    assert set(RELATIONS) == _GRANTED


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("who", [NOBODY, Viewer(name="half", role=Role.CASEWORKER)])
def test_who_belongs_nowhere_finds_nothing(permission: Permission, who: Viewer) -> None:
    """An empty id of an office, a company or an account fits no record, not even an empty one."""
    kind = ACCESS[permission].kind
    if kind is Kind.NOTHING or Relation.ANY in relations(who.role, permission):
        return
    text = str(select(TABLES[kind].id).where(visible(who, permission)))
    assert "IS NULL" not in text.replace("_at IS NULL", "")


def test_the_machine_may_do_everything() -> None:
    assert str(visible(COMMAND_LINE, Permission.SEE_PERSON)) == "true"


def test_every_permission_is_used(tmp_path: Path) -> None:
    app: Flask = create_app(Settings(data_dir=tmp_path, secret_key="test"))
    used = {declared_access(view) for view in app.view_functions.values()}
    idle = set(Permission) - used - set(ASKED_INSIDE)
    assert not idle, f"{sorted(idle)}: no route requires it; use it, list it or take it out"


def test_no_role_is_left_out_and_an_observer_sees_no_record() -> None:
    for role in Role:
        assert lines_of(role), role
    assert set(lines_of(Role.OBSERVER)) == {Kind.NOTHING}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECRETARIAT, Role.EXPERT])
def test_who_works_on_no_cases_sees_no_people(role: Role) -> None:
    assert not {Kind.PERSON, Kind.CASE, Kind.CORRECTION} & set(lines_of(role))


def test_the_documentation_is_made_from_the_table() -> None:
    assert TARGET.read_text("utf-8") == document(), "run python -m wasl.access.document"
