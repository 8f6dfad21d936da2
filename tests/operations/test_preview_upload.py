"""A workbook of roundtables is looked at, and then does what was shown or nothing."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.commitment import Commitment
from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from models.meeting import Meeting
from models.opportunity import Organisation
from models.stakeholder import Stakeholder
from tests.portals.imports.round_tables import make_workbook, messy
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.files.errors import FileError
from wasl.operations.import_jobs import JobChoices, receive_upload, run_import
from wasl.operations.importing.effects import ColumnChange
from wasl.operations.organisation_names import name_key
from wasl.operations.preview_upload import Look, look_at_upload
from wasl.short_writes import try_write

TODAY = date(2026, 11, 22)
HEAD = ("ref", "roundtable", "stakeholder", "type", "quantity", "text")
WELDERS = ("C-1", "", "Shatt Steel Co.", "job", 12, "12 welders")
MEETING = (("ref", "date", "city"), ("RT-1", "6/5/2026", "Basra"))
Send = Callable[[bytes], str]
LookAt = Callable[..., Look]
Run = Callable[..., tuple[ImportState, bool]]
DONE, MOVED = (ImportState.DONE, False), (ImportState.UPLOADED, True)


@pytest.fixture
def send(engine: Engine, settings: Settings) -> Send:
    """A function that uploads a workbook and returns the id of its job."""

    def upload(content: bytes) -> str:
        with write_session(engine) as session:
            kind, stream = ImportKind.ROUND_TABLES, io.BytesIO(content)
            job = receive_upload(
                session, COMMAND_LINE, settings, kind, filename="tables.xlsx", stream=stream
            )
            return job.public_id

    return upload


@pytest.fixture
def look(engine: Engine, settings: Settings) -> LookAt:
    """A function that tries an upload out, as the page of rows does."""

    def see(public_id: str, choices: JobChoices | None = None, *, tried: bool = True) -> Look:
        with try_write(engine) as session:
            job = job_of(session, public_id)
            return look_at_upload(
                session, COMMAND_LINE, settings, job, choices, tried=tried, today=TODAY
            )

    return see


@pytest.fixture
def run(engine: Engine, settings: Settings) -> Run:
    """A function that takes an upload in as it was seen; tells its state, and if it moved."""

    def take_in(public_id: str, seen: str = "") -> tuple[ImportState, bool]:
        choices = JobChoices(seen=seen)
        with write_session(engine) as session:
            job = run_import(session, COMMAND_LINE, settings, public_id, choices, today=TODAY)
            return job.state, "moved" in job.report

    return take_in


def job_of(session: Session, public_id: str) -> ImportJob:
    return session.scalars(select(ImportJob).where(ImportJob.public_id == public_id)).one()


def promises(*rows: tuple[object, ...]) -> bytes:
    return make_workbook(commitments=[HEAD, *rows])


def counted(session: Session) -> list[int]:
    session.rollback()
    tables = (Meeting, Commitment, Organisation, Stakeholder, AuditEvent)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_it_does_what_was_shown(send: Send, look: LookAt, run: Run, session: Session) -> None:
    public_id = send(messy())
    before = counted(session)
    shown = look(public_id)
    assert counted(session) == before
    assert [(one.format_name, one.sheet) for one in shown.sheets] == [
        ("roundtables", "الاجتماعات"),
        ("commitments", "جدول الالتزامات"),
    ]
    assert [(c.accepted, len(c.rejected)) for one in shown.sheets if (c := one.counts)] == [
        (2, 1),
        (3, 1),
    ]
    assert shown.left_out == ("ملاحظة",)
    assert run(public_id, shown.digest) == DONE
    assert counted(session)[:2] == [2, 3]
    again = look(send(messy()))
    assert again.counts is not None
    assert (again.counts.unchanged, again.counts.accepted) == (5, 0)
    assert all(not one.effects for one in again.sheets)


def test_two_looks_are_the_same_whatever_the_new_ids_are(send: Send, look: LookAt) -> None:
    public_id = send(messy())
    assert look(public_id).digest == look(public_id).digest


def _amend(session: Session) -> None:
    session.scalars(select(Commitment)).one().quantity = 15


def _name(session: Session) -> None:
    """Whom the file means by a new name is somebody who came meanwhile."""
    name = "Basra Steel"
    session.add(Organisation(name=name, name_key=name_key(name)))


def _bring_in(session: Session) -> None:
    """The reference that was free is somebody else's."""
    made = session.scalars(select(Commitment)).one()
    made.ref = "C-2"


@pytest.mark.parametrize("change", [_amend, _name, _bring_in])
def test_what_changed_meanwhile_stops_it(
    send: Send, look: LookAt, run: Run, session: Session, change: Callable[[Session], None]
) -> None:
    run(send(promises(WELDERS)))
    other = ("C-2", "", "Basra Steel", *WELDERS[3:])
    public_id = send(promises((*WELDERS[:4], 20, WELDERS[5]), other))
    seen = look(public_id).digest
    change(session)
    session.commit()
    before = counted(session)
    assert run(public_id, seen) == MOVED
    assert counted(session) == before
    assert look(public_id).digest != seen
    assert run(public_id, look(public_id).digest) == DONE


def test_what_changed_elsewhere_does_not(
    send: Send, look: LookAt, run: Run, engine: Engine
) -> None:
    public_id = send(promises(WELDERS))
    seen = look(public_id).digest
    with write_session(engine) as writing:
        writing.add(Organisation(name="Erbil Mills", name_key=name_key("Erbil Mills")))
    assert run(public_id, seen) == DONE


def test_what_a_row_changes_is_told(send: Send, look: LookAt, run: Run) -> None:
    run(send(promises(WELDERS)))
    shown = look(send(promises((*WELDERS[:4], 20, "20 welders"))))
    (effect,) = shown.sheets[0].effects
    assert (effect.row, effect.ref, effect.new) == (2, "C-1", False)
    assert ColumnChange("quantity", "12", "20") in effect.changes
    assert ColumnChange("text", "12 welders", "20 welders") in effect.changes


def test_that_it_is_known_now_where_it_was_made_is_told_and_logged(
    send: Send, look: LookAt, run: Run, session: Session
) -> None:
    run(send(promises(WELDERS)))
    known = make_workbook(roundtables=MEETING, commitments=[HEAD, ("C-1", "RT-1", *WELDERS[2:])])
    public_id = send(known)
    effects = [effect for one in look(public_id).sheets for effect in one.effects if not effect.new]
    assert [effect.changes for effect in effects] == [(ColumnChange("roundtable", None, "RT-1"),)]
    run(public_id)
    session.rollback()
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == AuditAction.COMMITMENT_IMPORTED)
        .order_by(AuditEvent.id)
    ).all()
    assert [event.details["columns"] for event in events][-1] == ["roundtable"]


def test_a_sheet_without_a_needed_column_is_shown_and_may_be_pointed_out(
    send: Send, look: LookAt
) -> None:
    odd = ("ref", "roundtable", "pledging party xx", "type", "quantity", "text")
    public_id = send(make_workbook(roundtables=MEETING, other=[odd, WELDERS]))
    first = look(public_id)
    assert [one.missing for one in first.sheets] == [(), ("stakeholder",)]
    assert first.counts is not None
    assert first.counts.accepted == 1
    mapping = {"commitments.pledging party xx": "stakeholder"}
    second = look(public_id, JobChoices(mapping=mapping))
    assert [one.missing for one in second.sheets] == [(), ()]
    assert second.counts is not None
    assert second.counts.accepted == 2


def test_one_sheet_is_one_of_the_two(send: Send, look: LookAt) -> None:
    shown = look(send(promises(WELDERS)))
    assert [one.format_name for one in shown.sheets] == ["commitments"]


def test_only_reading_the_columns_tries_nothing(send: Send, look: LookAt) -> None:
    shown = look(send(messy()), tried=False)
    assert shown.counts is None
    assert shown.ready
    assert not shown.digest


def test_a_workbook_without_rows_is_refused(send: Send, look: LookAt) -> None:
    with pytest.raises(FileError) as caught:
        look(send(promises()))
    assert caught.value.code == "no_rows"


def test_the_sample_is_shown_whole(send: Send, look: LookAt, samples: Path) -> None:
    shown = look(send((samples / "roundtables.xlsx").read_bytes()))
    assert shown.complete
    assert [one.counts.accepted for one in shown.sheets if one.counts] == [5, 40]
