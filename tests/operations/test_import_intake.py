"""People out of files: what goes in, what changes, what is never lost."""

import csv
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import CodingDecision, ConsentPurpose, EvidenceGrade, Register
from models.person import Person, PersonIdentity, WorkExperience
from models.register import Consent, RegisterEntry
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.files.errors import FileError
from wasl.operations.import_intake import import_intake
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions
from wasl.operations.person_keys import name_beginnings

TODAY = date(2026, 11, 22)
Import = Callable[..., ImportReport]
HEAD = ["register", "case_no", "name_ar", "phone", "skills", "experience", "languages"]
HEAD += ["consent_matching", "consent_date", "wage_min", "relocate_to", "wants"]
FULL = ["mrc", "A-1", "علي حسن", "07701234567", "welding; wiring", "Welder | 6 | DE"]
FULL += ["German:B1; Arabic:native", "yes", "2026-01-05", "500000", "IQ-BA", "job"]


@pytest.fixture
def take_in(engine: Engine, settings: Settings) -> Import:
    """A function that takes in a file in a transaction of its own."""

    def run(path: Path, **options: object) -> ImportReport:
        with write_session(engine) as session:
            return import_intake(
                session,
                COMMAND_LINE,
                path,
                settings,
                ImportOptions(**options),  # type: ignore[arg-type]
                today=TODAY,
            )

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes rows as CSV."""

    def make(*rows: list[str], head: list[str] = HEAD) -> Path:
        path = tmp_path / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return path

    return make


@pytest.fixture
def person(engine: Engine) -> Iterator[Callable[[], Person]]:
    """A function that loads the one person there is, anew at each call."""
    sessions: list[Session] = []

    def load() -> Person:
        sessions.append(Session(engine))
        return sessions[-1].scalars(select(Person)).one()

    yield load
    for session in sessions:
        session.close()


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.accepted, report.updated, report.unchanged, len(report.rejected)


def changed(row: list[str], **values: str) -> list[str]:
    return [values.get(name, value) for name, value in zip(HEAD, row, strict=True)]


def test_the_messy_file_tells_nothing_new(take_in: Import, samples: Path, session: Session) -> None:
    assert counts(take_in(samples / "intake.xlsx", dry_run=True)) == (400, 0, 0, 0)
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    session.rollback()
    assert counts(take_in(samples / "intake.xlsx")) == (400, 0, 0, 0)
    assert counts(take_in(samples / "intake.xlsx")) == (0, 0, 400, 0)
    assert counts(take_in(samples / "intake_messy_ar.xlsx", dry_run=True)) == (0, 0, 400, 12)
    assert counts(take_in(samples / "intake_messy_ar.xlsx")) == (0, 0, 400, 12)
    entries = session.scalars(select(RegisterEntry)).all()
    assert len(entries) == 400
    # What no column exists for was only in the messy file, and is kept with the record.
    assert any("ملاحظات الباحث" in entry.unrecognised for entry in entries)
    sure = session.scalar(
        select(func.count()).where(WorkExperience.coding_decision == CodingDecision.SURE)
    )
    assert sure
    assert sure > 300


def test_what_a_row_becomes(
    take_in: Import, write: Callable[..., Path], person: Callable[[], Person]
) -> None:
    report = take_in(write([*FULL, "ملاحظة"], head=[*HEAD, "أخرى"]))
    assert counts(report) == (1, 0, 0, 0)
    assert report.unrecognised == ["أخرى"]
    one = person()
    assert one.identity.phone == "+9647701234567"
    assert name_beginnings(one.identity.name_ar or "") == {"علي", "حسن"}
    assert len(one.identity.keys) == 3, "both names and the phone"
    assert [(item.title, item.years, item.country_code) for item in one.experiences] == [
        ("Welder", 6, "DE")
    ]
    assert one.experiences[0].occupation_code == "7212"
    assert one.experiences[0].coding_decision == CodingDecision.SURE
    assert {item.language: item.level for item in one.languages} == {"de": "B1", "ar": "native"}
    assert [item.place_code for item in one.relocations] == ["IQ-BA"]
    assert one.allows(ConsentPurpose.MATCHING)
    assert not one.allows(ConsentPurpose.DATA)
    entry = one.entries[0]
    assert (entry.register, entry.case_no) == (Register.MRC, "A-1")
    assert entry.unrecognised == {"أخرى": "ملاحظة"}
    assert entry.wording["phone"] == "07701234567"
    assert one.consents[0].given_on == date(2026, 1, 5)
    assert one.consents[0].entry_id == entry.id


def test_a_blank_erases_nothing(
    take_in: Import, write: Callable[..., Path], person: Callable[[], Person]
) -> None:
    take_in(write(FULL))
    bare = [*FULL[:3], *[""] * (len(HEAD) - 3)]
    assert counts(take_in(write(bare))) == (0, 0, 1, 0)
    assert counts(take_in(write(["mrc", "A-1", "علي حسن"], head=HEAD[:3]))) == (0, 0, 1, 0)
    one = person()
    assert one.identity.phone == "+9647701234567"
    assert len(one.skills) == 2
    assert counts(take_in(write(FULL))) == (0, 0, 1, 0)


def test_a_changed_row_changes_only_what_it_gives(
    take_in: Import, write: Callable[..., Path], person: Callable[[], Person]
) -> None:
    take_in(write(FULL))
    before = person()
    row = changed(FULL, phone="07801234567", skills="welding; painting", languages="German:B2")
    row = changed(row, wage_min="", relocate_to="any", wants="training; job")
    assert counts(take_in(write(row))) == (0, 1, 0, 0)
    one = person()
    assert one.id == before.id
    assert one.version > before.version
    assert one.identity.phone == "+9647801234567"
    assert [item.wording for item in one.skills] == ["welding", "painting"]
    assert [(item.language, item.level) for item in one.languages] == [("de", "B2")]
    assert one.preference is not None
    assert (one.preference.wage_min, one.preference.relocate_anywhere) == (500_000, True)
    assert not one.relocations
    assert {item.kind for item in one.wants} == {"training", "job"}
    assert counts(take_in(write(row))) == (0, 0, 1, 0)


def test_what_people_confirmed_stays(
    take_in: Import, write: Callable[..., Path], engine: Engine, person: Callable[[], Person]
) -> None:
    take_in(write(changed(FULL, experience="شغل خاص | 3 | IQ")))
    with write_session(engine) as session:
        one = session.scalars(select(Person)).one()
        one.experiences[0].occupation_code = "7411"
        one.experiences[0].coding_decision = CodingDecision.CONFIRMED
        one.skills[0].evidence = EvidenceGrade.TESTED
    row = changed(FULL, experience="شغل خاص | 4 | IQ; Welder | 1 | DE", skills="welding; sewing")
    assert counts(take_in(write(row))) == (0, 1, 0, 0)
    one = person()
    assert next((item.years, item.occupation_code) for item in one.experiences) == (4, "7411")
    assert one.experiences[0].coding_decision == CodingDecision.CONFIRMED
    assert {item.wording: item.evidence for item in one.skills} == {
        "welding": EvidenceGrade.TESTED,
        "sewing": EvidenceGrade.DECLARED,
    }


def test_consent_is_a_history(
    take_in: Import, write: Callable[..., Path], person: Callable[[], Person]
) -> None:
    take_in(write(changed(FULL, consent_matching="", consent_date="")))
    assert not person().consents
    take_in(write(FULL))
    take_in(write(changed(FULL, consent_matching="", consent_date="2026-02-01")))
    assert [consent.granted for consent in person().consents] == [True]
    take_in(write(changed(FULL, consent_matching="كلا", consent_date="2026-03-01")))
    take_in(write(changed(FULL, consent_matching="no", consent_date="2026-04-01")))
    one = person()
    assert [(item.granted, item.given_on) for item in one.consents] == [
        (True, date(2026, 1, 5)),
        (False, date(2026, 3, 1)),
        (False, date(2026, 4, 1)),
    ]
    assert not one.allows(ConsentPurpose.MATCHING)


def test_an_old_list_does_not_take_back_a_withdrawal(
    take_in: Import, write: Callable[..., Path], person: Callable[[], Person]
) -> None:
    given = changed(FULL, consent_matching="yes", consent_date="2026-01-05")
    take_in(write(given))
    take_in(write(changed(FULL, consent_matching="no", consent_date="2026-03-01")))
    assert take_in(write(given)).unchanged == 1
    assert not person().allows(ConsentPurpose.MATCHING)
    take_in(write(changed(FULL, consent_matching="yes", consent_date="2026-04-01")))
    assert person().allows(ConsentPurpose.MATCHING)


def test_two_rows_with_the_same_key(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    other = changed(FULL, name_ar="سعد كريم")
    spelled = changed(FULL, case_no="A-1", skills="wiring; welding")  # the same in other order
    report = take_in(write(FULL, other, spelled))
    assert counts(report) == (1, 0, 1, 1)
    problem = report.rejected[0].to_json()
    assert (problem["row"], problem["column"], problem["value"]) == (3, "case_no", "A-1")
    assert "Row 2" in str(problem["reason"])
    assert session.scalars(select(PersonIdentity.name_ar)).all() == ["علي حسن"]


def test_the_same_person_in_two_registers_is_two_entries(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    take_in(write(FULL, changed(FULL, register="momd")))
    assert session.scalar(select(func.count()).select_from(Person)) == 2


def test_rejected_rows_leave_the_others(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    bad = changed(FULL, case_no="A-2", wage_min="-5")
    report = take_in(write(bad, FULL, changed(FULL, case_no="A-3")))
    assert counts(report) == (2, 0, 0, 1)
    assert report.rows == 3
    assert set(report.to_json()) == {
        "rows",
        "accepted",
        "updated",
        "unchanged",
        "rejected",
        "columns",
        "unrecognised",
    }
    assert report.columns["case_no"] == "case_no"


@pytest.mark.parametrize(
    ("head", "rows", "code"),
    [(HEAD, [], "no_rows"), (["aa", "bb", "cc"], [["1", "2", "3"]], "headers_unknown")],
)
def test_files_of_which_nothing_can_be_used(
    take_in: Import, write: Callable[..., Path], head: list[str], rows: list[list[str]], code: str
) -> None:
    with pytest.raises(FileError) as caught:
        take_in(write(*rows, head=head))
    assert caught.value.code == code


def test_headers_that_cannot_be_guessed_name_what_is_needed(
    take_in: Import, write: Callable[..., Path]
) -> None:
    path = write(["1", "علي", "mrc"], head=["aa", "bb", "cc"])
    with pytest.raises(FileError, match=r"Found: aa, bb, cc\. Needed: .*case_no"):
        take_in(path)
    mapping = {"aa": "case_no", "bb": "name_ar", "cc": "register"}
    assert counts(take_in(path, mapping=mapping)) == (1, 0, 0, 0)
    assert counts(
        take_in(path, mapping={"aa": "case_no", "bb": "name_ar"}, constants={"register": "momd"})
    ) == (1, 0, 0, 0)


def test_too_many_rows_leave_nothing(
    engine: Engine, settings: Settings, write: Callable[..., Path], session: Session
) -> None:
    few = Settings(data_dir=settings.data_dir, import_max_rows=2)
    path = write(*[changed(FULL, case_no=str(number)) for number in range(5)])
    with pytest.raises(FileError), write_session(engine) as own:
        import_intake(own, COMMAND_LINE, path, few, ImportOptions(), today=TODAY)
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_killed_import_leaves_nothing(
    sqlite_template: Path, tmp_path: Path, samples: Path
) -> None:
    database = tmp_path / "wasl.sqlite"
    shutil.copyfile(sqlite_template, database)
    url = f"sqlite:///{database}"
    command = [sys.executable, "-c", "from wasl.cli import main; main()"]
    with subprocess.Popen(
        [*command, "import", "intake", str(samples / "molsa.xlsx")],
        env={"WASL_DATABASE_URL": url, "WASL_DATA_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        running.send_signal(signal.SIGKILL)
        assert "rows read" in first  # the first batch was written
    settings = Settings(data_dir=tmp_path, database_url=url)
    from wasl.database import make_engine

    engine = make_engine(settings)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    with write_session(engine) as session:
        report = import_intake(session, COMMAND_LINE, samples / "molsa.xlsx", settings, today=TODAY)
    assert counts(report) == (2000, 0, 0, 0)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Consent)) > 2000
    engine.dispose()
