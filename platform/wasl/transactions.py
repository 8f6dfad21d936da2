"""One transaction a request, kept in one place; messages go out only after it."""

from collections.abc import Callable

from flask import g, request
from werkzeug.wrappers import Response

from wasl.database import begin_write
from wasl.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def begin_request() -> None:
    """Take the write lock for a request that may change something, before it reads."""
    if request.endpoint is not None and request.method not in SAFE_METHODS:
        begin_write(db.session)


def after_commit(action: Callable[[], object]) -> None:
    """Have something done once the request's changes are kept; dropped when they are not."""
    g.setdefault("after_commit", []).append(action)


def settle(response: Response) -> None:
    """Keep the changes of a request that went well; a GET or an answer of 4xx keeps nothing."""
    if request.method in SAFE_METHODS:
        return  # what a GET changed is dropped with its session
    if response.status_code >= 400:
        db.session.rollback()
        return
    db.session.commit()
    for action in g.pop("after_commit", []):
        action()
