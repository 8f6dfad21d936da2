"""What was written here of roundtables of files stays when the next file comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

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
from wasl.operations.importing.table import ImportOptions
from wasl.operations.meetings.change_series import change_series, series_seen

TODAY = date(2026, 11, 22)
MEETINGS = ("ref", "date", "city", "title", "participants")
PROMISES = ("ref", "roundtable", "stakeholder", "type", "quantity", "text")
BASRA, ERBIL = (
    (ref, day, city, "Work", "GMAC")
    for ref, day, city in (("RT-1", "2026-05-06", "Basra"), ("RT-2", "2026-10-07", "Erbil"))
)


def take_in(
    engine: Engine, settings: Settings, folder: Path, *meetings: Sequence[str], quantity: int = 12
) -> None:
    """Take in a file of some roundtables, with one commitment that was made at the first."""
    path = folder / "sheets.xlsx"
    promise = ("C-1", "RT-1", "GMAC", "training", quantity, "Train returnees as welder")
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (
            ("roundtables", [MEETINGS, *meetings]),
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
