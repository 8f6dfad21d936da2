"""Files that employers send: of their own organisation alone, as drafts, and nothing else."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import ImportKind, OpportunityStatus, OrganisationStanding, Role
from models.import_job import ImportJob
from models.opportunity import Opportunity, Organisation
from tests.operations.cast import TODAY
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations import import_opportunities as module
from wasl.operations.import_jobs import JobChoices, preview_import, upload_path
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.organisations import Organisations, OwnOrganisation
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions
from wasl.operations.organisation_names import unchecked_key

HEAD = ["ref", "employer", "kind", "title", "seats"]
Send = Callable[..., ImportReport]


@pytest.fixture
def staff(session: Session) -> Staff:
    found = staff_of(session)
    session.commit()
    return found


@pytest.fixture
def owner(staff: Staff) -> Viewer:
    """The owner of the bakery."""
    found = viewer(staff.add(Role.EMPLOYER_OWNER))
    staff.session.commit()
    return found


def write(path: Path, *rows: list[str], head: list[str] | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head or HEAD, *rows])
    return path


@pytest.fixture
def send(engine: Engine, settings: Settings, tmp_path: Path) -> Send:
    """A function that takes in rows for somebody, in a transaction of its own."""

    def run(
        by: Viewer, *rows: list[str], head: list[str] | None = None, **options: object
    ) -> ImportReport:
        path = write(tmp_path / "own.csv", *rows, head=head)
        with write_session(engine) as session:
            given = ImportOptions(**options)  # type: ignore[arg-type]
            return import_opportunities(session, by, path, settings, given, today=TODAY)

    return run


def postings(session: Session) -> list[Opportunity]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Opportunity).order_by(Opportunity.ref)))


def reasons(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in report.rejected]


def test_rows_are_drafts_of_ones_own_organisation(
    send: Send, owner: Viewer, staff: Staff, session: Session
) -> None:
    rows = [["1", "", "job", "Baker", "2"], ["2", "BAKERY", "job", "Miller", ""]]
    report = send(owner, *rows, publish=True)
    assert (report.accepted, reasons(report)) == (2, [])
    found = postings(session)
    assert {posting.organisation_id for posting in found} == {staff.bakery.id}
    assert {posting.status for posting in found} == {OpportunityStatus.DRAFT}
    assert {posting.created_by_id for posting in found} == {owner.account_id}
    again = send(owner, *rows, publish=True)
    assert (again.unchanged, again.updated) == (2, 0)


def test_no_column_for_the_employer_is_needed(send: Send, owner: Viewer, session: Session) -> None:
    head = ["ref", "kind", "title"]
    assert send(owner, ["1", "job", "Baker"], head=head).accepted == 1
    assert postings(session)[0].employer_wording == "Bakery"


def test_rows_of_others_stay_out_and_make_no_organisation(
    send: Send, owner: Viewer, session: Session
) -> None:
    rows = [["1", "Mill", "job", "Miller", "1"], ["2", "Nobody Knows", "job", "Miller", "1"]]
    before = session.scalar(select(func.count()).select_from(Organisation))
    report = send(owner, *rows, ["3", "", "job", "Baker", "1"])
    assert reasons(report) == [
        (2, "employer", "another_employer"),
        (3, "employer", "another_employer"),
    ]
    assert "“Bakery”" in str(report.rejected[0].to_record()["reason"])
    assert [posting.ref for posting in postings(session)] == ["3"]
    assert session.scalar(select(func.count()).select_from(Organisation)) == before


def test_without_the_protection_rows_of_others_would_go_in(
    send: Send, owner: Viewer, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: an employer's file treated like an office's posts in the name of others."""
    monkeypatch.setattr(module, "_own_organisation", lambda *_: None)
    send(owner, ["1", "Mill", "job", "Miller", "1"], publish=True)
    (posting,) = postings(session)
    assert posting.organisation.name == "Mill"


def test_the_same_reference_of_another_employer_is_left_alone(
    send: Send, owner: Viewer, staff: Staff, session: Session
) -> None:
    assert send(COMMAND_LINE, ["1", "Mill", "job", "Miller", "1"]).accepted == 1
    assert send(owner, ["1", "", "job", "Baker", "1"]).accepted == 1
    titles = {posting.organisation_id: posting.title for posting in postings(session)}
    assert titles == {staff.mill.id: "Miller", staff.bakery.id: "Baker"}


def test_a_name_that_nobody_checked_yet_is_ones_own_all_the_same(
    send: Send, owner: Viewer, staff: Staff, session: Session
) -> None:
    """Whoever has the name as its key is another organisation: not a row may go there."""
    staff.mill.name, staff.bakery.name_key = "Bakery Ltd", unchecked_key(staff.bakery)
    session.flush()
    staff.mill.name_key = "bakery"
    session.commit()
    report = send(owner, ["1", "Bakery", "job", "Baker", "1"])
    assert (report.accepted, reasons(report)) == (1, [])
    assert postings(session)[0].organisation_id == staff.bakery.id
    assert send(owner, ["1", "", "job", "Baker", "1"]).unchanged == 1


def test_what_vetting_looked_at_changes_by_no_file(
    send: Send, owner: Viewer, staff: Staff, session: Session
) -> None:
    head = [*HEAD, "employer_reg_no", "sector"]
    assert send(owner, ["1", "", "job", "Baker", "1", "999", "F"], head=head).accepted == 1
    session.rollback()
    session.refresh(staff.bakery)
    assert (staff.bakery.registration_no, staff.bakery.sector_code) == (None, None)
    assert staff.bakery.standing is OrganisationStanding.VETTED


def test_what_is_no_draft_changes_on_its_page(send: Send, owner: Viewer, session: Session) -> None:
    """A wording that was read before it was published is not exchanged by a file."""
    rows = [["1", "", "job", "Baker", "2"], ["2", "", "job", "Driver", "2"]]
    send(owner, *rows)
    postings(session)[0].status = OpportunityStatus.PUBLISHED
    session.commit()
    report = send(owner, rows[0], ["2", "", "job", "Driver", "3"])
    assert (report.unchanged, report.updated, reasons(report)) == (1, 1, [])
    report = send(owner, ["1", "", "job", "Pay to work here", "2"])
    assert reasons(report) == [(2, "ref", "no_draft")]
    assert postings(session)[0].title == "Baker"


def test_fewer_places_than_are_taken_stay_out(send: Send, owner: Viewer, session: Session) -> None:
    send(COMMAND_LINE, ["1", "Bakery", "job", "Baker", "5"])
    posting = postings(session)[0]
    posting.seats_taken = 3
    session.commit()
    for by in (COMMAND_LINE, owner):
        report = send(by, ["1", "Bakery", "job", "Baker", "2"])
        assert reasons(report) == [(2, "seats", "seats_taken")]
        assert report.rejected[0].params == {"taken": "3"}
    assert send(owner, ["1", "Bakery", "job", "Baker", "3"]).updated == 1
    assert postings(session)[0].seats == 3


def test_the_preview_says_the_same(settings: Settings, owner: Viewer, session: Session) -> None:
    job = ImportJob(kind=ImportKind.OPPORTUNITIES, filename="own.csv", size=1, digest="")
    session.add(job)
    session.flush()
    settings.upload_dir.mkdir(parents=True)
    rows = [["1", "job", "Baker", ""], ["2", "job", "Miller", "Mill"]]
    write(upload_path(settings, job), *rows, head=["ref", "kind", "title", "employer"])
    look = preview_import(session, owner, settings, job, JobChoices(publish=True), today=TODAY)
    assert look.counts is not None
    assert (look.counts.accepted, len(look.counts.rejected)) == (1, 1)
    assert postings(session) == []


def test_an_office_may_still_post_for_many(send: Send, session: Session) -> None:
    rows = [["1", "Mill", "job", "Miller", "1"], ["1", "Forge", "job", "Smith", "1"]]
    assert send(COMMAND_LINE, *rows, publish=True).accepted == 2
    assert {posting.status for posting in postings(session)} == {OpportunityStatus.PUBLISHED}


def test_both_kinds_of_employers_answer_alike() -> None:
    """`OwnOrganisation` stands in for `Organisations`: what one is asked, the other answers."""
    asked = {name for name in vars(Organisations) if not name.startswith("_")}
    assert asked == {name for name in vars(OwnOrganisation) if not name.startswith("_")}
