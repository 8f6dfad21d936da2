"""What is done to people, postings and files is told in the log, by whom it was done."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.enums import OpportunityStatus
from models.opportunity_states import OpportunityStep
from models.person import Person
from models.register import RegisterEntry
from tests.portals.caseworker.office import TODAY, add_person, add_posting
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.audit import record as recording
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.compute_matches import compute_matches
from wasl.operations.confirm_occupation import confirm_occupation, confirm_wording
from wasl.operations.explain_match import explain_match
from wasl.operations.export_matches import export_matches
from wasl.operations.import_intake import import_intake
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.table import ImportOptions
from wasl.operations.move_opportunity import move_opportunity

A = AuditAction
BY = Viewer(name="system:tests")
HEAD = ["register", "case_no", "name_ar", "phone", "consent_matching", "consent_data", "extra"]
FIRST = ["mrc", "A-1", "علي حسن", "07701234567", "yes", "no", ""]
Told = tuple[AuditAction, str | None, dict[str, Any]]


@pytest.fixture
def take_in(engine: Engine, settings: Settings, tmp_path: Path) -> Callable[..., None]:
    """Import rows of people."""

    def run(*rows: list[str], **options: Any) -> None:
        path = tmp_path / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        with write_session(engine) as session:
            import_intake(session, BY, path, settings, ImportOptions(**options), today=TODAY)

    return run


@pytest.fixture
def told(session: Session) -> Callable[[], list[Told]]:
    """What the log tells since it was asked last."""
    seen: list[int] = [0]

    def read() -> list[Told]:
        session.rollback()
        newer = select(AuditEvent).where(AuditEvent.id > seen[0]).order_by(AuditEvent.id)
        found = session.scalars(newer).all()
        seen[0] = max([seen[0], *(event.id for event in found)])
        assert {event.actor for event in found} <= {BY.name}
        return [(event.action, event.person, event.details) for event in found]

    return read


def _file(accepted: int, updated: int, unchanged: int) -> Told:
    counts = {"accepted": accepted, "updated": updated, "unchanged": unchanged, "rejected": 0}
    return A.FILE_IMPORTED, None, {"kind": "intake", **counts}


def test_an_import_tells_whom_it_registers_and_what_they_consented_to(
    take_in: Callable[..., None], told: Callable[[], list[Told]], session: Session
) -> None:
    take_in(FIRST)
    person = session.scalars(select(Person.public_id)).one()
    registered, assigned, *consents, imported = told()
    assert registered == (A.PERSON_REGISTERED, person, {"register": "mrc"})
    assert assigned[:2] == (A.CASE_ASSIGNED, person)
    assert assigned[2]["basis"] == "intake"
    said = {(event[2]["purpose"], event[2]["granted"]) for event in consents}
    assert said == {("matching", True), ("data", False)}
    assert {event[:2] for event in consents} == {(A.CONSENT_RECORDED, person)}
    assert imported == _file(1, 0, 0)


def test_an_import_tells_which_columns_changed_and_not_their_values(
    take_in: Callable[..., None], told: Callable[[], list[Told]], session: Session
) -> None:
    take_in(FIRST)
    told()
    take_in(["mrc", "A-1", "علي حسين", "07701234568", "yes", "no", ""])
    changed, imported = told()
    assert changed[0] == A.PERSON_CHANGED
    assert changed[2] == {"columns": ["name_ar", "phone"]}
    assert imported == _file(0, 1, 0)
    whole = json.dumps([list(event[2].items()) for event in [changed, imported]])
    assert "7701234568" not in whole


def test_an_import_tells_of_a_column_that_no_field_exists_for(
    take_in: Callable[..., None], told: Callable[[], list[Told]]
) -> None:
    take_in(FIRST)
    told()
    take_in([*FIRST[:-1], "حضر مع أخيه"])
    changed, imported = told()
    assert changed[::2] == (A.PERSON_CHANGED, {"columns": ["unrecognised"]})
    assert imported == _file(0, 0, 1)


def test_an_import_that_changes_nothing_tells_only_of_the_file(
    take_in: Callable[..., None], told: Callable[[], list[Told]]
) -> None:
    take_in(FIRST)
    told()
    take_in(FIRST)
    assert told() == [_file(0, 0, 1)]
    take_in(["mrc", "A-2", *FIRST[2:]], dry_run=True)
    assert told() == []


def test_an_import_of_opportunities_tells_of_the_file(
    engine: Engine, settings: Settings, samples: Path, told: Callable[[], list[Told]]
) -> None:
    with write_session(engine) as session:
        report = import_opportunities(
            session, BY, samples / "opportunities.csv", settings, today=TODAY
        )
    [(action, person, details)] = told()
    assert (action, person) == (A.FILE_IMPORTED, None)
    assert (details["kind"], details["accepted"]) == ("opportunities", report.accepted)


def test_a_title_decided_is_told_of_its_person_or_posting(
    session: Session, told: Callable[[], list[Told]]
) -> None:
    person = add_person(session, code=None)
    posting = add_posting(session, code=None)
    confirm_occupation(session, BY, person.experiences[0], "7512")
    confirm_occupation(session, BY, posting, None)
    public_id = person.public_id
    session.commit()
    assert told() == [
        (A.PERSON_CODED, public_id, {"code": "7512"}),
        (A.OPPORTUNITY_CODED, None, {"code": "none"}),
    ]


def test_a_wording_decided_is_told_of_everybody_once(
    session: Session, told: Callable[[], list[Told]]
) -> None:
    people = [
        add_person(session, case_no=str(number), title="شغل حر", code=None) for number in range(3)
    ]
    add_person(session, case_no="other", title="شغل حر")  # decided before
    add_posting(session, title="شغل حر", code=None)
    everybody = {person.public_id for person in people}
    assert confirm_wording(session, BY, "شغل حر", "9629") == 4
    session.commit()
    events = told()
    coded = [person for action, person, _ in events if action is A.PERSON_CODED]
    assert set(coded) == everybody
    assert len(coded) == len(everybody)
    assert [event[0] for event in events].count(A.OPPORTUNITY_CODED) == 1


def test_a_step_of_a_posting_is_told(session: Session, told: Callable[[], list[Told]]) -> None:
    posting = add_posting(session, status=OpportunityStatus.PUBLISHED)
    move_opportunity(session, BY, posting, OpportunityStep.PAUSE, TODAY)
    session.commit()
    assert told() == [(A.OPPORTUNITY_MOVED, None, {"from": "published", "to": "paused"})]


@pytest.fixture
def matched(session: Session, told: Callable[[], list[Told]]) -> tuple[str, str]:
    """Two people of whom one allows matching; their public ids."""
    allowing, refusing = (
        add_person(session, case_no="1"),
        add_person(session, case_no="2", consent=False),
    )
    add_posting(session)
    compute_matches(session, BY, TODAY)
    ids = allowing.public_id, refusing.public_id
    session.commit()
    return ids


def test_a_run_of_the_matching_is_told(
    matched: tuple[str, str], told: Callable[[], list[Told]]
) -> None:
    [event] = told()
    assert event[0] is A.MATCHES_COMPUTED
    assert event[2]["people"] == 1


def test_an_explanation_is_a_look(
    session: Session, matched: tuple[str, str], told: Callable[[], list[Told]]
) -> None:
    told()
    person = session.scalars(select(Person).where(Person.public_id == matched[0])).one()
    posting = add_posting(session, ref="2")
    explain_match(session, BY, person, posting, TODAY)
    session.commit()
    assert told() == [(A.PERSON_SEEN, matched[0], {"page": "explain", "relation": "any"})]


def test_everybody_in_an_exported_file_is_told(
    session: Session, matched: tuple[str, str], told: Callable[[], list[Told]], tmp_path: Path
) -> None:
    told()
    from wasl.operations.compute_matches import latest_run

    run = latest_run(session)
    assert run is not None
    assert export_matches(session, BY, run, tmp_path / "out.csv") == 1
    assert told() == [(A.PERSON_EXPORTED, matched[0], {"file": "matches", "count": 1})]


def test_no_file_is_written_when_the_export_cannot_be_recorded(
    session: Session,
    matched: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from wasl.operations.compute_matches import latest_run

    def refuse(_session: Session) -> tuple[int, str]:
        raise RuntimeError("no log")

    run = latest_run(session)
    assert run is not None
    monkeypatch.setattr(recording, "lock_head", refuse)
    with pytest.raises(RuntimeError):
        export_matches(session, BY, run, tmp_path / "out.csv")
    assert list(tmp_path.glob("*.csv")) == []
    session.rollback()
    monkeypatch.undo()  # the twin
    run = latest_run(session)
    assert run is not None
    export_matches(session, BY, run, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").is_file()


def test_an_import_that_cannot_be_recorded_registers_nobody(
    take_in: Callable[..., None], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_session: Session) -> tuple[int, str]:
        raise RuntimeError("no log")

    monkeypatch.setattr(recording, "lock_head", refuse)
    with pytest.raises(RuntimeError):
        take_in(FIRST)
    assert session.scalars(select(RegisterEntry)).all() == []


def test_the_command_line_is_an_actor_of_its_own() -> None:
    assert COMMAND_LINE.is_system
