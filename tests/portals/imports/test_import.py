"""Files sent in the browser: upload, columns, rows, confirm, report; and what goes wrong."""

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import ImportState, OpportunityStatus, Register, Role
from models.import_job import ImportJob
from models.opportunity import Opportunity
from models.person import Person
from models.register import RegisterEntry
from tests.portals.imports.walking import HEADERS, Walk, job_of, make_csv, words
from wasl.app import create_app
from wasl.config import Settings
from wasl.files.source import open_tables
from wasl.jobs.lock import try_lock
from wasl.operations.discard_import import sweep_uploads

SELECT = re.compile(r'<select[^>]* name="([^"]+)">(.*?)</select>', re.DOTALL)
GOOD = [
    ["mrc", "A-1", "علي حسين", "male", "1990", "ملاحظة"],
    ["mrc", "A-2", "زينب كاظم", "أنثى", "5/3/1988", ""],
]
BAD = ["mrc", "A-3", "حسن", "غير محدد؟", "31/02/1990", "=2+5"]


def people(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_list_goes_in_from_upload_to_report(walk: Walk, web_session: Session) -> None:
    job = walk.start(make_csv(*GOOD, BAD))

    columns = walk.text(f"{job}/columns")
    assert "5 columns were understood. One was not recognised" in words(columns)
    assert "عمود مجهول" in columns
    assert people(web_session) == 0

    assert walk.post(f"{job}/columns", **walk.choices(job)).location == f"{job}/preview"
    preview = walk.text(f"{job}/preview")
    assert "2 rows can go in" in words(preview)
    assert 'class="sheet__cell--wrong"' in preview
    assert "This value is not known. Accepted: female, male." in preview
    assert "This day does not exist" in preview
    assert people(web_session) == 0

    report = words(walk.finish(job))
    assert "2 rows are in the platform" in report
    assert "The file had 3 rows" in report
    assert people(web_session) == 2
    entry = web_session.scalars(select(RegisterEntry).filter_by(case_no="A-1")).one()
    assert entry.unrecognised == {"عمود مجهول": "ملاحظة"}


def test_report_can_be_kept_as_json(walk: Walk) -> None:
    job = walk.start(make_csv(*GOOD, BAD))
    assert walk.client.get(f"{job}/report.json").status_code == 404
    walk.finish(job)
    report = json.loads(walk.text(f"{job}/report.json"))
    assert (report["rows"], report["accepted"], len(report["rejected"])) == (3, 2, 1)
    assert set(report["rejected"][0]) == {"row", "column", "value", "reason"}
    assert report["unrecognised"] == ["عمود مجهول"]


def test_rejected_rows_come_back_as_a_workbook_to_correct(
    walk: Walk, web_session: Session, web_settings: Settings, tmp_path: Path
) -> None:
    job = walk.start(make_csv(*GOOD, BAD))
    walk.finish(job)
    response = walk.client.get(f"{job}/rejected.xlsx")
    assert response.status_code == 200
    path = tmp_path / "rejected.xlsx"
    path.write_bytes(response.data)
    with open_tables(path, web_settings) as tables:
        rows = [row.cells for row in tables[0].rows()]
    assert rows == [HEADERS, BAD]
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"This day does not exist" in archive.read("xl/comments1.xml")

    corrected = make_csv([*BAD[:3], "male", "1990", BAD[5]])
    again = walk.start(corrected)
    assert "One row is in the platform" in words(walk.finish(again))
    assert people(web_session) == 3


def test_nothing_is_left_of_the_file_once_it_is_in(walk: Walk, web_settings: Settings) -> None:
    job = walk.start(make_csv(*GOOD))
    name = job.rsplit("/", 1)[-1]
    assert (web_settings.upload_dir / f"{name}.upload").stat().st_mode & 0o077 == 0
    walk.finish(job)
    assert {path.suffix for path in web_settings.upload_dir.iterdir()} == {".lock"}


def test_a_column_can_be_given_another_meaning(walk: Walk, web_session: Session) -> None:
    job = walk.start(make_csv(*GOOD))
    choices = walk.choices(job)
    unknown = next(name for name, value in choices.items() if not value)
    walk.post(f"{job}/columns", **{**choices, unknown: "aspirations"})
    walk.finish(job)
    assert people(web_session) == 2
    entry = web_session.scalars(select(RegisterEntry).filter_by(case_no="A-1")).one()
    assert entry.unrecognised == {}
    assert entry.person.preference is not None
    assert entry.person.preference.aspirations == "ملاحظة"


def test_two_columns_cannot_mean_the_same(walk: Walk) -> None:
    job = walk.start(make_csv(*GOOD))
    choices = walk.choices(job)
    unknown = next(name for name, value in choices.items() if not value)
    response = walk.post(f"{job}/columns", **{**choices, unknown: "sex"})
    assert response.status_code == 422
    assert "Two columns cannot mean the same" in response.get_data(as_text=True)


def test_a_meaning_that_does_not_exist_locks_nobody_out(walk: Walk) -> None:
    job = walk.start(make_csv(*GOOD))
    choices = walk.choices(job)
    unknown = next(name for name, value in choices.items() if not value)
    walk.post(f"{job}/columns", **{**choices, unknown: "no_such_column"})
    text = walk.text(f"{job}/columns")
    assert "There is no column" in text
    assert "column-0" in text


def test_register_that_the_file_lacks_is_said_once_for_all_rows(
    walk: Walk, web_session: Session
) -> None:
    job = walk.start(make_csv(*(row[1:] for row in GOOD), headers=HEADERS[1:]))
    assert 'name="constant-register"' in walk.text(f"{job}/columns")
    walk.post(f"{job}/columns", **{**walk.choices(job), "constant-register": "momd"})
    walk.finish(job)
    assert people(web_session) == 2
    registers = set(web_session.scalars(select(RegisterEntry.register)))
    assert registers == {Register.MOMD}


def test_a_second_click_and_a_reload_do_no_harm(walk: Walk, web_session: Session) -> None:
    content = make_csv(*GOOD)
    job = walk.start(content)
    assert walk.start(content) == job
    walk.finish(job)
    finished = job_of(web_session, job).finished_at
    assert walk.post(f"{job}/run").location == job
    assert "2 rows are in the platform" in words(walk.text(job))
    assert job_of(web_session, job).finished_at == finished
    for step in ("columns", "preview"):
        assert walk.client.get(f"{job}/{step}").location == job
    assert people(web_session) == 2


def test_the_same_list_sent_again_changes_nothing(walk: Walk, web_session: Session) -> None:
    walk.finish(walk.start(make_csv(*GOOD)))
    again = walk.start(make_csv(*GOOD))
    assert "All of it is known already" in walk.text(f"{again}/preview")
    walk.finish(again)
    assert people(web_session) == 2
    assert job_of(web_session, again).report["unchanged"] == 2


def test_a_file_can_be_thrown_away_until_it_is_in(
    walk: Walk, web_session: Session, web_settings: Settings
) -> None:
    job = walk.start(make_csv(*GOOD))
    assert walk.post(f"{job}/discard").location == "/imports"
    assert walk.client.get(job).status_code == 404
    assert not list(web_settings.upload_dir.glob("*.upload"))

    done = walk.start(make_csv(*GOOD))
    walk.finish(done)
    assert walk.post(f"{done}/discard").location == done
    assert job_of(web_session, done).state is ImportState.DONE


def test_a_lost_connection_loses_nothing(walk: Walk) -> None:
    job = walk.start(make_csv(*GOOD))
    listed = words(walk.text("/imports"))
    assert "list.csv" in listed
    assert "Waits for you" in listed
    assert walk.client.get(job).location == f"{job}/columns"


def test_an_import_whose_server_died_is_shown_and_can_be_run_again(
    walk: Walk, web_session: Session
) -> None:
    job = walk.start(make_csv(*GOOD))
    job_of(web_session, job).state = ImportState.RUNNING
    web_session.commit()
    assert "The import was interrupted" in walk.text(job)
    assert "Interrupted" in walk.text("/imports")
    walk.finish(job)
    assert people(web_session) == 2


def test_an_interrupted_import_can_be_thrown_away(
    walk: Walk, web_session: Session, web_settings: Settings
) -> None:
    """Otherwise one whose file is gone would stand in the list for good."""
    job = walk.start(make_csv(*GOOD))
    name = job.rsplit("/", 1)[-1]
    job_of(web_session, job).state = ImportState.RUNNING
    web_session.commit()
    (web_settings.upload_dir / f"{name}.upload").unlink()
    assert f'action="{job}/discard"' in walk.text(job)
    lock = try_lock(web_settings.upload_dir / f"{name}.lock")
    assert lock is not None
    assert walk.post(f"{job}/discard").location == job  # somebody is at it
    lock.release()
    assert walk.post(f"{job}/discard").location == "/imports"
    assert walk.client.get(job).status_code == 404


def test_an_import_at_work_shows_its_progress_and_is_not_started_twice(
    walk: Walk, web_session: Session, web_settings: Settings
) -> None:
    job = walk.start(make_csv(*GOOD))
    name = job.rsplit("/", 1)[-1]
    job_of(web_session, job).state = ImportState.RUNNING
    web_session.commit()
    lock = try_lock(web_settings.upload_dir / f"{name}.lock")
    assert lock is not None
    (web_settings.upload_dir / f"{name}.progress").write_text("1500")
    response = walk.client.get(job)
    assert response.headers["Refresh"] == "3"
    assert "1,500 rows have been read" in response.get_data(as_text=True)
    assert walk.post(f"{job}/run").location == job
    assert people(web_session) == 0
    lock.release()
    walk.finish(job)
    assert people(web_session) == 2


def test_opportunities_come_in_as_drafts_or_published(walk: Walk, web_session: Session) -> None:
    headers = ["ref", "employer", "title", "kind", "seats"]
    for number, data, status in (
        (1, {}, OpportunityStatus.DRAFT),
        (2, {"publish": "y"}, OpportunityStatus.PUBLISHED),
    ):
        row = [f"R-{number}", "شركة دجلة", "لحّام", "job", "2"]
        job = walk.start(make_csv(row, headers=headers), kind="opportunities", **data)
        published = "New opportunities are published at once" in walk.text(f"{job}/preview")
        assert published is (status is OpportunityStatus.PUBLISHED)
        walk.finish(job)
        web_session.rollback()
        posting = web_session.scalars(select(Opportunity).filter_by(ref=f"R-{number}")).one()
        assert posting.status is status


def test_what_waits_to_be_read_is_named_with_its_words_and_why(walk: Walk) -> None:
    headers = ["ref", "employer", "kind", "title", "description"]
    fee = ["R-2", "شركة دجلة", "job", "نجّار", "يدفع المتقدم تأمينات 50,000 دينار."]
    rows = [["R-1", "شركة دجلة", "job", "لحّام", "العمل في البصرة."], fee]
    job = walk.start(make_csv(*rows, headers=headers), kind="opportunities", publish="y")
    report = walk.finish(job)
    held = report.partition('id="held"')[2].partition("</section>")[0]
    assert "يدفع المتقدم تأمينات" in held
    assert "This asks people for money, a deposit or a guarantee." in held
    assert re.findall(r'<th scope="row">\s*(\d+)', held) == ["3"]
    clean = walk.start(make_csv(rows[0], headers=headers), kind="opportunities", publish="y")
    assert 'id="held"' not in walk.finish(clean)


def test_zero_seats_and_a_repeated_key_stay_out_alone(walk: Walk, web_session: Session) -> None:
    headers = ["ref", "employer", "title", "kind", "seats"]
    rows = [
        ["R-1", "شركة دجلة", "لحّام", "job", "2"],
        ["R-2", "شركة دجلة", "نجّار", "job", "0"],
        ["R-1", "شركة دجلة", "حدّاد", "job", "3"],
    ]
    job = walk.start(make_csv(*rows, headers=headers), kind="opportunities")
    text = words(walk.text(f"{job}/preview"))
    assert "This must be 1 or more" in text
    assert "has the same key" in text
    walk.finish(job)
    web_session.rollback()
    assert web_session.scalar(select(func.count()).select_from(Opportunity)) == 1


def test_a_list_in_windows_1256_is_read(walk: Walk, web_session: Session) -> None:
    content = make_csv(*GOOD).decode().encode("cp1256")
    walk.finish(walk.start(content))
    assert people(web_session) == 2
    assert web_session.scalars(select(RegisterEntry).filter_by(case_no="A-1")).one()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 3
BAD_FILES = {
    "pdf": (b"%PDF-1.7 something", "This is not a table but a PDF document"),
    "empty": (b"", "The file is empty"),
    "encrypted": (OLE, "protected with a password"),
    "damaged": (b"PK\x03\x04 no archive at all", "damaged"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_is_explained_and_not_kept(
    walk: Walk, web_session: Session, web_settings: Settings, name: str
) -> None:
    content, said = BAD_FILES[name]
    response = walk.upload(content, f"{name}.xlsx")
    text = words(response.get_data(as_text=True))
    assert response.status_code == 422
    assert said in text
    assert "Nothing of the file was taken" in text
    assert not list(web_settings.upload_dir.glob("*.upload"))
    assert web_session.scalar(select(func.count()).select_from(ImportJob)) == 0


def test_a_workbook_bomb_is_refused_at_once(walk: Walk, web_settings: Settings) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _chunk in range(300):
                part.write(b" " * 1024 * 1024)
    started = time.monotonic()
    response = walk.upload(buffer.getvalue(), "bomb.xlsx")
    text = response.get_data(as_text=True)
    if response.status_code == 302:
        text = walk.text(response.location)
    assert time.monotonic() - started < 10
    assert "unpacks to far more than it should" in text


def test_headers_that_nobody_can_guess_can_be_said(walk: Walk, web_session: Session) -> None:
    content = make_csv(["x1", "علي حسين", "5"], headers=["qqq", "zzz", "www"])
    job = walk.start(content)
    text = words(walk.text(f"{job}/columns"))
    assert "Columns are missing" in text
    assert walk.client.get(f"{job}/preview").location == f"{job}/columns"
    chosen = {"column-0": "case_no", "column-1": "name_ar", "constant-register": "mrc"}
    walk.post(f"{job}/columns", **{**walk.choices(job), **chosen})
    walk.finish(job)
    assert people(web_session) == 1


def test_no_file_at_all_is_said_at_the_field(walk: Walk) -> None:
    response = walk.post("/imports/new/intake")
    assert response.status_code == 422
    assert "Choose a file first" in response.get_data(as_text=True)


def test_a_file_larger_than_the_limit_has_a_page(
    web_settings: Settings, accounts: dict[Role, str], token: Callable[[str], str]
) -> None:
    client = create_app(replace(web_settings, upload_max_mb=1)).test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    data = {
        "csrf_token": token(page),
        "login": accounts[Role.CASEWORKER],
        "password": "a long enough password",
    }
    client.post("/sign-in", data=data)
    walk = Walk(client, token)
    walk.post("/language", language="en", next="/imports")
    response = walk.client.post(
        "/imports/new/intake",
        input_stream=io.BytesIO(b"a,b\n" * 400_000),
        content_type="multipart/form-data; boundary=part",
    )
    assert response.status_code == 413
    text = response.get_data(as_text=True)
    assert "The file is too large" in text
    assert "Nothing of the file was taken" in text


def test_a_file_that_has_gone_is_explained(walk: Walk, web_settings: Settings) -> None:
    job = walk.start(make_csv(*GOOD))
    for path in web_settings.upload_dir.glob("*.upload"):
        path.unlink()
    assert "There is no such file" in walk.text(f"{job}/columns")


def test_files_that_nobody_came_back_for_are_swept(walk: Walk, web_settings: Settings) -> None:
    walk.start(make_csv(*GOOD))
    assert sweep_uploads(web_settings) == 0
    assert sweep_uploads(web_settings, days=-1) == 1


@pytest.mark.parametrize("kind", ["intake", "opportunities"])
@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_the_blank_template_is_sent_in_the_language_of_the_page(
    walk: Walk, kind: str, language: str
) -> None:
    walk.post("/language", language=language, next="/imports")
    response = walk.client.get(f"/imports/templates/{kind}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f"wasl-{kind}-{language}.xlsx")
    assert response.data.startswith(b"PK")


@pytest.mark.parametrize(
    "path", ["/imports/nothing", "/imports/new/secrets", "/imports/templates/secrets"]
)
def test_what_does_not_exist_is_404(walk: Walk, path: str) -> None:
    assert walk.client.get(path).status_code == 404


def test_pages_are_sound_in_three_languages(walk: Walk, pages: Callable[..., Any]) -> None:
    waiting = walk.start(make_csv(*GOOD, BAD))
    done = walk.start(make_csv(*GOOD, BAD, BAD))
    walk.finish(done)
    for path in (
        "/imports",
        "/imports/new/intake",
        "/imports/new/opportunities",
        f"{waiting}/columns",
        f"{waiting}/preview",
        done,
    ):
        pages(path, role=Role.CASEWORKER)


def test_rows_that_no_workbook_can_hold_keep_nobody_out(
    walk: Walk, web_session: Session, web_settings: Settings, tmp_path: Path
) -> None:
    """What cannot go back into a sheet as it was must not stop the good rows."""
    lines = [
        '{"register": "mrc", "case_no": "1", "name_ar": "علي", "dependants": 2}',
        '{"register": "mrc", "case_no": "2", "name_ar": "علي", "dependants": NaN}',
        '{"register": "mrc", "case_no": "3", "name_ar": "علي", "dependants": -Infinity}',
        f'{{"register": "mrc", "case_no": "4", "name_ar": "علي", "dependants": {"9" * 400}}}',
        '{"register": "mrc", "case_no": "5", "name_ar": "علي\\ud800", "dependants": 2}',
        json.dumps({"register": "mrc", "case_no": "6", "sex": "?", "skills": ["x" * 99] * 999}),
    ]
    job = walk.start("\n".join(lines).encode(), name="list.jsonl")
    assert walk.client.get(f"{job}/columns").status_code == 200
    assert walk.client.get(f"{job}/preview").status_code == 200
    assert "One row is in the platform" in words(walk.finish(job))
    assert people(web_session) == 1
    path = tmp_path / "rejected.xlsx"
    path.write_bytes(walk.client.get(f"{job}/rejected.xlsx").data)
    with open_tables(path, web_settings) as tables:
        assert [row.cells[1] for row in tables[0].rows()][1:] == ["2", "3", "4", "5", "6"]
