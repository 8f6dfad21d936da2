"""The description of the API says what its answers are: each real answer is held against it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.base import utc_now
from models.round_table_enums import CommitmentKind
from tests.operations.commitments.promises import add_promise
from tests.operations.placements.scene import scene_of
from wasl.access.viewer import COMMAND_LINE
from wasl.api.v1.blueprint import blueprint
from wasl.operations.api_tokens import add_program, make_token

DESCRIPTION = "/api/v1/openapi.json"
TYPES: dict[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
Ask = Callable[[str], Any]


@pytest.fixture
def ask(app: Flask, web_session: Session) -> Ask:
    """Ask as a program, of a database in which something was promised."""
    scene = scene_of(web_session)
    add_promise(web_session, scene.firm, kind=CommitmentKind.JOB)
    program = add_program(web_session, COMMAND_LINE, "Register of the ministry")
    ends = utc_now() + timedelta(days=30)
    made = make_token(web_session, COMMAND_LINE, program, "nightly figures", ends)
    web_session.commit()

    def get(path: str) -> Any:
        headers = {"Authorization": f"Bearer {made.secret}"}
        return app.test_client().get(f"/api/v1{path}", headers=headers).json

    return get


@pytest.fixture
def described(app: Flask) -> dict[str, Any]:
    """The description, as somebody reads it who has no token yet."""
    answer = app.test_client().get(DESCRIPTION)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def _is_of(schema: dict[str, Any], given: Any) -> bool:
    right = isinstance(given, TYPES[schema["type"]]) and not isinstance(given, bool)
    return right and given in schema.get("enum", [given])


def faults(described: dict[str, Any], schema: dict[str, Any], given: Any) -> list[str]:
    """Say where an answer is not what its schema says."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        told = [faults(described, one, given) for one in schema["anyOf"]]
        return [] if [] in told else [f"{given!r} is none of what it may be"]
    if not _is_of(schema, given):
        return [f"{given!r} is not {schema}"]
    if schema["type"] == "array":
        return [one for item in given for one in faults(described, schema["items"], item)]
    if schema["type"] != "object":
        return []
    found = [f"{name} is missing" for name in schema["required"] if name not in given]
    found += [f"{name} is not described" for name in given if name not in schema["properties"]]
    for name in given.keys() & schema["properties"].keys():
        found += faults(described, schema["properties"][name], given[name])
    return found


def schema_of(described: dict[str, Any], path: str) -> dict[str, Any]:
    answer = described["paths"][path]["get"]["responses"]["200"]
    found: dict[str, Any] = answer["content"]["application/json"]["schema"]
    return found


def test_each_address_is_described(app: Flask, described: dict[str, Any]) -> None:
    there = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api_v1.")}
    assert {f"/api/v1{path}" for path in described["paths"]} == there - {DESCRIPTION}
    assert described["servers"] == [{"url": blueprint.url_prefix}]


@pytest.mark.parametrize("path", ["/account", "/figures", "/commitments"])
def test_each_answer_is_as_described(described: dict[str, Any], ask: Ask, path: str) -> None:
    assert set(described["paths"]) == {"/account", "/figures", "/commitments"}
    assert faults(described, schema_of(described, path), ask(path)) == []


def test_another_answer_would_be_found(described: dict[str, Any], ask: Ask) -> None:
    schema, given = schema_of(described, "/commitments"), ask("/commitments")
    total = given["totals"][0]
    assert faults(described, schema, {**given, "totals": [{**total, "name": "x"}]})
    assert faults(described, schema, {**given, "totals": [{**total, "filled": "3"}]})
    assert faults(described, schema, {**given, "totals": [{**total, "promised": None}]})
    assert faults(described, schema, {"day": given["day"]})


def test_what_goes_wrong_is_as_described(app: Flask, described: dict[str, Any]) -> None:
    answer = app.test_client().get("/api/v1/account")
    told = described["components"]["responses"]["401"]
    schema = told["content"][answer.mimetype]["schema"]
    assert faults(described, schema, answer.json) == []
    assert answer.json is not None
    assert told["description"] == answer.json["detail"]
