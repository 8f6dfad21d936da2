"""Files name an organisation by any of its names; nobody is there twice for it."""

import csv
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.meeting import Participant
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from tests.operations.cast import TODAY
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.explain_match import find_opportunity_by_key
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.importing.table import ImportOptions
from wasl.operations.organisation_names import name_key
from wasl.operations.stakeholders.names import (
    OrganisationNames,
    name_organisation,
    names_version,
)

NAMES = ("Zagros Energy", "زاگروس للطاقة", "زاگرۆس بۆ وزە", "Zagros Solar")


@pytest.fixture
def zagros(engine: Engine) -> None:
    """A company that was renamed, and has a name in each language."""
    with write_session(engine) as session:
        one = Organisation(name="Zagros Solar", name_key=name_key("Zagros Solar"))
        session.add(one)
        session.flush()
        names = OrganisationNames(name=NAMES[0], by_language={"ar": NAMES[1], "ckb": NAMES[2]})
        name_organisation(session, COMMAND_LINE, one, names, seen=names_version(one))


def only(session: Session) -> Organisation:
    return session.scalars(select(Organisation)).one()


@pytest.mark.parametrize("dry_run", [False, True])
def test_opportunities_come_to_it_by_each_name(
    engine: Engine, settings: Settings, tmp_path: Path, zagros: None, dry_run: bool
) -> None:
    path = tmp_path / "list.csv"
    rows = [[f"J-{n}", name, "job", "welder", "2"] for n, name in enumerate(NAMES)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["ref", "employer", "kind", "title", "seats"], *rows])
    for unchanged in (0,) if dry_run else (0, 4):
        with write_session(engine) as session:
            options = ImportOptions(dry_run=dry_run)
            report = import_opportunities(
                session, COMMAND_LINE, path, settings, options, today=TODAY
            )
            assert (report.rejected, report.unchanged) == ([], unchanged)
    with write_session(engine) as session:
        assert only(session).name == NAMES[0]
        found = session.scalar(select(func.count(Opportunity.id)))
        assert found == (0 if dry_run else 4)


def test_one_posting_under_two_names_stands_in_a_file_twice(
    engine: Engine, settings: Settings, tmp_path: Path, zagros: None
) -> None:
    path = tmp_path / "list.csv"
    rows = [["J-1", name, "job", "welder", "2"] for name in NAMES[:2]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["ref", "employer", "kind", "title", "seats"], *rows])
    with write_session(engine) as session:
        report = import_opportunities(session, COMMAND_LINE, path, settings, today=TODAY)
    assert [one.row for one in report.rejected] == [3]


def test_a_workbook_of_roundtables_knows_its_names(
    engine: Engine, settings: Settings, tmp_path: Path, zagros: None
) -> None:
    path = tmp_path / "tables.xlsx"
    head = ("ref", "date", "city", "host", "chair", "title", "participants")
    first = ("RT-1", "2026-05-06", "Basra", NAMES[3], f"{NAMES[1]}, Director", "Work", NAMES[2])
    promise = ("ref", "roundtable", "stakeholder", "type", "quantity", "unit", "text")
    second = ("C-1", "RT-1", NAMES[1], "job", 3, "jobs", "Hire 3 returnees as welder")
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("roundtables", (head, first)), ("commitments", (promise, second))):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    with write_session(engine) as session:
        report = import_roundtables(
            session, COMMAND_LINE, path, settings, ImportOptions(), today=TODAY
        )
        assert report.made == []
    with write_session(engine) as session:
        seat = session.scalars(select(Participant)).one()
        promised = session.scalars(select(Commitment)).one()
        assert seat.organisation is only(session)
        assert seat.role == "Director"
        assert [one.organisation for one in promised.parties] == [seat.organisation]


def test_a_posting_is_found_by_the_key_of_each_name(session: Session, zagros: None) -> None:
    one = only(session)
    job = Job(organisation=one, ref="J-1", title="Baker", seats=1, employer_wording="Zagros")
    session.add(job)
    session.flush()
    for name in ("Zagros", *NAMES):
        assert find_opportunity_by_key(session, f"{name}/J-1") is job
