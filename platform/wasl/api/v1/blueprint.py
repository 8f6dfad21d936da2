"""The blueprint of version 1, and what holds for all of its resources."""

import functools
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from wasl.access.identity import find_account
from wasl.access.limits import hit
from wasl.extensions import csrf

blueprint = Blueprint("api_v1", __name__, url_prefix="/api/v1")
# Forged forms work by cookies, and no cookie means anything here.
csrf.exempt(blueprint)

MOST, WINDOW = 120, timedelta(minutes=1)


def as_json(view: Callable[[], Any]) -> Callable[[], Response]:
    """Answer with the dataclass that a view returns; its type is what `description` tells of it."""

    @functools.wraps(view)
    def answer() -> Response:
        return jsonify(asdict(view()))

    return answer


@blueprint.before_request
def _limit() -> None:
    program = find_account()
    if program is not None:
        hit("api", program.public_id, MOST, WINDOW)


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
