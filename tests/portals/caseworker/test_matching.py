"""The run of the matching from a page: at once with few people, as a job with many."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.match import MatchRun
from tests.portals.caseworker.office import add_person, add_posting
from wasl.config import Settings
from wasl.jobs.lock import try_lock
from wasl.jobs.queue import JobQueue
from wasl.portals.caseworker.views import matching

Send = Callable[..., TestResponse]
English = Callable[[str], str]


@pytest.fixture
def large(web_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that is too large to be waited for."""
    monkeypatch.setattr(matching, "WHILE_WAITING", 1)
    for number in "12":
        add_person(web_session, case_no=f"2026/{number}")
    add_posting(web_session)
    web_session.commit()


def _runs(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(MatchRun.id))) or 0


def _pending(app: Flask) -> int:
    with JobQueue(app.config["SETTINGS"]) as queue:
        return int(queue.huey.pending_count())


@pytest.mark.usefixtures("large")
def test_a_large_register_is_matched_by_the_job(
    app: Flask, web_session: Session, english: English, send: Send
) -> None:
    english("/desk")
    before = _pending(app)
    page = send("/matching").get_data(as_text=True)
    assert "The matches are being computed. Look again in a while." in page
    assert _runs(web_session) == 0, "the page does not wait for it"
    assert _pending(app) == before + 1


@pytest.mark.usefixtures("large")
def test_while_the_job_is_at_work_it_is_not_asked_for_again(
    app: Flask, web_settings: Settings, english: English, send: Send
) -> None:
    english("/desk")
    before = _pending(app)
    lock = try_lock(web_settings.data_dir / "locks" / "compute_matches.lock")
    assert lock is not None
    assert "They are being computed anew now." in english("/desk")
    send("/matching")
    lock.release()
    assert _pending(app) == before
    assert "They are being computed anew now." not in english("/desk")
