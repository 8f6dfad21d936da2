"""Jobs: due once, run by one process, never two at once; what was interrupted is done again."""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import JobState
from models.base import utc_now
from models.job import JobRun
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.jobs import run_job as running
from wasl.jobs.overview import overview
from wasl.jobs.run_job import INTERRUPTED, RETRY_AFTER, Outcome, is_due, run_due, run_job
from wasl.jobs.schedule import SCHEDULE, ScheduledJob
from wasl.jobs.timetable import Every, Nightly
from wasl.jobs.turn import at_work, turn

NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # 2:00 on the 24th in Baghdad


def _job(work: Callable[[], Mapping[str, int]], name: str = "trial") -> ScheduledJob:
    return ScheduledJob(
        name=name, purpose="Trial", work=lambda _engine, _settings: work(), due=Nightly(2)
    )


def _runs(engine: Engine) -> list[JobRun]:
    with Session(engine) as session:
        return list(session.scalars(select(JobRun).order_by(JobRun.id)))


def test_nights_are_those_of_baghdad() -> None:
    nightly = Nightly(2)
    assert nightly.last_slot(NIGHT) == NIGHT
    assert nightly.last_slot(NIGHT - timedelta(seconds=1)) == NIGHT - timedelta(days=1)
    assert nightly.last_slot(NIGHT + timedelta(hours=23)) == NIGHT


def test_minutes_begin_on_the_minute() -> None:
    assert Every(1).last_slot(NIGHT + timedelta(seconds=59)) == NIGHT
    assert Every(15).last_slot(NIGHT + timedelta(minutes=44)) == NIGHT + timedelta(minutes=30)


def test_a_job_is_run_once_a_slot_and_its_outcome_kept(engine: Engine, settings: Settings) -> None:
    ran: list[int] = []

    def work() -> Mapping[str, int]:
        ran.append(1)
        return {"sent": 3}

    job = _job(work)
    assert is_due(engine, job, NIGHT)
    assert run_job(engine, settings, job, slot=NIGHT) is Outcome.DONE
    assert not is_due(engine, job, NIGHT)
    assert run_job(engine, settings, job, slot=NIGHT) is Outcome.DONE
    assert len(ran) == 1
    run = _runs(engine)[0]
    assert (run.state, run.result, run.asked_by) == (
        JobState.DONE,
        {"sent": 3},
        "system:scheduler",
    )
    assert run_job(engine, settings, job) is Outcome.DONE  # by hand, whenever
    assert len(ran) == 2


def test_what_was_missed_while_the_machine_was_off_is_done_once(
    engine: Engine, settings: Settings
) -> None:
    ran = run_due(engine, settings)
    assert set(ran) == set(SCHEDULE)
    later = run_due(engine, settings)
    assert set(later) <= {"deliver_messages"}  # a minute may have begun


def test_a_failure_says_what_kind_it_was_and_nothing_of_its_text(
    engine: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    told = str(Path("K4") / "NARY")  # the log shows lines of code, which hold nothing of anybody

    def fail() -> Mapping[str, int]:
        raise ValueError(told)

    job = _job(fail)
    assert run_job(engine, settings, job, slot=NIGHT) is Outcome.FAILED
    run = _runs(engine)[0]
    assert (run.state, run.error) == (JobState.FAILED, "ValueError")
    assert told not in caplog.text
    assert "ValueError" in caplog.text
    assert not is_due(engine, job, NIGHT)
    with write_session(engine) as session:
        session.get_one(JobRun, run.id).started_at = utc_now() - RETRY_AFTER
    assert is_due(engine, job, NIGHT)


HELD = """
import sys, time
from pathlib import Path
from wasl.config import Settings
from wasl.database import make_engine
from wasl.jobs.run_job import run_job
from wasl.jobs.schedule import ScheduledJob
from wasl.jobs.timetable import Nightly

def work(engine, settings):
    print("at work", flush=True)
    time.sleep(60)
    return {}

settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
job = ScheduledJob(name="trial", purpose="Trial", work=work, due=Nightly(2))
run_job(make_engine(settings), settings, job)
"""


def test_while_another_process_is_at_work_nobody_else_begins_and_a_killed_one_is_noticed(
    engine: Engine, settings: Settings
) -> None:
    words = [str(settings.data_dir), settings.url]
    job = _job(dict)
    with subprocess.Popen(
        [sys.executable, "-c", HELD, *words], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "at work\n"
        assert run_job(engine, settings, job) is Outcome.AT_WORK
        assert at_work(engine, settings, "trial")
        assert not at_work(engine, settings, "another")
        other.kill()
        other.wait(30)
    deadline = utc_now() + timedelta(seconds=20)  # PostgreSQL notices a moment later
    while (outcome := run_job(engine, settings, job)) is Outcome.AT_WORK and utc_now() < deadline:
        pass
    assert outcome is Outcome.DONE
    first, second = _runs(engine)
    assert (first.state, first.error) == (JobState.FAILED, INTERRUPTED)
    assert second.state is JobState.DONE


def _together(settings: Settings, count: int = 4) -> int:
    """Run one job by several workers that begin together; return the most that were at once."""
    start, inside, lock = threading.Barrier(count), [0, 0], threading.Lock()
    met = threading.Event()

    def work() -> Mapping[str, int]:
        with lock:
            inside[0] += 1
            inside[1] = max(inside)
        if inside[0] > 1:
            met.set()
        met.wait(0.5)
        with lock:
            inside[0] -= 1
        return {}

    def worker() -> None:
        engine = make_engine(settings)
        start.wait(30)
        run_job(engine, settings, _job(work))
        engine.dispose()

    threads = [threading.Thread(target=worker) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return inside[1]


def test_of_several_at_once_one_works(settings: Settings, engine: Engine) -> None:
    assert _together(settings) == 1


def test_without_the_turn_several_would(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above."""

    class Everybody:
        def __init__(self, *_given: Any) -> None:
            pass

        def __enter__(self) -> bool:
            return True

        def __exit__(self, *_error: object) -> None:
            pass

    monkeypatch.setattr(running, "turn", Everybody)
    assert _together(settings) > 1


def test_the_turn_is_given_back_also_after_a_failure(engine: Engine, settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), turn(engine, settings, "trial"):
        raise ZeroDivisionError
    with turn(engine, settings, "trial") as taken:
        assert taken


def test_the_overview_tells_the_last_run_and_the_last_news(
    engine: Engine, settings: Settings
) -> None:
    name = "deliver_messages"
    with write_session(engine) as session:
        for minutes, result in ((9, {"sent": 2}), (8, {"sent": 0})):
            at = utc_now() - timedelta(minutes=minutes)
            session.add(
                JobRun(
                    name=name,
                    asked_by="system:x",
                    state=JobState.DONE,
                    started_at=at,
                    result=result,
                )
            )
    with Session(engine) as session:
        line = next(line for line in overview(session) if line.job.name == name)
        assert line.last is not None
        assert line.last_news is not None
        assert (line.last.result, line.last_news.result) == ({"sent": 0}, {"sent": 2})
