"""Uploads: kept, looked at, taken in once."""

import io
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from models.person import Person
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.files.errors import FileError
from wasl.operations.import_jobs import (
    JobChoices,
    UnknownUploadError,
    discard_upload,
    preview_import,
    receive_upload,
    run_import,
    upload_path,
)

TODAY = date(2026, 11, 22)
PEOPLE = "register,case_no,name_ar\n" + "".join(f"mrc,{n},علي حسن\n" for n in range(40))


def receive(engine: Engine, settings: Settings, content: bytes, name: str = "list.csv") -> str:
    with write_session(engine) as session:
        job = receive_upload(
            session,
            COMMAND_LINE,
            settings,
            ImportKind.INTAKE,
            filename=name,
            stream=io.BytesIO(content),
        )
        return job.public_id


def job_of(session: Session, public_id: str) -> ImportJob:
    return session.scalars(select(ImportJob).where(ImportJob.public_id == public_id)).one()


def test_the_name_of_a_file_is_never_a_path(engine: Engine, settings: Settings) -> None:
    public_id = receive(engine, settings, PEOPLE.encode(), "../../etc/\x00cron\u202e.csv")
    assert [path.name for path in settings.upload_dir.iterdir()] == [f"{public_id}.upload"]
    assert (settings.upload_dir / f"{public_id}.upload").stat().st_mode & 0o077 == 0
    with Session(engine) as session:
        job = job_of(session, public_id)
        assert job.size == len(PEOPLE.encode())
        assert "\u202e" not in job.filename
        assert "\x00" not in job.filename


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"%PDF-1.7", "not_a_table"), (b"a,b\n" * 300_000, "too_large")],
)
def test_what_is_refused_is_not_kept(
    engine: Engine, tmp_path: Path, content: bytes, code: str
) -> None:
    small = Settings(data_dir=tmp_path / "data", upload_max_mb=1)
    with pytest.raises(FileError) as caught:
        receive(engine, small, content)
    assert caught.value.code == code
    assert list(small.upload_dir.iterdir()) == []
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ImportJob)) == 0


def test_preview_says_what_would_happen(engine: Engine, settings: Settings, samples: Path) -> None:
    content = (samples / "intake_messy_ar.xlsx").read_bytes()
    public_id = receive(engine, settings, content, "قائمة.xlsx")
    with Session(engine) as session:
        preview = preview_import(
            session, COMMAND_LINE, settings, job_of(session, public_id), today=TODAY
        )
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    assert preview.header_row == 6
    assert preview.missing == ()
    assert preview.complete
    assert preview.counts is not None
    assert (preview.counts.accepted, len(preview.counts.rejected)) == (400, 12)
    assert len(preview.rows) == 20
    columns = {column.header: column for column in preview.columns}
    assert columns["الجنس"].column == "sex"
    assert set(columns["الجنس"].values) <= {"انثى", "أنثى", "ذكر"}
    assert columns["ملاحظات الباحث"].column is None


def test_columns_that_are_missing_can_be_chosen(engine: Engine, settings: Settings) -> None:
    public_id = receive(engine, settings, "aa,bb,cc\n1,علي,mrc\n".encode())
    choices = JobChoices(mapping={"aa": "case_no", "bb": "name_ar", "cc": "register"})
    with Session(engine) as session:
        job = job_of(session, public_id)
        preview = preview_import(session, COMMAND_LINE, settings, job, today=TODAY)
        assert preview.counts is None
        assert [column.header for column in preview.columns] == ["aa", "bb", "cc"]
        assert preview.columns[1].values == ("علي",)
        preview = preview_import(session, COMMAND_LINE, settings, job, choices, today=TODAY)
        assert preview.counts is not None
        assert preview.counts.accepted == 1
    with write_session(engine) as session:
        job = run_import(session, COMMAND_LINE, settings, public_id, today=TODAY)
        assert job.state == ImportState.FAILED
        assert job.report["error"]["code"] == "headers_unknown"
        discard_upload(settings, job)
        assert upload_path(settings, job).exists()  # to be run again with other columns
    with write_session(engine) as session:
        job = run_import(session, COMMAND_LINE, settings, public_id, choices, today=TODAY)
        assert job.state == ImportState.DONE
        assert job.mapping == choices.mapping


def test_an_upload_is_taken_in_once(engine: Engine, settings: Settings) -> None:
    public_id = receive(engine, settings, PEOPLE.encode())
    reports: list[dict[str, object]] = []

    def click() -> None:
        with write_session(engine) as session:
            reports.append(
                dict(run_import(session, COMMAND_LINE, settings, public_id, today=TODAY).report)
            )

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert [report["accepted"] for report in reports] == [40, 40]
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 40
        job = job_of(session, public_id)
        assert (job.state, job.progress) == (ImportState.DONE, 40)
        assert job.finished_at is not None
        discard_upload(settings, job)
        assert not upload_path(settings, job).exists()
        with pytest.raises(UnknownUploadError):
            preview_import(session, COMMAND_LINE, settings, job)


def test_a_report_keeps_what_pages_translate(engine: Engine, settings: Settings) -> None:
    content = PEOPLE + "mrc,99,\nmrc,1,سعد\n"
    public_id = receive(engine, settings, content.encode())
    with write_session(engine) as session:
        report = run_import(session, COMMAND_LINE, settings, public_id, today=TODAY).report
    assert report["accepted"] == 40
    assert [entry["code"] for entry in report["rejected"]] == ["no_name", "duplicate"]
    assert report["rejected"][1]["params"] == {"row": "3"}


def test_no_such_upload(engine: Engine, settings: Settings) -> None:
    with Session(engine) as session, pytest.raises(UnknownUploadError):
        run_import(session, COMMAND_LINE, settings, "nothing")
