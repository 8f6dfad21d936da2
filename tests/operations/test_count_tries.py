"""Tries are counted in the database, by many at once, and nobody is kept out for ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.sign_in import RateCounter
from wasl.operations.count_tries import (
    Limit,
    count_try,
    forget_tries,
    take_back_try,
)
from wasl.short_writes import short_write

CLIENTS = 32
LIMIT = Limit(name="test", most=8, window=timedelta(minutes=15))
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def tries(session: Session, minutes: float, number: int = 1, key: str = "a") -> list[bool]:
    """Try some times and tell which of them were allowed."""
    return [count_try(session, LIMIT, key, now=at(minutes)) is None for _ in range(number)]


def test_so_many_and_no_more(session: Session) -> None:
    assert tries(session, 0, 10) == [True] * 8 + [False] * 2
    assert tries(session, 0, 1, key="b") == [True]


def test_who_is_refused_is_told_from_when_and_it_is_true(session: Session) -> None:
    tries(session, 3, 8)
    moment = count_try(session, LIMIT, "a", now=at(4))
    assert moment is not None
    assert at(14) < moment <= at(16)
    again = count_try(session, LIMIT, "a", now=moment + timedelta(seconds=60))
    assert again is None or again > moment
    assert count_try(session, LIMIT, "a", now=moment + timedelta(minutes=3)) is None


def test_no_burst_at_the_border_of_two_windows(session: Session) -> None:
    assert sum(tries(session, 14.9, 8)) == 8
    assert sum(tries(session, 15.1, 8)) <= 1


def test_trying_on_while_refused_keeps_nobody_out_for_longer(session: Session) -> None:
    tries(session, 0, 8)
    for minute in range(1, 30):
        if minute < 15:
            assert tries(session, minute, 50) == [False] * 50
    assert any(tries(session, 24, 4))
    assert session.scalar(select(RateCounter.count).order_by(RateCounter.window_start)) == 8


def test_somebody_who_was_right_begins_anew(session: Session) -> None:
    now = datetime.now(UTC)
    for _ in range(8):
        count_try(session, LIMIT, "a", now=now)
    take_back_try(session, LIMIT, "a")
    assert count_try(session, LIMIT, "a", now=now) is None
    assert count_try(session, LIMIT, "a", now=now) is not None
    forget_tries(session, LIMIT, "a")
    assert count_try(session, LIMIT, "a", now=now) is None


def test_old_counts_are_thrown_away(session: Session) -> None:
    for number in range(20):
        tries(session, 60 * number, 1, key=str(number))
    assert session.query(RateCounter).count() <= 2


def test_no_login_and_no_address_is_stored(session: Session) -> None:
    count_try(session, LIMIT, "10.0.0.7")
    session.flush()
    stored = session.query(RateCounter).one()
    assert len(stored.key) == 64
    assert "10.0.0.7" not in repr(vars(stored))


def _all_at_once(work: Callable[[], bool]) -> list[bool]:
    start = threading.Barrier(CLIENTS)

    def begin() -> bool:
        start.wait()
        return work()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [future.result() for future in [pool.submit(begin) for _ in range(CLIENTS)]]


def test_thirty_two_at_once_get_no_more_than_one_after_the_other(engine: Engine) -> None:
    def work() -> bool:
        with short_write(engine, wait=30) as session:
            return count_try(session, LIMIT, "a", now=START) is None

    assert sum(_all_at_once(work)) == LIMIT.most


def test_reading_then_writing_loses_counts(engine: Engine) -> None:
    """The twin: with naive code more get through than the limit allows."""
    with short_write(engine) as session:
        count_try(session, LIMIT, "a", now=START)
    all_have_read = threading.Barrier(CLIENTS)

    def work() -> bool:
        with Session(engine) as session:
            count = session.scalar(select(RateCounter.count)) or 0
            session.rollback()
            all_have_read.wait()
            session.execute(update(RateCounter).values(count=count + 1))
            session.commit()
            return count < LIMIT.most

    with Session(engine) as session:
        assert sum(_all_at_once(work)) > LIMIT.most
        assert session.scalar(select(RateCounter.count)) == 2


def test_a_count_outlives_the_failure_around_it(engine: Engine) -> None:
    def fail() -> None:
        with Session(engine) as around:
            around.execute(select(RateCounter))
            with short_write(engine) as own:
                count_try(own, LIMIT, "a", now=START)
            raise RuntimeError("the request fails")

    with pytest.raises(RuntimeError):
        fail()
    with Session(engine) as session:
        assert session.scalar(select(RateCounter.count)) == 1
