"""Roundtables and commitments out of files."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.commitment import Assessment, Citation, Commitment, CommitmentAmendment
from models.enums import CodingDecision, OrganisationStanding
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import (
    Achievement,
    AssessmentVoice,
    Attendance,
    CommitmentField,
    CommitmentKind,
    MeetingState,
    ParticipantPart,
    StakeholderKind,
)
from models.stakeholder import Stakeholder
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.files.errors import FileError
from wasl.operations.commitments.cite import count_waiting
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.export_commitments import COLUMNS, export_commitments
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.importing.round_table_report import RoundTableReport
from wasl.operations.importing.table import ImportOptions

TODAY = date(2026, 11, 22)
TakeIn = Callable[..., RoundTableReport]
Sheets = dict[str, Sequence[Sequence[object]]]

MEETINGS = ("ref", "date", "city", "host", "chair", "title", "participants")
PROMISES: tuple[str, ...] = (
    "ref",
    "roundtable",
    "stakeholder",
    "type",
    "quantity",
    "unit",
    "sector",
)
PROMISES += ("governorate", "deadline", "text", "responsible_role", "status_reported")
BASRA = (
    "RT-1",
    "2026-05-06",
    "Basra",
    "Basra Chamber",
    "MoP, Deputy Minister",
    "Work",
    "MoP; GMAC",
)
WELDERS: dict[str, object] = {
    "ref": "C-1",
    "roundtable": "RT-1",
    "stakeholder": "GMAC",
    "type": "training",
    "quantity": 12,
    "unit": "places",
    "governorate": "Basra",
    "deadline": "2027-03-31",
    "text": "Train 12 returnees as welder",
    "status_reported": "in progress",
}


@pytest.fixture
def take_in(engine: Engine, settings: Settings) -> TakeIn:
    """A function that takes in a file in a transaction of its own."""

    def run(path: Path, **options: object) -> RoundTableReport:
        with write_session(engine) as session:
            given = ImportOptions(**options)  # type: ignore[arg-type]
            return import_roundtables(session, COMMAND_LINE, path, settings, given, today=TODAY)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Sheets], Path]:
    """A function that writes a workbook."""

    def make(sheets: Sheets) -> Path:
        path = tmp_path / "sheets.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return make


def promised(**changes: object) -> list[object]:
    values = {**WELDERS, **changes}
    return [values.get(name, "") for name in PROMISES]


def sheets(*promises: list[object], meetings: Sequence[Sequence[object]] = (BASRA,)) -> Sheets:
    return {"roundtables": [MEETINGS, *meetings], "commitments": [PROMISES, *promises]}


def counts(report: RoundTableReport) -> tuple[int, int, int, int]:
    return report.accepted, report.updated, report.unchanged, len(report.rejected)


def only_commitment(session: Session) -> Commitment:
    session.expire_all()
    return session.scalars(select(Commitment)).one()


def test_the_sample_goes_in_and_a_second_time_changes_nothing(
    take_in: TakeIn, samples: Path, session: Session
) -> None:
    first = take_in(samples / "roundtables.xlsx")
    assert counts(first) == (45, 0, 0, 0)
    assert {name: sheet.accepted for name, sheet in first.sheets.items()} == {
        "roundtables": 5,
        "commitments": 40,
    }
    events = select(func.count()).select_from(AuditEvent)
    before = session.scalar(events)
    session.rollback()
    assert counts(take_in(samples / "roundtables.xlsx")) == (0, 0, 45, 0)
    assert session.scalar(events) == (before or 0) + 1  # that a file came
    assert session.scalar(select(func.count()).select_from(CommitmentAmendment)) == 0
    assert session.scalar(select(func.count()).select_from(Assessment)) == 31


def test_what_is_in_the_sample(take_in: TakeIn, samples: Path, session: Session) -> None:
    take_in(samples / "roundtables.xlsx")
    by_ref = {one.ref: one for one in session.scalars(select(Commitment))}
    kinds = {one.kind for one in by_ref.values()}
    assert kinds == set(CommitmentKind)
    solar = by_ref["C-2025-01"]
    assert (solar.title, solar.occupation_code) == ("solar installer", "7411")
    assert (solar.made_on, solar.deadline) == (date(2025, 9, 17), date(2026, 12, 30))
    assert (solar.quantity, solar.unit, solar.sector_code) == (4, "jobs", "35")
    assert by_ref["C-2023-01"].title == "موظف إداري"
    assert by_ref["C-2026-05"].title == "طباخ"
    assert by_ref["C-2026-06"].title == ""  # loans name no trade
    assert {one.title for one in by_ref.values() if one.kind is CommitmentKind.POLICY} == {""}
    trades = [one for one in by_ref.values() if one.title]
    sure = [one for one in trades if one.coding_decision is CodingDecision.SURE]
    assert len(trades) == 35
    assert len(sure) > 25


def test_organisations_are_found_or_made_as_stakeholders_that_nobody_vetted(
    take_in: TakeIn, samples: Path, settings: Settings, engine: Engine, session: Session
) -> None:
    with write_session(engine) as writing:
        path = samples / "opportunities.csv"
        import_opportunities(writing, COMMAND_LINE, path, settings, today=TODAY)
    known = session.scalar(select(func.count()).select_from(Organisation)) or 0
    session.rollback()
    take_in(samples / "roundtables.xlsx")
    kinds = {
        name: (kind, standing, registered)
        for name, kind, standing, registered in session.execute(
            select(
                Organisation.name,
                Stakeholder.kind,
                Organisation.standing,
                Organisation.registered_at,
            ).join(Stakeholder, Stakeholder.organisation_id == Organisation.id)
        )
    }
    assert {one[1:] for one in kinds.values()} == {(OrganisationStanding.UNVETTED, None)}
    assert kinds["MoLSA"][0] is StakeholderKind.MINISTRY
    assert kinds["Basra Chamber of Commerce"][0] is StakeholderKind.CHAMBER
    assert kinds["Iraqi Industries Union"][0] is StakeholderKind.UNION
    assert kinds["GMAC"][0] is StakeholderKind.PROVIDER
    assert kinds["Saqiyat Al-Khair Telecom Co."][0] is StakeholderKind.COMPANY
    after = session.scalar(select(func.count()).select_from(Organisation)) or 0
    assert after - known < len(kinds)  # who posts already was found


def test_who_sat_there(take_in: TakeIn, samples: Path, session: Session) -> None:
    take_in(samples / "roundtables.xlsx")
    first = session.scalars(select(Meeting).where(Meeting.ref == "RT-2022-BGD")).one()
    assert (first.state, first.governorate_code) == (MeetingState.HELD, "IQ-BG")
    assert len(first.participants) == 8
    parts = {one.organisation.name: (one.part, one.role) for one in first.participants}
    assert parts["Baghdad Chamber of Commerce"] == (ParticipantPart.HOST, None)
    role = "Director General of Labour and Vocational Training"
    assert parts["MoLSA"] == (ParticipantPart.CHAIR, role)
    assert {one.attendance for one in first.participants} == {Attendance.PRESENT}


def test_postings_are_linked_whichever_file_comes_first(
    take_in: TakeIn, samples: Path, settings: Settings, engine: Engine, session: Session
) -> None:
    """29 postings cite 25 commitments; those of an organisation by another name wait."""
    with write_session(engine) as writing:
        options = ImportOptions(publish=True)
        path = samples / "opportunities.csv"
        import_opportunities(writing, COMMAND_LINE, path, settings, options, today=TODAY)
    take_in(samples / "roundtables.xlsx")
    _check_sample_links(session)


def test_postings_are_linked_when_they_come_last(
    take_in: TakeIn, samples: Path, settings: Settings, engine: Engine, session: Session
) -> None:
    take_in(samples / "roundtables.xlsx")
    with write_session(engine) as writing:
        options = ImportOptions(publish=True)
        path = samples / "opportunities.csv"
        import_opportunities(writing, COMMAND_LINE, path, settings, options, today=TODAY)
    _check_sample_links(session)


def _check_sample_links(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Citation)) == 29
    assert session.scalar(select(func.count(Citation.commitment_id.distinct()))) == 25
    assert count_waiting(session) == 9
    commitments = session.scalars(select(Commitment)).all()
    drawn = draw_down(session, commitments)
    by_ref = {one.ref: drawn[one.id] for one in commitments}
    assert (by_ref["C-2026-03"].offered, by_ref["C-2026-03"].to_confirm) == (3, 0)
    assert (by_ref["C-2025-04"].offered, by_ref["C-2025-04"].to_confirm) == (0, 25)
    assert by_ref["C-2025-01"].offered == 11


def test_a_change_is_an_amendment_and_a_blank_erases_nothing(
    take_in: TakeIn, write: Callable[[Sheets], Path], session: Session
) -> None:
    assert counts(take_in(write(sheets(promised())))) == (2, 0, 0, 0)
    session.rollback()
    blank = promised(unit="", deadline="", text="", status_reported="", quantity=20)
    assert counts(take_in(write(sheets(blank)))) == (0, 1, 1, 0)
    known = only_commitment(session)
    assert (known.quantity, known.unit, known.deadline) == (20, "places", date(2027, 3, 31))
    change = session.scalars(select(CommitmentAmendment)).one()
    assert (change.field, change.before, change.after) == (CommitmentField.QUANTITY, "12", "20")
    assert known.title == "welder"
    session.rollback()
    joint = promised(stakeholder="GMAC; Basra Chamber", text="Train 20 returnees as plumber")
    take_in(write(sheets(joint)))
    known = only_commitment(session)
    assert [party.organisation.name for party in known.parties] == ["GMAC", "Basra Chamber"]
    assert [party.leads for party in known.parties] == [True, False]
    assert known.title == "plumber"
    fields = set(session.scalars(select(CommitmentAmendment.field)))
    assert {CommitmentField.PARTIES, CommitmentField.TEXT, CommitmentField.OCCUPATION} <= fields


def test_what_a_party_reports_is_kept_in_its_words_and_never_counted(
    take_in: TakeIn, write: Callable[[Sheets], Path], session: Session
) -> None:
    take_in(write(sheets(promised(status_reported="partly fulfilled"))))
    session.rollback()
    take_in(write(sheets(promised(status_reported="nearly there"))))
    said = session.scalars(select(Assessment).order_by(Assessment.id)).all()
    assert [(one.voice, one.achievement, one.wording) for one in said] == [
        (AssessmentVoice.SELF, Achievement.SUBSTANTIAL, "partly fulfilled"),
        (AssessmentVoice.SELF, None, "nearly there"),
    ]
    known = only_commitment(session)
    assert draw_down(session, [known])[known.id].filled == 0


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"roundtable": "RT-9"}, "roundtable", "no_such_roundtable"),
        ({"type": "promise"}, "type", "unknown_value"),
        ({"quantity": ""}, "quantity", "required"),
        ({"quantity": 0}, "quantity", "not_positive"),
        ({"text": ""}, "text", "required"),
        ({"stakeholder": ""}, "stakeholder", "required"),
        ({"deadline": "2026-05-05"}, "deadline", "before_made"),
        ({"governorate": "Berlin"}, "governorate", "not_in_iraq"),
    ],
)
def test_a_bad_row_stays_out_alone(
    take_in: TakeIn,
    write: Callable[[Sheets], Path],
    changes: dict[str, object],
    column: str,
    code: str,
) -> None:
    report = take_in(write(sheets(promised(ref="C-2"), promised(**changes))))
    assert counts(report) == (2, 0, 0, 1)
    problem = report.rejected[0]
    assert (problem.sheet, problem.row, problem.column) == ("commitments", 3, column)
    assert problem.code == code


def test_a_reference_stays_with_its_commitment(
    take_in: TakeIn, write: Callable[[Sheets], Path], session: Session
) -> None:
    other = ("RT-2", "2026-06-06", "Erbil", "", "", "", "")
    take_in(write(sheets(promised())))
    session.rollback()
    moved = sheets(promised(roundtable="RT-2"), meetings=(BASRA, other))
    assert [one.code for one in take_in(write(moved)).rejected] == ["other_commitment"]
    report = take_in(write(sheets(promised(type="job"))))
    assert [one.code for one in report.rejected] == ["other_commitment"]
    assert only_commitment(session).kind is CommitmentKind.TRAINING


def test_sheets_are_told_by_their_headers_in_other_words(
    take_in: TakeIn, write: Callable[[Sheets], Path], session: Session
) -> None:
    path = write(
        {
            "ورقة1": [
                ["جدول الالتزامات"],
                [
                    "رقم الالتزام",
                    "الجهة",
                    "النوع",
                    "العدد",
                    "الموعد النهائي",
                    "نص الالتزام",
                    "ملاحظات",
                ],
                [
                    "ت-١",
                    "غرفة تجارة البصرة",
                    "تدريب",
                    "١٢",
                    "٣١/٣/٢٠٢٧",
                    "تدريب ١٢ على مهنة لحام",
                    "مهم",
                ],
            ],
            "ورقة2": [
                ["رقم الطاولة المستديرة", "تاريخ الانعقاد", "المدينة", "المشاركون"],
                ["ط-١", "6/5/2026", "البصرة", "غرفة تجارة البصرة، وزارة التخطيط\nGMAC"],
            ],
        }
    )
    report = take_in(path)
    assert counts(report) == (2, 0, 0, 0)
    assert report.unrecognised == ["ملاحظات"]
    known = only_commitment(session)
    assert (known.kind, known.quantity) == (CommitmentKind.TRAINING, 12)
    assert (known.deadline, known.title) == (date(2027, 3, 31), "لحام")
    assert known.unrecognised == {"ملاحظات": "مهم"}
    meeting = session.scalars(select(Meeting)).one()
    assert meeting.held_on == date(2026, 5, 6)


def test_a_dry_run_says_the_same_and_writes_nothing(
    take_in: TakeIn, samples: Path, session: Session
) -> None:
    told = take_in(samples / "roundtables.xlsx", dry_run=True)
    assert counts(told) == (45, 0, 0, 0)
    for table in (Meeting, Commitment, Organisation, AuditEvent):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    json.dumps(told.to_json())


def test_a_file_of_something_else_is_refused(
    take_in: TakeIn, samples: Path, session: Session
) -> None:
    with pytest.raises(FileError):
        take_in(samples / "gold_coding.csv")
    assert session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_the_log_says_that_a_file_came(take_in: TakeIn, samples: Path, session: Session) -> None:
    take_in(samples / "roundtables.xlsx")
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == AuditAction.ROUND_TABLES_IMPORTED)
    ).one()
    assert event.details == {"accepted": 45, "updated": 0, "unchanged": 0, "rejected": 0}


def test_what_was_exported_is_read_back_and_changes_nothing(
    take_in: TakeIn, samples: Path, session: Session, tmp_path: Path
) -> None:
    take_in(samples / "roundtables.xlsx")
    out = tmp_path / "out.csv"
    assert export_commitments(session, out, TODAY) == 40
    session.rollback()
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["commitment"]: row for row in csv.DictReader(file)}
    assert tuple(rows["C-2022-01"]) == COLUMNS
    assert rows["C-2022-01"] == {
        "commitment": "C-2022-01",
        "stakeholder": "Tal Al-Dhahab Business Services Est.",
        "type": "internship",
        **dict.fromkeys(("offered", "filled", "retained", "to_confirm"), "0"),
        "pledged": "5",
        "deadline": "2023-03-28",
        "status": "overdue",
    }
    assert counts(take_in(out)) == (0, 0, 40, 0)
    assert {str(one.unrecognised) for one in session.scalars(select(Commitment))} == {"{}"}
