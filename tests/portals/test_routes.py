"""Every route says who may use it; that it keeps to it, tests/access/test_matrix.py tries."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from models.enums import Role
from wasl.access.guard import PUBLIC, declared_access
from wasl.access.permissions import Permission
from wasl.access.table import ACCESS, relations
from wasl.config import LANGUAGES


def _rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule


def _address(app: Flask, rule: Rule) -> str:
    values: dict[str, Any] = dict.fromkeys(rule.arguments, "1")
    with app.test_request_context():
        return str(app.url_for(rule.endpoint, **values))


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if declared_access(app.view_functions[rule.endpoint]) is None
    ]
    assert not silent, (
        f"{', '.join(silent)}: put @public or @requires(Permission.…) directly under the "
        "route's decorator"
    )


def test_every_permission_is_in_the_table_and_used(app: Flask) -> None:
    assert set(ACCESS) == set(Permission)
    assert set(Role) == {role for rule in ACCESS.values() for role in rule.roles}


def test_changes_need_a_token(app: Flask) -> None:
    client = app.test_client()
    for rule in _rules(app, "POST"):
        assert client.post(_address(app, rule)).status_code == 400, rule.endpoint


# A program has no page to sign in on.
@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.API_CLIENT)])
def test_every_page_is_sound_in_three_languages(
    app: Flask,
    sign_in: Callable[[Role | None], FlaskClient],
    check_page: Callable[[FlaskClient, str, str], object],
    role: Role | None,
) -> None:
    client, found = sign_in(role), []
    for rule in _rules(app, "GET"):
        access = declared_access(app.view_functions[rule.endpoint])
        if rule.arguments or not (access == PUBLIC or relations(role, access)):
            continue
        answer = client.get(_address(app, rule))
        assert answer.status_code in {200, 302}, f"{rule} answered {answer.status_code}"
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found.append(_address(app, rule))
    for language in LANGUAGES:
        for address in found:
            check_page(client, address, language)


def test_an_endpoint_that_says_nothing_is_refused(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    response = app.test_client().get("/forgotten")
    assert response.status_code == 403
    assert "secret" not in response.get_data(as_text=True)
