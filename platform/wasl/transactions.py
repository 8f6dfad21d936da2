"""One transaction a request, kept in one place; messages go out only after it.

A look is no change: what a GET records of it is written when the page is made, in a transaction of
its own that holds the lock for milliseconds, and before anything of the page is sent.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request
from werkzeug.wrappers import Response

from models.access_enums import AuditAction
from wasl.audit.reading import GROUPS, ActionGroup
from wasl.audit.record import NotRecordedError, put_back, take_waiting
from wasl.database import begin_write
from wasl.extensions import db
from wasl.short_writes import short_write

LONGEST_WAIT = 5.0  # seconds, for a long list on SQLite; then the visitor is told
ALIKE = 0.3  # seconds; longer than what is written takes
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Reading the log itself is a look as well, and so is seeing the code on a slip.
_LOOKS = frozenset({*GROUPS[ActionGroup.LOOKS], AuditAction.AUDIT_READ, AuditAction.SLIP_OPENED})
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

    Put it under `@requires`. If the trace cannot be kept, the page is not shown. Nothing else that
    such a view changes is kept.
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
    if request.method not in SAFE_METHODS and not _has(_MARK):
        begin_write(db.session)


def begin_writing() -> None:
    """Take the write lock after all, in a view of `seldom_writes` that has changed nothing yet.

    What it has read before is read anew.
    """
    db.session.rollback()
    begin_write(db.session)


def keep_looks() -> None:
    """Write the looks that were recorded so far, and nothing else that the session holds.

    Raises sqlalchemy's errors when the log cannot be written, OperationalError when it is locked.
    """
    looks = [item for item in take_waiting(db.session) if item.action in _LOOKS]
    db.session.rollback()
    if looks:
        with short_write(db.engine, wait=LONGEST_WAIT) as session:
            put_back(session, looks)


def _keep_looks_of_get() -> None:
    if _has(_TRACE):
        keep_looks()
    elif take_waiting(db.session):
        raise NotRecordedError(f"{request.endpoint} looks at somebody: mark it with @leaves_trace")


def after_commit(action: Callable[[], object]) -> None:
    """Have something done once the request's changes are kept; dropped when they are not."""
    g.setdefault("after_commit", []).append(action)


def answer_alike(since: float, seconds: float = ALIKE) -> None:
    """Let the answer leave only so long after `since` (`time.monotonic`), once all is kept.

    So the time that a request takes does not tell whether there was something to write.
    """
    after_commit(lambda: time.sleep(max(0.0, since + seconds - time.monotonic())))


def settle(response: Response) -> None:
    """Keep the changes of a request that went well; a GET or an answer of 4xx keeps nothing.

    What was looked at is kept whatever the answer, or it raises: a form that is shown again
    because something is wrong in it shows the person as well.
    """
    if request.method in SAFE_METHODS:
        _keep_looks_of_get()
        return
    if response.status_code >= 400:
        keep_looks()
        return
    db.session.commit()
    for action in g.pop("after_commit", []):
        action()
