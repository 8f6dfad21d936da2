"""`GET /api/v1/openapi.json`: what can be asked here, in OpenAPI 3.1, made from the views."""

from collections.abc import Iterator
from inspect import getdoc, unwrap
from typing import Any, get_type_hints

from flask import Response, current_app, jsonify

from wasl.access import public
from wasl.access.guard import PUBLIC, declared_access
from wasl.api.problems import Problem, problem_of
from wasl.api.schema import refer_to
from wasl.api.v1.blueprint import MOST, blueprint

_MAY_GO_WRONG = (401, 403, 429, 500, 503)
_ABOUT = (
    "Totals for programs of institutions: nothing here tells of one person. Tokens are given by an "
    f"administrator and hold for a year at most. {MOST} requests a minute are answered."
)


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """Describe this version to whoever writes a program for it."""
    schemas: dict[str, Any] = {}
    paths = {path: {"get": _operation(view, schemas)} for path, view in _views()}
    problems = refer_to(Problem, schemas)
    responses = {
        str(status): {
            "description": problem_of(status).detail,
            "content": {"application/problem+json": {"schema": problems}},
        }
        for status in _MAY_GO_WRONG
    }
    return jsonify(
        {
            "openapi": "3.1.0",
            "info": {"title": "Wasl", "version": "1", "description": _ABOUT},
            "servers": [{"url": blueprint.url_prefix}],
            "security": [{"token": []}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "responses": responses,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _views() -> Iterator[tuple[str, Any]]:
    """Yield what programs may ask: the path after the prefix, and the view."""
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        if rule.endpoint.startswith(f"{blueprint.name}.") and declared_access(view) != PUBLIC:
            yield rule.rule.removeprefix(blueprint.url_prefix or ""), view


def _operation(view: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    answer = get_type_hints(unwrap(view))["return"]
    said = {
        "description": getdoc(answer),
        "content": {"application/json": {"schema": refer_to(answer, schemas)}},
    }
    wrong = {str(status): {"$ref": f"#/components/responses/{status}"} for status in _MAY_GO_WRONG}
    return {
        "operationId": view.__name__,
        "summary": getdoc(view),
        "responses": {"200": said, **wrong},
    }
