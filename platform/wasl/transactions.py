"""One transaction a request, kept in one place; messages go out only after it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request
from werkzeug.wrappers import Response

from wasl.database import begin_write
from wasl.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MARK = "wasl_seldom_writes"
_TRACE = "wasl_leaves_trace"

View = TypeVar("View", bound=Callable[..., Any])


def seldom_writes(view: View) -> View:
    """Let a POST begin without the write lock, as one that writes nothing or next to nothing.

    So people can sign in and search while a long list goes in. What such a view does write must
    not depend on what it read: where somebody else wrote meanwhile, SQLite refuses it.
    """
    setattr(view, _MARK, True)
    return view


def leaves_trace(view: View) -> View:
    """Let a GET keep what it records in the audit log: whoever looks at a person leaves a trace.

    Put it under `@requires`. If the trace cannot be kept, the page is not shown.
    """
    setattr(view, _TRACE, True)
    return view


def _has(mark: str) -> bool:
    endpoint = request.endpoint
    return endpoint is not None and getattr(current_app.view_functions[endpoint], mark, False)


def begin_request() -> None:
    """Take the write lock for a request that may change something, before it reads."""
    if request.endpoint is None:
        return
    if _has(_TRACE) or (request.method not in SAFE_METHODS and not _has(_MARK)):
        begin_write(db.session)


def begin_writing() -> None:
    """Take the write lock after all, in a view of `seldom_writes` that has changed nothing yet.

    What it has read before is read anew.
    """
    db.session.rollback()
    begin_write(db.session)


def after_commit(action: Callable[[], object]) -> None:
    """Have something done once the request's changes are kept; dropped when they are not."""
    g.setdefault("after_commit", []).append(action)


def settle(response: Response) -> None:
    """Keep the changes of a request that went well; a GET or an answer of 4xx keeps nothing."""
    if request.method in SAFE_METHODS and not _has(_TRACE):
        return  # what a GET changed is dropped with its session
    if response.status_code >= 400:
        db.session.rollback()
        return
    db.session.commit()
    for action in g.pop("after_commit", []):
        action()
