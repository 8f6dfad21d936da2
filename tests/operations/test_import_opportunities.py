"""Opportunities out of files."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import (
    CodingDecision,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
)
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job, Training
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions

TODAY = date(2026, 11, 22)
Import = Callable[..., ImportReport]
HEAD = ["ref", "employer", "kind", "title", "seats", "wage_min", "wage_max", "skills_required"]
HEAD += ["skills_desired", "languages", "occupation", "sector", "employer_reg_no"]
FULL = ["V-1", "شركة الرافدين", "job", "Welder", "2", "500000", "700000", "welding; cutting"]
FULL += ["painting", "Arabic:B1", "", "F", "77"]


@pytest.fixture
def take_in(engine: Engine, settings: Settings) -> Import:
    """A function that takes in a file in a transaction of its own."""

    def run(path: Path, **options: object) -> ImportReport:
        with write_session(engine) as session:
            return import_opportunities(
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

    def make(*rows: list[str]) -> Path:
        path = tmp_path / "postings.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        return path

    return make


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.accepted, report.updated, report.unchanged, len(report.rejected)


def changed(row: list[str], **values: str) -> list[str]:
    return [values.get(name, value) for name, value in zip(HEAD, row, strict=True)]


def test_the_messy_file_tells_nothing_new(take_in: Import, samples: Path, session: Session) -> None:
    assert counts(take_in(samples / "opportunities.csv")) == (160, 0, 0, 0)
    assert counts(take_in(samples / "opportunities_messy.xlsx")) == (0, 0, 160, 0)
    statuses = set(session.scalars(select(Opportunity.status)))
    assert statuses == {OpportunityStatus.DRAFT}
    assert set(session.scalars(select(Organisation.standing))) == {OrganisationStanding.UNVETTED}
    assert session.scalar(select(func.count()).select_from(Organisation)) == 60
    session.rollback()
    dry = take_in(samples / "opportunities.csv", publish=True, dry_run=True)
    assert counts(dry) == (0, 160, 0, 0)
    assert counts(take_in(samples / "opportunities.csv", publish=True)) == (0, 160, 0, 0)
    assert counts(take_in(samples / "opportunities_messy.xlsx", publish=True)) == (0, 0, 160, 0)
    assert set(session.scalars(select(Opportunity.status))) == {OpportunityStatus.PUBLISHED}
    assert set(session.scalars(select(Organisation.standing))) == {OrganisationStanding.LISTED}
    kept = session.scalars(select(Opportunity.unrecognised)).all()
    assert {"Contact person role": "Owner"} in kept


def test_what_a_row_becomes(take_in: Import, write: Callable[..., Path], session: Session) -> None:
    assert counts(take_in(write(FULL), publish=True)) == (1, 0, 0, 0)
    posting = session.scalars(select(Opportunity)).one()
    assert isinstance(posting, Job)
    assert posting.status == OpportunityStatus.PUBLISHED
    assert (posting.seats, posting.wage_min, posting.wage_max) == (2, 500_000, 700_000)
    assert posting.occupation_code == "7212"
    assert {(skill.wording, skill.required) for skill in posting.skills} == {
        ("welding", True),
        ("cutting", True),
        ("painting", False),
    }
    assert posting.organisation.standing == OrganisationStanding.LISTED
    assert (posting.organisation.sector_code, posting.organisation.registration_no) == ("F", "77")
    assert posting.key == "شركة الرافدين/V-1"


def test_an_occupation_in_the_file_counts_as_confirmed(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    take_in(write(changed(FULL, occupation="7214")))
    posting = session.scalars(select(Opportunity)).one()
    assert (posting.occupation_code, posting.coding_decision) == (
        "7214",
        CodingDecision.CONFIRMED,
    )
    session.rollback()
    assert counts(take_in(write(FULL))) == (0, 0, 1, 0)  # a blank does not take it back


def test_employers_are_found_again_in_other_spellings(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    rows = [FULL, changed(FULL, ref="V-2", employer="شركه  الرافديـن"), changed(FULL, ref="V-1")]
    assert counts(take_in(write(*rows))) == (2, 0, 1, 0)
    assert session.scalar(select(func.count()).select_from(Organisation)) == 1
    session.rollback()
    assert counts(take_in(write(changed(FULL, employer="شركه الرافدين")))) == (0, 0, 1, 0)


def test_rows_that_contradict_each_other_about_their_employer(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    rows = [FULL, changed(FULL, ref="V-2", sector="85", employer_reg_no="78")]
    take_in(write(*rows))
    assert counts(take_in(write(*rows))) == (0, 0, 2, 0)
    assert session.scalars(select(Organisation.sector_code)).one() == "F"
    session.rollback()
    assert counts(take_in(write(changed(FULL, employer_reg_no="79")))) == (0, 1, 0, 0)
    assert session.scalars(select(Organisation.registration_no)).one() == "79"


def test_a_changed_row(take_in: Import, write: Callable[..., Path], session: Session) -> None:
    take_in(write(FULL))
    before = session.scalars(select(Opportunity)).one()
    identity = (before.id, before.public_id)
    session.rollback()
    row = changed(FULL, title="Electrician", seats="", skills_required="wiring", kind="training")
    assert counts(take_in(write(row), dry_run=True)) == (0, 1, 0, 0)
    assert counts(take_in(write(row))) == (0, 1, 0, 0)
    session.expunge_all()
    posting = session.scalars(select(Opportunity)).one()
    assert isinstance(posting, Training)
    assert posting.kind == OpportunityKind.TRAINING
    assert (posting.id, posting.public_id) == identity
    assert (posting.seats, posting.occupation_code) == (2, "7411")
    assert {skill.wording for skill in posting.skills} == {"wiring", "painting"}
    session.rollback()
    assert counts(take_in(write(row))) == (0, 0, 1, 0)


def test_rows_that_cannot_go_in(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    report = take_in(
        write(
            changed(FULL, ref="1", seats="0"),
            changed(FULL, ref="2", wage_max="100"),
            changed(FULL, ref="3", kind="volunteering"),
            changed(FULL, ref=""),
            changed(FULL, ref="5", title=""),
            changed(FULL, ref="6", seats="-1"),
            FULL,
        )
    )
    assert counts(report) == (1, 0, 0, 6)
    assert [(problem.column, problem.code) for problem in report.rejected] == [
        ("seats", "not_positive"),
        ("wage_max", "wage_order"),
        ("kind", "unknown_value"),
        ("ref", "required"),
        ("title", "required"),
        ("seats", "not_positive"),
    ]


def test_a_wage_below_the_one_known_before(
    take_in: Import, write: Callable[..., Path], session: Session
) -> None:
    take_in(write(FULL))
    report = take_in(write(changed(FULL, wage_min="", wage_max="400000")))
    assert counts(report) == (0, 0, 0, 1)
    assert report.rejected[0].code == "wage_order"
    assert session.scalars(select(Opportunity.wage_max)).one() == 700_000


def test_every_posting_that_a_file_publishes_has_it_in_its_log(
    session: Session, take_in: Import, samples: Path
) -> None:
    take_in(samples / "opportunities.csv", publish=True)
    shown = select(Opportunity.id).where(Opportunity.status == OpportunityStatus.PUBLISHED)
    logged = select(OpportunityMove.opportunity_id).where(
        OpportunityMove.step == OpportunityStep.PUBLISH,
        OpportunityMove.source == OpportunityStatus.DRAFT,
        OpportunityMove.target == OpportunityStatus.PUBLISHED,
    )
    published = sorted(session.scalars(shown))
    assert published
    assert sorted(session.scalars(logged)) == published
