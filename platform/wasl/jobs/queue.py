"""The queue of jobs (huey): who puts a job into it does not wait for it.

It lies in a file of the data folder or, with PostgreSQL, in tables of its own there. A consumer
takes jobs out of it: a thread of `wasl serve`, or the process of `wasl worker`.
"""

import json
import threading
from collections.abc import Callable
from typing import Any, Self

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer, Scheduler
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from wasl.access.viewer import SCHEDULER
from wasl.config import Settings, make_private_folder
from wasl.database import make_engine
from wasl.jobs.run_job import run_due, run_job
from wasl.jobs.schedule import SCHEDULE

NAME = "wasl"
TABLE_PREFIX = "wasl_queue"  # not of the schema: migrations leave it alone
_CLOSING = threading.Lock()
WORKERS = 3  # long jobs do not keep messages waiting


class _JsonSerializer(Serializer):  # type: ignore[misc]
    """JSON, not pickle: what lies in the queue is data and can never become code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data._asdict() if isinstance(data, Message) else data).encode()

    def _deserialize(self, data: bytes) -> Any:
        held = json.loads(data)
        return Message(**held) if isinstance(held, dict) and "name" in held else held


class JobQueue:
    """The queue of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self.huey = _open(settings)
        self._run: Callable[[str, str], object] = self.huey.task(name="run")(self._work)
        self._due: Callable[[], object] = self.huey.task(name="run_due")(self._work_due)
        self.huey.periodic_task(crontab(minute="*"), name="tick")(self._work_due)
        self.huey.on_shutdown(name="close")(lambda: _let_go(self.huey))  # in each worker's thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of this thread's connection, and of what jobs used."""
        _let_go(self.huey)
        if self._engine is not None:
            self._engine.dispose()

    def engine(self) -> Engine:
        """Return the one engine that all workers share; opened with the first job."""
        with self._opening:  # workers begin together, and a second engine would never be closed
            if self._engine is None:
                self._engine = make_engine(self._settings)
            return self._engine

    def ask(self, name: str, asked_by: str = SCHEDULER.name) -> None:
        """Have a job run soon. Raises KeyError for one that is not in the schedule."""
        self._run(SCHEDULE[name].name, asked_by)

    def consumer(self, *, signals: bool) -> Consumer:
        """Return a consumer. signals: it is the main thing of its process, and ends with it."""
        kind = _Consumer if signals else _QuietConsumer
        return kind(self.huey, workers=WORKERS, graceful_signal="TERM", shutdown_timeout=30)

    def _work(self, name: str, asked_by: str) -> None:
        job = SCHEDULE.get(name)
        if job is not None:  # it was asked for by an older version otherwise
            run_job(self.engine(), self._settings, job, asked_by=asked_by)

    def _work_due(self) -> None:
        run_due(self.engine(), self._settings)


class _Scheduler(Scheduler):  # type: ignore[misc]
    def shutdown(self) -> None:
        _let_go(self.huey)


class _Consumer(Consumer):  # type: ignore[misc]
    """A consumer whose scheduler lets go of its connection, as workers do."""

    scheduler_class = _Scheduler


class _QuietConsumer(_Consumer):
    """A consumer inside of a server, which answers the signals itself."""

    def _set_signal_handlers(self) -> None:
        pass


def _let_go(huey: Huey) -> None:
    """Close this thread's connections. One thread at a time: huey's own check is not locked."""
    with _CLOSING:
        huey.storage.close()


def _open(settings: Settings) -> Huey:
    url = make_url(settings.url)
    options = {"results": False, "serializer": _JsonSerializer()}
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=dsn, table_prefix=TABLE_PREFIX, **options)
    make_private_folder(settings.data_dir)
    path = settings.data_dir / "jobs.sqlite"
    path.touch(mode=0o600)
    return SqliteHuey(NAME, filename=str(path), **options)
