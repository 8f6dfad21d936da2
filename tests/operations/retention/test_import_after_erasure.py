"""An old list does not bring back somebody who was erased; a new interview does."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import ErasureCause
from models.person import Person
from models.register import RegisterEntry
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.import_intake import import_intake
from wasl.operations.importing.report import ImportReport
from wasl.operations.retention.erase import erase_person


def _write(folder: Path, interview: date | None) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["register", "case_no", "name_ar", "intake_date"])
        rows.writerow(["mrc", "A-1", "علي حسن", interview.isoformat() if interview else ""])
        rows.writerow(["mrc", "A-2", "سارة كريم", ""])
    return path


def _import(engine: Engine, settings: Settings, path: Path) -> ImportReport:
    today = today_in_baghdad() + timedelta(days=9)
    with write_session(engine) as session:
        return import_intake(session, COMMAND_LINE, path, settings, today=today)


@pytest.mark.parametrize(
    ("days", "comes_back"), [(None, False), (-400, False), (0, False), (3, True)]
)
def test_an_old_list_after_an_erasure(
    engine: Engine, settings: Settings, tmp_path: Path, days: int | None, comes_back: bool
) -> None:
    _import(engine, settings, _write(tmp_path, date(2025, 1, 5)))
    with write_session(engine) as session:
        entry = session.scalars(select(RegisterEntry).filter_by(case_no="A-1")).one()
        erase_person(session, COMMAND_LINE, entry.person, ErasureCause.OWN_WISH, settings)
    interview = None if days is None else today_in_baghdad() + timedelta(days=days)
    report = _import(engine, settings, _write(tmp_path, interview))
    assert (report.accepted, report.unchanged) == (int(comes_back), 1)
    assert [problem.code for problem in report.rejected] == ([] if comes_back else ["erased"])
    with Session(engine) as session:
        assert len(session.scalars(select(Person)).all()) == 1 + comes_back
