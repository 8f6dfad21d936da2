"""What was written here of roundtables of files stays when the next file comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.meeting import Meeting, MeetingSeries
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.commitments.amend import amend_commitment
from wasl.operations.commitments.terms import Terms
from wasl.operations.export_commitments import COLUMNS
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.importing import meetings
from wasl.operations.importing.table import ImportOptions
from wasl.operations.meetings.change_series import change_series, series_seen
from wasl.operations.meetings.participants import remove_participant
from wasl.operations.meetings.plan import cancel_meeting
from wasl.operations.meetings.rules import MeetingChangedError

TODAY = date(2026, 11, 22)
MEETINGS = ("ref", "date", "city", "title", "participants")
PROMISES = ("ref", "roundtable", "stakeholder", "type", "quantity", "text")
BASRA, ERBIL = (
    (ref, day, city, "Work", "GMAC")
    for ref, day, city in (("RT-1", "2026-05-06", "Basra"), ("RT-2", "2026-10-07", "Erbil"))
)


def take_in(
    engine: Engine, settings: Settings, folder: Path, *tables: Sequence[str], quantity: int = 12
) -> None:
    """Take in a file of some roundtables, with one commitment that was made at the first."""
    path = folder / "sheets.xlsx"
    promise = ("C-1", "RT-1", "GMAC", "training", quantity, "Train returnees as welder")
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (
            ("roundtables", [MEETINGS, *tables]),
            ("commitments", [PROMISES, promise]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    with write_session(engine) as session:
        report = import_roundtables(
            session, COMMAND_LINE, path, settings, ImportOptions(), today=TODAY
        )
    assert not report.rejected


def test_the_priority_that_a_commitment_serves(
    engine: Engine, settings: Settings, session: Session, tmp_path: Path
) -> None:
    take_in(engine, settings, tmp_path, BASRA)
    promise = session.scalars(select(Commitment)).one()
    terms = replace(Terms.of(promise), priority=4)
    amend_commitment(session, COMMAND_LINE, promise, terms, reason="of the plan")
    session.commit()
    take_in(engine, settings, tmp_path, BASRA, quantity=20)
    session.expire_all()
    assert promise.priority is not None
    assert (promise.quantity, promise.priority.number) == (20, 4)
    assert "priority" not in COLUMNS, "what others read is agreed with them"


def test_a_series_that_was_renamed(
    engine: Engine, settings: Settings, session: Session, tmp_path: Path
) -> None:
    take_in(engine, settings, tmp_path, BASRA)
    series = session.scalars(select(MeetingSeries)).one()
    seen = series_seen(series)
    change_series(session, COMMAND_LINE, series, name="Tables", about="", seen=seen)
    session.commit()
    take_in(engine, settings, tmp_path, BASRA, ERBIL)
    session.expire_all()
    assert session.scalars(select(MeetingSeries.name)).all() == ["Tables"]
    assert {one.series_id for one in session.scalars(select(Meeting))} == {series.id}


def _without_its_seat(engine: Engine) -> int:
    """Take everybody off the roundtable, as on its page; return its version."""
    with write_session(engine) as session:
        meeting = session.scalars(select(Meeting)).one()
        for seat in list(meeting.participants):
            remove_participant(session, COMMAND_LINE, meeting, seat)
        return meeting.version


def _version(engine: Engine) -> tuple[int, int]:
    with Session(engine) as session:
        meeting = session.scalars(select(Meeting)).one()
        return meeting.version, len(meeting.participants)


@pytest.mark.parametrize("row", [BASRA, (*BASRA[:3], "Training", BASRA[4])])
def test_whatever_a_file_changes_a_form_from_before_is_stale(
    engine: Engine, settings: Settings, tmp_path: Path, row: Sequence[str]
) -> None:
    take_in(engine, settings, tmp_path, (*BASRA[:1], "2027-05-06", *BASRA[2:]))
    seen = _without_its_seat(engine)
    take_in(engine, settings, tmp_path, (*row[:1], "2027-05-06", *row[2:]))
    version, seats = _version(engine)
    assert version > seen
    assert seats == 1
    with Session(engine) as session:
        meeting = session.scalars(select(Meeting)).one()
        with pytest.raises(MeetingChangedError):
            cancel_meeting(session, COMMAND_LINE, meeting, seen=seen)


def test_without_the_mark_a_seat_comes_back_unseen(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the row itself is as it was, so its version stays."""
    monkeypatch.setattr(meetings, "flag_modified", lambda *_: None)
    ahead = (*BASRA[:1], "2027-05-06", *BASRA[2:])
    take_in(engine, settings, tmp_path, ahead)
    seen = _without_its_seat(engine)
    take_in(engine, settings, tmp_path, ahead)
    assert _version(engine) == (seen, 1)


def test_a_file_that_says_nothing_new_makes_no_form_stale(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    take_in(engine, settings, tmp_path, BASRA)
    before = _version(engine)
    take_in(engine, settings, tmp_path, BASRA)
    assert _version(engine) == before
