"""Count tries in the database, which all processes share, and say when there were too many.

A sliding window made of two fixed ones: what was tried in the window before counts for the part
of it that still lies within reach. A try that is refused is not counted, so nobody is kept out for
longer by somebody who goes on trying.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import utc_now
from models.sealed import keys_of
from models.sign_in import RateCounter


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many tries in a window of time, of one thing by one somebody."""

    name: str
    most: int
    window: timedelta


def _digest(session: Session, limit: Limit, key: str) -> str:
    # Keyed: the table holds no address and no login, not even one that could be guessed.
    return keys_of(session.get_bind().dialect).index(f"limit/{limit.name}", key)


def _window_start(limit: Limit, now: datetime) -> datetime:
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def _counts(session: Session, digest: str, start: datetime, limit: Limit) -> tuple[int, int]:
    starts = (start - limit.window, start)
    statement = select(RateCounter.window_start, RateCounter.count).where(
        RateCounter.key == digest, RateCounter.window_start.in_(starts)
    )
    found = dict(session.execute(statement).all())
    return found.get(starts[0], 0), found.get(start, 0)


def _free_from(limit: Limit, before: int, present: int, start: datetime) -> datetime:
    if present >= limit.most:
        return start + limit.window
    # When so little of the window before is within reach that one more try fits.
    passed = 1 - (limit.most - present) / before
    return start + limit.window * passed + timedelta(seconds=1)


def _add_one(session: Session, digest: str, start: datetime, limit: Limit, room: int) -> bool:
    """Add one in one statement, unless there is no room; reading first would lose counts."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if on_postgresql else sqlite.insert
    statement = insert(RateCounter).values(
        key=digest, window_start=start, count=1, expires_at=start + 2 * limit.window
    )
    statement = statement.on_conflict_do_update(
        index_elements=[RateCounter.key, RateCounter.window_start],
        set_={"count": RateCounter.count + 1},
        where=RateCounter.count < room,
    ).returning(RateCounter.count)
    return session.scalar(statement) is not None


def count_try(
    session: Session, limit: Limit, key: str, *, now: datetime | None = None
) -> datetime | None:
    """Count a try by `key` (a login, an address, an account) and return none.

    Where there were too many, count nothing and return the moment from which one more is allowed.
    """
    now = now or utc_now()
    digest, start = _digest(session, limit, key), _window_start(limit, now)
    before, present = _counts(session, digest, start, limit)
    within_reach = 1 - (now - start) / limit.window
    room = limit.most - math.floor(before * within_reach)
    if room < 1 or not _add_one(session, digest, start, limit, room):
        present = max(present, room) if room >= 1 else present
        return _free_from(limit, before, present, start)
    if present == 0:
        session.execute(delete(RateCounter).where(RateCounter.expires_at < now))
    return None


def forget_tries(session: Session, limit: Limit, key: str) -> None:
    """Begin to count anew: whoever it is has shown who they are."""
    session.execute(delete(RateCounter).where(RateCounter.key == _digest(session, limit, key)))


def take_back_try(session: Session, limit: Limit, key: str) -> None:
    """Take one try back: it turned out to be a good one."""
    start = _window_start(limit, utc_now())
    session.execute(
        update(RateCounter)
        .where(
            RateCounter.key == _digest(session, limit, key),
            RateCounter.window_start == start,
            RateCounter.count > 0,
        )
        .values(count=RateCounter.count - 1)
    )
