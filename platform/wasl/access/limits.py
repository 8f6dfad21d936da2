"""How often something may be tried, counted so that a request that fails is counted too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from wasl.access.identity import current_session
from wasl.extensions import db
from wasl.operations.count_tries import Limit, count_try, forget_tries, take_back_try
from wasl.short_writes import short_write
from wasl.transactions import begin_request

LONGEST_WAIT = 5.0  # seconds, for a long list on SQLite; then the visitor is told
_QUARTER = timedelta(minutes=15)
# One login from one place; then one place, and one login from everywhere. The last is wide, so that
# somebody who guesses from many places cannot easily keep the owner out.
SIGN_IN = Limit(name="sign-in", most=8, window=_QUARTER)
SIGN_IN_ADDRESS = Limit(name="sign-in/address", most=40, window=_QUARTER)
SIGN_IN_LOGIN = Limit(name="sign-in/login", most=60, window=timedelta(hours=1))
SECOND_FACTOR = Limit(name="second-factor", most=8, window=_QUARTER)
PASSWORD_AGAIN = Limit(name="password-again", most=8, window=_QUARTER)
# Codes of a message or a slip, tried by somebody who is signed in, and from one place.
CODE_ACCOUNT = Limit(name="code", most=12, window=timedelta(hours=1))
CODE_ADDRESS = Limit(name="code/address", most=20, window=_QUARTER)
# Codes of people who answer without an account: wider from one place, since a whole office answers
# from there, and counted together, so that nobody guesses from many places.
ANSWER_ADDRESS = Limit(name="answer/address", most=30, window=_QUARTER)
ANSWER_ALL = Limit(name="answer", most=3000, window=_QUARTER)
RESET_ASKED = Limit(name="reset/login", most=3, window=timedelta(hours=1))
RESET_ASKED_ADDRESS = Limit(name="reset/address", most=20, window=timedelta(hours=1))

# What a person at a desk never does, and a program that copies everything does.
SEARCHES = Limit(name="search", most=120, window=_QUARTER)
EXPORTS = Limit(name="export", most=60, window=timedelta(hours=1))
# How many people a draft reaches: more often than anybody changes one, for an organisation.
REACH = Limit(name="reach", most=60, window=timedelta(days=1))

View = TypeVar("View", bound=Callable[..., Any])


def address() -> str:
    """Return the address that a request comes from."""
    return request.remote_addr or "unknown"


@contextmanager
def kept_anyway() -> Iterator[Session]:
    """Give a session whose changes are kept whatever becomes of the request.

    Before the request changes anything: its own transaction, which on SQLite may hold the one
    write lock, is given up and begun anew.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("count tries before anything is changed")
    db.session.rollback()
    with short_write(db.engine, wait=LONGEST_WAIT) as session:
        yield session
    begin_request()


def refuse_until(moment: datetime) -> NoReturn:
    """Answer 429, with the moment from which one more try is allowed."""
    raise TooManyRequests(retry_after=moment)


def hit_all(tries: list[tuple[Limit, str]]) -> None:
    """Count a try under several limits; answers 429 when one of them is reached."""
    refused: datetime | None = None
    with kept_anyway() as session:
        for limit, key in tries:
            refused = count_try(session, limit, key)
            if refused is not None:
                break
    if refused is not None:
        refuse_until(refused)


def has_room(limit: Limit, key: str) -> bool:
    """Count a try where there is room for it, and tell whether there was; nobody is sent away."""
    with kept_anyway() as session:
        return count_try(session, limit, key) is None


def hit(name: str, key: str, limit: int, window: timedelta) -> None:
    """Count one use of something by somebody; answers 429 beyond `limit` uses in `window`.

    key: who, for instance a viewer's name. Call it before the request changes anything.
    """
    hit_all([(Limit(name=name, most=limit, window=window), key)])


def limited(limit: Limit) -> Callable[[View], View]:
    """Let an account use a view only so often; put it nearest to the view, under its guards."""

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            hit_all([(limit, current_session().account.public_id)])
            return view(*args, **kwargs)

        return cast("View", counted)

    return wrap


def forgive(session: Session, tries: list[tuple[Limit, str]]) -> None:
    """Forget what was counted, for somebody who turned out to be right."""
    for limit, key in tries:
        if limit.name.endswith("/address"):
            take_back_try(session, limit, key)
        else:
            forget_tries(session, limit, key)
