"""A workbook of roundtables sent in by the secretariat: from upload to what waits for a word."""

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.commitment import Commitment, CommitmentAmendment
from models.enums import ImportState, Role
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import RelationKind
from tests.operations.commitments.promises import cite
from tests.operations.commitments.test_cite import posted
from tests.portals.imports.round_tables import (
    HELD,
    MEETINGS,
    PROMISED,
    PROMISES,
    STEEL,
    make_workbook,
    messy,
)
from tests.portals.imports.walking import Walk, job_of, words
from wasl.access.viewer import COMMAND_LINE
from wasl.config import LANGUAGES, Settings
from wasl.files.source import open_tables
from wasl.operations.importing.round_table_report import RoundTableReport
from wasl.operations.stakeholders.relations import relate_organisations

KIND = "roundtables"
CheckPage = Callable[[FlaskClient, str, str], Any]
BASRA = ("RT-1", "6/5/2026", "Basra", "Basra Chamber", "Basra Chamber; Shatt Steel Co.")
SHEET = {"roundtables": [("ref", "date", "city", "host", "participants"), BASRA]}


@pytest.fixture
def desk(walk_as: Callable[[Role], Walk]) -> Walk:
    """Somebody of the secretariat at the import pages, in English."""
    return walk_as(Role.SECRETARIAT)


def send(desk: Walk, content: bytes, **more: Any) -> str:
    """Upload a workbook and say that its columns are right; return the address of the import."""
    job = desk.start(content, name="tables.xlsx", kind=KIND, **more)
    assert desk.post(f"{job}/columns", **desk.choices(job)).location == f"{job}/preview"
    return job


def finish(desk: Walk, job: str) -> str:
    """Take in what the page of rows shows, and return the text of the page after that."""
    return desk.finish(job, seen=seen_on(desk.text(f"{job}/preview")))


def seen_on(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def promise(**changes: object) -> bytes:
    """Return a workbook with one commitment."""
    row = {
        "ref": "C-1",
        "stakeholder": "Shatt Steel Co.",
        "type": "job",
        "quantity": 12,
        "text": "12 welders",
        "deadline": "31/12/2027",
        **changes,
    }
    return make_workbook(commitments=[tuple(row), tuple(row.values())])


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def commitment(session: Session, ref: str = "C-1") -> Commitment:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Commitment).where(Commitment.ref == ref)).one()


def test_the_sample_goes_in_sheet_by_sheet_and_a_second_time_changes_nothing(
    desk: Walk, web_session: Session, samples: Path
) -> None:
    content = (samples / "roundtables.xlsx").read_bytes()
    job = send(desk, content)
    preview = words(desk.text(f"{job}/preview"))
    assert "45 rows can go in" in preview
    for part in (
        "Roundtables Sheet of the file: roundtables 5 are new 0 change a record",
        "40 are",
    ):
        assert part in preview
    assert (count(web_session, Meeting), count(web_session, Commitment)) == (0, 0)
    assert count(web_session, Organisation) == 1  # whose account the fixtures made

    report = words(finish(desk, job))
    assert "45 rows are in the platform" in report
    assert (count(web_session, Meeting), count(web_session, Commitment)) == (5, 40)

    again = send(desk, content)
    assert "All of it is known already" in words(desk.text(f"{again}/preview"))


def test_a_messy_workbook_goes_in_but_for_a_row_of_each_sheet(
    desk: Walk, web_session: Session
) -> None:
    job = send(desk, messy())
    preview = words(desk.text(f"{job}/preview"))
    assert "5 rows can go in" in preview
    assert "This day does not exist" in preview
    assert "This value is not known. Accepted: job, internship, training, mentoring" in preview
    assert "Sheets that are not read: ملاحظة" in preview
    assert "Sheet of the file: جدول الالتزامات" in preview

    report = words(finish(desk, job))
    assert "5 rows are in the platform" in report
    assert "The file had 7 rows" in report
    web_session.rollback()
    days = set(web_session.scalars(select(Meeting.held_on)))
    assert days == {date(2026, 5, 6), date(2026, 6, 7)}
    deadlines = set(web_session.scalars(select(Commitment.deadline)))
    assert deadlines == {date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)}
    made = web_session.scalars(select(Commitment).where(Commitment.quantity == 12)).one()
    assert (made.governorate_code, made.title) == ("IQ-BA", "لحام")
    assert made.unrecognised == {"ملاحظات": "مهم"}
    assert [party.organisation.name for party in made.parties] == [STEEL]


def test_rejected_rows_come_back_on_their_sheets_to_correct(
    desk: Walk, web_session: Session, web_settings: Settings, tmp_path: Path
) -> None:
    job = send(desk, messy())
    finish(desk, job)
    path = tmp_path / "rejected.xlsx"
    path.write_bytes(desk.client.get(f"{job}/rejected.xlsx").data)
    with open_tables(path, web_settings) as tables:
        sheets = {table.name: [row.cells for row in table.rows()] for table in tables}
    assert [len(rows) for rows in sheets.values()] == [2, 2]
    assert sheets["roundtables"][0] == list(MEETINGS)
    assert sheets["roundtables"][1][:3] == list(HELD[2][:3])
    assert sheets["commitments"][1][3] == PROMISED[3][3]

    held, promised = list(sheets["roundtables"][1]), list(sheets["commitments"][1])
    held[1], promised[3] = "28/2/2026", "دعم عيني"
    fixed = make_workbook(roundtables=[MEETINGS, held], commitments=[PROMISES, promised])
    assert "2 rows are in the platform" in words(finish(desk, send(desk, fixed)))
    assert (count(web_session, Meeting), count(web_session, Commitment)) == (3, 4)


def test_the_report_for_machines_says_on_which_sheet(desk: Walk) -> None:
    job = send(desk, messy())
    finish(desk, job)
    report = desk.client.get(f"{job}/report.json").get_json()
    assert (report["rows"], report["accepted"]) == (7, 5)
    assert {row["sheet"] for row in report["rejected"]} == {"الاجتماعات", "جدول الالتزامات"}
    assert set(report["sheets"]) == {"الاجتماعات", "جدول الالتزامات"}
    assert not {"parts", "made"} & set(report)


def test_what_changes_is_shown_before_and_after(desk: Walk, web_session: Session) -> None:
    finish(desk, send(desk, promise()))
    job = send(desk, promise(quantity=20, deadline="1/6/2028", status_reported="in progress"))
    preview = words(desk.text(f"{job}/preview"))
    assert "1 change a record" in preview
    assert "C-1 How many 12 20" in preview
    assert "C-1 Deadline 31 December 2027 1 June 2028" in preview
    assert "C-1 Who made it says Empty in progress" in preview
    assert commitment(web_session).quantity == 12
    report = words(finish(desk, job))
    assert "C-1 How many 12 20" in report
    assert commitment(web_session).quantity == 20
    assert count(web_session, CommitmentAmendment) == 2


def test_columns_of_a_sheet_that_nobody_understands_are_pointed_out(
    desk: Walk, web_session: Session
) -> None:
    odd = ("ref", "pledging party xx", "type", "quantity", "text")
    row = ("C-1", "Shatt Steel Co.", "job", 12, "12 welders")
    job = desk.start(make_workbook(**SHEET, promises=[odd, row]), name="a.xlsx", kind=KIND)
    assert "Columns are missing" in words(desk.text(f"{job}/columns"))
    preview = words(desk.text(f"{job}/preview"))
    assert "One row can go in" in preview
    assert "No row of this sheet goes in" in preview

    chosen = {**desk.choices(job), "commitments-column-1": "stakeholder"}
    assert desk.post(f"{job}/columns", **chosen).location == f"{job}/preview"
    assert "2 rows can go in" in words(desk.text(f"{job}/preview"))
    finish(desk, job)
    assert commitment(web_session).parties[0].organisation.name == "Shatt Steel Co."


def test_two_columns_of_a_sheet_cannot_mean_the_same(desk: Walk) -> None:
    job = desk.start(promise(), name="a.xlsx", kind=KIND)
    doubled = {**desk.choices(job), "commitments-column-4": "stakeholder"}
    response = desk.post(f"{job}/columns", **doubled)
    assert response.status_code == 422
    assert "Two columns cannot mean the same" in response.get_data(as_text=True)


def _change(session: Session) -> None:
    """Have somebody else change what the file changes, after it was looked at."""
    known = commitment(session)
    known.quantity = 15
    session.commit()


def test_what_was_shown_is_written_or_nothing(desk: Walk, web_session: Session) -> None:
    finish(desk, send(desk, promise()))
    job = send(desk, promise(quantity=20))
    seen = seen_on(desk.text(f"{job}/preview"))
    _change(web_session)

    page = desk.client.get(desk.post(f"{job}/run", seen=seen).location)
    assert page.location == f"{job}/preview"
    assert commitment(web_session).quantity == 15
    assert job_of(web_session, job).state is ImportState.UPLOADED
    assert count(web_session, CommitmentAmendment) == 0
    preview = desk.text(f"{job}/preview")
    assert "Nothing of the file was taken." in words(preview)
    assert "C-1 How many 15 20" in words(preview)

    desk.finish(job, seen=seen_on(preview))
    assert commitment(web_session).quantity == 20


def test_without_the_digest_something_else_would_be_written(
    desk: Walk, web_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(desk, send(desk, promise()))
    monkeypatch.setattr(RoundTableReport, "digest", lambda _: "0" * 64)
    job = send(desk, promise(quantity=20))
    seen = seen_on(desk.text(f"{job}/preview"))
    _change(web_session)
    desk.finish(job, seen=seen)
    changed = web_session.scalars(select(CommitmentAmendment)).one()
    assert (changed.before, changed.after) == ("15", "20")


def test_what_nobody_looked_at_is_not_taken_in(desk: Walk, web_session: Session) -> None:
    job = send(desk, promise())
    assert desk.post(f"{job}/run").location == f"{job}/preview"
    assert job_of(web_session, job).state is ImportState.UPLOADED
    assert count(web_session, Commitment) == 0


def test_looking_writes_nothing_and_tells_the_log_nothing(
    desk: Walk, web_session: Session, samples: Path
) -> None:
    job = send(desk, (samples / "roundtables.xlsx").read_bytes())
    events = count(web_session, AuditEvent)
    first, second = (seen_on(desk.text(f"{job}/preview")) for _ in range(2))
    assert first == second != ""
    assert count(web_session, AuditEvent) == events


def test_the_log_says_who_sent_it_in(desk: Walk, web_session: Session) -> None:
    job = send(desk, promise())
    finish(desk, job)
    event = web_session.scalars(
        select(AuditEvent).where(AuditEvent.action == AuditAction.ROUND_TABLES_IMPORTED)
    ).one()
    account = job_of(web_session, job).account
    assert account is not None
    assert (event.actor, event.details["accepted"]) == (account.public_id, 1)


def test_names_that_may_be_one_and_postings_that_may_count_are_shown(
    desk: Walk, web_session: Session
) -> None:
    known = Organisation(name="Shatt Steel Company", name_key="shatt steel company")
    web_session.add(known)
    web_session.commit()
    report = finish(desk, send(desk, promise()))
    new = commitment(web_session).parties[0].organisation
    assert f"/roundtable/stakeholders/{new.public_id}/relations" in report
    assert f"/roundtable/stakeholders/{known.public_id}" in report
    assert "/roundtable/citations" not in report.partition("<main")[2]

    cite(web_session, commitment(web_session), posted(web_session, known, "C-1"))
    relate_organisations(web_session, COMMAND_LINE, new, RelationKind.WORKS_WITH, known)
    web_session.commit()
    again = desk.text("/imports")
    report = desk.text(_newest(again))
    assert "One posting waits for somebody to say whether it counts" in words(report)
    assert 'href="/roundtable/citations"' in report
    assert f"/roundtable/stakeholders/{new.public_id}/relations" in report

    link = re.search(r'href="([^"]+/relations[^"]+)"', report)
    assert link is not None
    form = desk.text(html.unescape(link[1]))
    assert 'selected value="same_as"' in form
    assert f'selected value="{known.public_id}"' in form

    relate_organisations(web_session, COMMAND_LINE, new, RelationKind.SAME_AS, known)
    web_session.commit()
    assert "/relations" not in desk.text(_newest(again))


def _newest(page: str) -> str:
    """Return the address of the file that is listed first."""
    listed = page.partition("<tbody>")[2]
    return listed.partition('href="')[2].partition('"')[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_sound_in_every_language(
    desk: Walk, check_page: CheckPage, language: str
) -> None:
    finish(desk, send(desk, promise()))
    job = send(desk, messy(promised=[*PROMISED, ("C-1", "", STEEL, "وظيفة", 30, "", "", "", "")]))
    for path in ("/imports", f"/imports/new/{KIND}", f"{job}/columns", f"{job}/preview"):
        check_page(desk.client, path, language)
    desk.finish(job, seen=seen_on(desk.text(f"{job}/preview")))
    check_page(desk.client, job, language)


def test_more_rows_than_can_be_shown_are_refused(
    desk: Walk, web_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wasl.operations.import_roundtables.MOST_ROWS", 3)
    rows = [("ref", "date"), *((f"RT-{n}", "6/5/2026") for n in range(4))]
    job = send(desk, make_workbook(roundtables=rows))
    assert "The file has more than 3 rows" in desk.text(f"{job}/preview")
    assert count(web_session, Meeting) == 0


def test_a_workbook_that_names_thousands_is_refused(
    desk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wasl.operations.importing.stakeholders.MOST_NEW", 3)
    names = "; ".join(f"Company {n}" for n in range(4))
    rows = [("ref", "date", "participants"), ("RT-1", "6/5/2026", names)]
    job = send(desk, make_workbook(roundtables=rows))
    assert "The workbook holds more text than can be read at once" in desk.text(f"{job}/preview")


def test_a_workbook_of_something_else_is_shown_to_be_pointed_out(desk: Walk) -> None:
    content = make_workbook(people=[("aa", "bb", "cc"), (1, 2, 3)])
    job = desk.start(content, name="a.xlsx", kind=KIND)
    assert "Columns are missing" in words(desk.text(f"{job}/columns"))
    assert desk.client.get(f"{job}/preview").location == f"{job}/columns"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_template_has_both_sheets(
    desk: Walk, web_settings: Settings, tmp_path: Path, language: str
) -> None:
    desk.post("/language", language=language, next="/imports")
    path = tmp_path / "template.xlsx"
    path.write_bytes(desk.client.get(f"/imports/templates/{KIND}").data)
    with open_tables(path, web_settings) as tables:
        assert [table.name for table in tables][:2] == ["roundtables", "commitments"]
