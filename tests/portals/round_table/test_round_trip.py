"""What the round table sends as a workbook its own import reads back: days stay days."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.enums import Role
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind
from tests.portals.canary import choose
from tests.portals.round_table.workbooks import raw_part
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.files.source import open_tables
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.importing.round_table_report import RoundTableReport
from wasl.operations.importing.table import ImportOptions

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "roundtables.xlsx"
SignIn = Callable[[Role | None], FlaskClient]
_STYLED = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"><v>([\d.]+)</v>')


@pytest.fixture
def meeting(web_session: Session, settings: Settings) -> Meeting:
    """The first of the sample's roundtables, with a time."""
    import_roundtables(web_session, COMMAND_LINE, SAMPLE, settings)
    first = web_session.scalars(select(Meeting).order_by(Meeting.id)).first()
    assert first is not None
    first.starts_at, first.ends_at = time(10), time(13, 30)
    web_session.commit()
    return first


@pytest.fixture
def client(sign_in: SignIn) -> FlaskClient:
    """Somebody of the secretariat who reads English."""
    signed_in = sign_in(Role.SECRETARIAT)
    choose(signed_in, "en")
    return signed_in


@pytest.fixture
def kept(client: FlaskClient, tmp_path: Path) -> Callable[..., Path]:
    """A function that keeps what a page sends to the secretariat in a language."""

    def keep(name: str, language: str = "en") -> Path:
        choose(client, language)
        sent = client.get(f"/roundtable/{name}.xlsx")
        assert sent.status_code == 200
        path = tmp_path / f"{language}-{name}.xlsx"
        path.write_bytes(sent.data)
        return path

    return keep


ROWS = {"commitments": 40, "meetings": 5}


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("sent", [(name, code) for name in ROWS for code in ("en", "ar", "ckb")])
def test_what_goes_out_comes_in_again_and_changes_nothing(
    web_session: Session, settings: Settings, kept: Callable[..., Path], sent: tuple[str, str]
) -> None:
    path, rows = kept(*sent), ROWS[sent[0]]
    web_session.rollback()
    known = web_session.scalar(select(func.count(Organisation.id)))
    report = import_roundtables(web_session, COMMAND_LINE, path, settings)
    assert (report.rows, report.unchanged, report.rejected) == (rows, rows, [])
    assert web_session.scalar(select(func.count(Organisation.id))) == known


@pytest.mark.usefixtures("meeting")
def test_a_day_that_is_changed_in_the_file_is_taken_over(
    web_session: Session, settings: Settings, kept: Callable[..., Path]
) -> None:
    path = kept("commitments")
    web_session.rollback()
    promised = web_session.scalars(
        select(Commitment).where(
            Commitment.deadline.is_not(None), Commitment.kind != CommitmentKind.POLICY
        )
    ).first()
    assert promised is not None
    was, promised.deadline = promised.deadline, date(2031, 1, 2)
    web_session.flush()
    report: RoundTableReport = import_roundtables(
        web_session, COMMAND_LINE, path, settings, ImportOptions()
    )
    assert (report.updated, report.rejected) == (1, [])
    assert promised.deadline == was


def test_days_and_times_are_such_and_numbers_are_numbers(
    settings: Settings, meeting: Meeting, kept: Callable[..., Path]
) -> None:
    path = kept("meetings")
    with open_tables(path, settings) as tables:
        rows = [row.cells for row in tables[0].rows()]
    line = next(row for row in rows if meeting.ref in row)
    assert meeting.held_on in line
    assert {"10:00", "13:30"} <= set(line)
    sent = path.read_bytes()
    styles = raw_part(sent, "xl/styles.xml")
    codes = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    used = {
        codes.get(formats[int(style)])
        for style, _value in _STYLED.findall(raw_part(sent, "xl/worksheets/sheet1.xml"))
    }
    assert used == {"yyyy-mm-dd", "hh:mm", "#,##0"}
    assert "<f>" not in raw_part(sent, "xl/worksheets/sheet1.xml")


def test_a_form_that_was_open_while_a_file_came_is_told_so(
    web_session: Session,
    settings: Settings,
    meeting: Meeting,
    client: FlaskClient,
    token: Callable[[str], str],
) -> None:
    path = f"/roundtable/meetings/{meeting.public_id}/change"
    said, day, meeting.title = meeting.title, meeting.held_on, "As it was written by hand"
    web_session.commit()
    page = client.get(path).get_data(as_text=True)
    form = {"csrf_token": token(page), "title": "Another title", "held_on": day}
    form["version"] = str(meeting.version)
    import_roundtables(web_session, COMMAND_LINE, SAMPLE, settings)
    web_session.commit()
    answer = client.post(path, data=form)
    assert answer.status_code == 422
    assert "Somebody changed it meanwhile." in answer.get_data(as_text=True)
    assert "Another title" in answer.get_data(as_text=True), "what was typed still stands there"
    web_session.rollback()
    assert meeting.title == said
