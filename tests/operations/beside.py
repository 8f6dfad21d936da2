"""Two who do something at the same moment, the second before the first has committed."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from wasl.database import write_session

Work = Callable[[Session], object]


def beside(engine: Engine, first: Work, second: Work) -> BaseException | None:
    """Do `first`; before it is committed begin `second`; return what that raised.

    On PostgreSQL the second has read how things stood before, and waits; on SQLite it waits
    before it reads.
    """

    def other() -> None:
        with write_session(engine) as session:
            second(session)

    with ThreadPoolExecutor(1) as pool:
        with write_session(engine) as session:
            first(session)
            session.flush()
            running = pool.submit(other)
            _wait_until_it_waits(session, running)
        return running.exception(timeout=30)


def _wait_until_it_waits(session: Session, running: Future[None]) -> None:
    until = monotonic() + 5
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    while not running.done() and monotonic() < until:
        sleep(0.05)
        if not on_postgresql:  # whoever writes is alone: the other one is at its beginning
            return
        if session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            return
