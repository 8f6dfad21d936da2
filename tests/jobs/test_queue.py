"""The queue: data and never code, woken by a commit, taken out by a consumer."""

import json
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models import Base
from models.access_enums import MessageState
from models.base import utc_now
from models.message import Message
from models.migrations import downgrade, upgrade
from wasl.app import create_app
from wasl.config import Settings
from wasl.database import begin_write
from wasl.extensions import db
from wasl.jobs.queue import WORKERS, JobQueue
from wasl.operations.queue_message import queue_message


@pytest.fixture
def demo_app(settings: Settings, engine: Engine) -> Iterator[Flask]:
    """An application whose messages go into a folder."""
    app = create_app(Settings(**{**vars(settings), "demo": True}))
    yield app
    with app.app_context():
        db.engine.dispose()


def _queue_message() -> None:
    given = {"code": "482913", "until": utc_now() + timedelta(minutes=30)}
    begin_write(db.session)
    queue_message(db.session, "verify_login", given, language="en", address="a@b.example")


def _pending(app: Flask) -> int:
    with JobQueue(app.config["SETTINGS"]) as queue:
        return int(queue.huey.pending_count())


def test_a_commit_wakes_delivery_and_a_rollback_does_not(demo_app: Flask) -> None:
    with demo_app.app_context():
        _queue_message()
        with db.session.begin_nested():
            pass
        assert _pending(demo_app) == 0, "woken before anything was kept"
        db.session.rollback()
        db.session.commit()
        assert _pending(demo_app) == 0
        _queue_message()
        db.session.commit()
        assert _pending(demo_app) == 1


def test_a_message_leaves_in_seconds_through_the_consumer(
    demo_app: Flask, settings: Settings, engine: Engine
) -> None:
    with demo_app.app_context():
        _queue_message()
        db.session.commit()
    queue = JobQueue(demo_app.config["SETTINGS"])
    consumer = queue.consumer(signals=False)
    consumer.start()
    try:
        deadline = time.monotonic() + 30
        state = MessageState.WAITING
        while state is MessageState.WAITING and time.monotonic() < deadline:
            time.sleep(0.1)
            with Session(engine) as session:
                state = session.scalars(select(Message.state)).one()
        assert state is MessageState.SENT
    finally:
        consumer.stop(graceful=True)
        # On a busy machine a worker may outlive the grace; its connections close when it ends.
        for thread in (*(worker for _, worker in consumer.worker_threads), consumer.scheduler):
            thread.join(120)
            assert not thread.is_alive()
        queue.close()
    kept = list((settings.data_dir / "outbox").glob("*.eml"))
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o077 == 0


def test_workers_that_begin_together_share_one_engine(settings: Settings) -> None:
    """Each would open one of its own otherwise, and all but the last would never be closed."""
    for _ in range(20):
        with JobQueue(settings) as queue, ThreadPoolExecutor(WORKERS) as workers:
            start = Barrier(WORKERS)

            def begin(start: Barrier = start, queue: JobQueue = queue) -> Engine:
                start.wait(30)
                return queue.engine()

            opened = [workers.submit(begin) for _ in range(WORKERS)]
            assert len({id(one.result(30)) for one in opened}) == 1


def test_what_lies_in_the_queue_cannot_become_code(settings: Settings, engine: Engine) -> None:
    """Pickled data would be run by whoever takes it out; JSON is not."""

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (str(settings.data_dir / "owned"),)

    with JobQueue(settings) as queue:
        queue.ask("sweep")
        data = queue.huey.storage.enqueued_items()[0]
        assert json.loads(data)["args"] == ["sweep", "system:scheduler"]
        queue.huey.flush()
        queue.huey.storage.enqueue(pickle.dumps(Hostile()))
        with pytest.raises(ValueError, match=r"codec|JSON|Expecting"):
            queue.huey.dequeue()
    assert not (settings.data_dir / "owned").exists()


def test_only_jobs_of_the_schedule_can_be_asked_for(settings: Settings, engine: Engine) -> None:
    with JobQueue(settings) as queue, pytest.raises(KeyError):
        queue.ask("rm -rf")


def test_the_queue_is_no_part_of_the_schema(settings: Settings, engine: Engine) -> None:
    with JobQueue(settings) as queue:
        queue.ask("sweep")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _parents: (
                    not (kind == "table" and str(name).startswith("wasl_queue"))
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM wasl_queue_task")) == 1
    else:
        mode = (settings.data_dir / "jobs.sqlite").stat().st_mode
        assert mode & 0o077 == 0


def test_migrations_leave_the_queue_alone(settings: Settings, engine: Engine) -> None:
    with JobQueue(settings) as queue:
        queue.ask("sweep")
        downgrade(engine)
        upgrade(engine)
        assert queue.huey.pending_count() == 1
