"""An import stays in the importer's caseload: it makes cases, and touches nobody else's."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Agency, Role
from models.office import Office
from models.person import Person, PersonIdentity
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.import_intake import import_intake
from wasl.operations.importing import caseload
from wasl.operations.importing.caseload import GENERAL_REGISTER
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions

HEAD = ["register", "case_no", "name_ar", "phone", "intake_agency", "intake_office"]
ALI = ["mrc", "A-1", "علي حسن", "07701234567", "", ""]
Import = Callable[..., ImportReport]


@pytest.fixture
def staff(engine: Engine) -> dict[str, Viewer]:
    """Caseworkers by office: two offices of a ministry, one of another."""
    with write_session(engine) as session:
        offices = {
            "erbil": ensure_office(session, Agency.MRC, "Erbil"),
            "basra": ensure_office(session, Agency.MRC, "Basra"),
            "labour": ensure_office(session, Agency.MOLSA, "Erbil"),
        }
        found = {}
        for name, office in offices.items():
            given = NewAccount(
                login=f"{name}@office.example",
                password=None,
                display_name=name,
                role=Role.CASEWORKER,
                office=office,
            )
            found[name] = viewer_of(create_account(session, COMMAND_LINE, given, way="command"))
    return found


@pytest.fixture
def take_in(engine: Engine, settings: Settings, tmp_path: Path) -> Import:
    """Take in rows, given as lists of cells, for somebody."""

    def run(by: Viewer, *rows: list[str], dry_run: bool = False) -> ImportReport:
        path = tmp_path / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        with write_session(engine) as session:
            return import_intake(session, by, path, settings, ImportOptions(dry_run=dry_run))

    return run


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.accepted, report.updated, report.unchanged, len(report.rejected)


def cases(engine: Engine) -> list[tuple[str, str]]:
    """Agency and name of the office of each case that is open and accepted."""
    with Session(engine) as session:
        rows = session.execute(
            select(Office.agency, Office.name)
            .join(CaseAssignment, CaseAssignment.office_id == Office.id)
            .where(CaseAssignment.accepted_at.is_not(None), CaseAssignment.ended_at.is_(None))
            .order_by(CaseAssignment.id)
        )
        return [(agency.value, name) for agency, name in rows]


def phone(engine: Engine) -> str | None:
    with Session(engine) as session:
        return session.scalar(select(PersonIdentity.phone))


def test_who_is_new_becomes_a_case_of_the_importers_office(
    engine: Engine, staff: dict[str, Viewer], take_in: Import
) -> None:
    elsewhere = ["momd", "B-1", "سعد كريم", "", "MoMD", "Kirkuk"]
    assert counts(take_in(staff["erbil"], ALI, elsewhere)) == (2, 0, 0, 0)
    assert cases(engine) == [("MRC", "Erbil")] * 2, "what the file says of agencies changes nothing"
    with Session(engine) as session:
        case = session.scalars(select(CaseAssignment)).first()
        assert case is not None
        assert case.basis == AssignmentBasis.INTAKE
        assert case.accepted_by_id == case.offered_by_id == staff["erbil"].account_id
    assert counts(take_in(staff["erbil"], ALI)) == (0, 0, 1, 0)
    assert len(cases(engine)) == 2, "a row that is sent again makes no second case"


@pytest.mark.parametrize("other", ["basra", "labour"])
@pytest.mark.parametrize("number", ["07701234567", "07709999999"])
def test_a_case_of_another_office_is_neither_changed_nor_told_about(
    engine: Engine, staff: dict[str, Viewer], take_in: Import, other: str, number: str
) -> None:
    take_in(staff["erbil"], ALI)
    row = [*ALI[:3], number, *ALI[4:]]
    for dry_run in (True, False):
        report = take_in(staff[other], row, dry_run=dry_run)
        assert counts(report) == (0, 0, 0, 1), "the same row must not be told from another"
        problem = report.rejected[0]
        assert (problem.code, problem.column, problem.value) == ("another_office", "case_no", "A-1")
        assert not problem.params
    assert phone(engine) == "+9647701234567"
    assert cases(engine) == [("MRC", "Erbil")]


def test_the_other_rows_of_the_file_go_in(
    engine: Engine, staff: dict[str, Viewer], take_in: Import
) -> None:
    take_in(staff["erbil"], ALI)
    other = ["mrc", "A-2", "سعد كريم", "", "", ""]
    assert counts(take_in(staff["basra"], ALI, other)) == (1, 0, 0, 1)
    assert cases(engine) == [("MRC", "Erbil"), ("MRC", "Basra")]


def test_a_case_that_was_given_up_is_no_longer_changed(
    engine: Engine, staff: dict[str, Viewer], take_in: Import
) -> None:
    take_in(staff["erbil"], ALI)
    with write_session(engine) as session:
        session.scalars(select(CaseAssignment)).one().ended_at = utc_now()
    assert counts(take_in(staff["erbil"], [*ALI[:3], "07709999999", "", ""])) == (0, 0, 0, 1)
    assert phone(engine) == "+9647701234567"


@pytest.mark.parametrize("accepted", [False, True])
def test_a_referred_case_is_changed_once_it_is_accepted(
    engine: Engine, staff: dict[str, Viewer], take_in: Import, *, accepted: bool
) -> None:
    take_in(staff["erbil"], ALI)
    with write_session(engine) as session:
        session.add(
            CaseAssignment(
                person_id=session.scalars(select(Person.id)).one(),
                office_id=staff["basra"].office_id,
                basis=AssignmentBasis.REFERRAL,
                accepted_at=utc_now() if accepted else None,
            )
        )
    report = take_in(staff["basra"], [*ALI[:3], "07709999999", "", ""])
    assert counts(report) == ((0, 1, 0, 0) if accepted else (0, 0, 0, 1))


def test_the_command_line_gives_cases_to_the_offices_of_the_rows(
    engine: Engine, staff: dict[str, Viewer], take_in: Import
) -> None:
    report = take_in(
        COMMAND_LINE,
        ["momd", "1", "علي حسن", "", "MoMD", "Kirkuk"],
        ["momd", "2", "سعد كريم", "", "MoMD", "kirkuk"],
        ["molsa", "3", "زينب علي", "", "", "Erbil"],
        ["mofa", "4", "هدى سالم", "", "MoFA", ""],
        ["self", "5", "نور محمد", "", "", ""],
    )
    assert counts(report) == (5, 0, 0, 0)
    assert cases(engine) == [
        ("MoMD", "Kirkuk"),
        ("MoMD", "Kirkuk"),
        ("MoLSA", "Erbil"),
        ("MoFA", GENERAL_REGISTER),
    ]
    with Session(engine) as session:
        names = func.count(Office.id)
        assert session.scalar(select(names).where(Office.agency == Agency.MOLSA)) == 1


def test_the_command_line_updates_whosever_case_it_is(
    engine: Engine, staff: dict[str, Viewer], take_in: Import
) -> None:
    take_in(staff["erbil"], ALI)
    changed = [*ALI[:3], "07709999999", "momd", "Kirkuk"]
    assert counts(take_in(COMMAND_LINE, changed)) == (0, 1, 0, 0)
    assert phone(engine) == "+9647709999999"
    assert cases(engine) == [("MRC", "Erbil")], "a list moves no case; a referral does"


def test_without_the_filter_another_offices_case_would_change(
    engine: Engine, staff: dict[str, Viewer], take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the tests above."""
    take_in(staff["erbil"], ALI)
    monkeypatch.setattr(caseload, "visible", lambda _by, _permission: Person.id > 0)
    report = take_in(staff["basra"], [*ALI[:3], "07709999999", "", ""])
    assert counts(report) == (0, 1, 0, 0)
    assert phone(engine) == "+9647709999999"
