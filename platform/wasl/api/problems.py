"""What went wrong, as data: `application/problem+json` (RFC 9457), in English for programmers."""

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus

from flask import Response

_TYPES = {
    400: ("bad-request", "The request could not be understood."),
    401: ("no-token", "Send `Authorization: Bearer` with a token that holds."),
    403: ("not-allowed", "This program may not do that."),
    404: ("not-found", "There is nothing here, or it is not for this program."),
    405: ("wrong-method", "This address does not take that method."),
    409: ("changed-meanwhile", "Somebody else changed this first. Nothing was changed."),
    413: ("too-large", "What was sent is too large. Nothing was taken."),
    429: ("too-many", "Too many requests. Wait as long as Retry-After says."),
    500: ("broken", "Something broke on our side. Tell the reference to who runs the platform."),
    503: ("busy", "The database is busy. Nothing was changed. Try again in a minute."),
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What went wrong (RFC 9457). reference: what our log knows it by, where the fault is ours."""

    type: str
    title: str
    status: int
    detail: str
    reference: str | None = None


def problem_of(status: int, reference: str | None = None) -> Problem:
    """Return what is said of a status. reference: what our log knows it by."""
    name, detail = _TYPES.get(status, _TYPES[500 if status >= 500 else 400])
    return Problem(
        type=f"urn:wasl:problem:{name}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        reference=reference,
    )


def problem(status: int, reference: str | None = None) -> Response:
    """Return the answer for a status. reference: what our log knows it by."""
    told = {name: said for name, said in asdict(problem_of(status, reference)).items() if said}
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(told), status, headers, mimetype="application/problem+json")
