"""Postings that arrive by file and could hurt people: they wait, the others go in."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions

HEAD = ["ref", "employer", "kind", "title", "description"]
GOOD = ["1", "Bakery", "job", "Baker", "لا توجد رسوم. العمل في البصرة."]
BAD = ["2", "Bakery", "job", "Baker", "يدفع المتقدم تأمينات 50,000 دينار."]
Take = Callable[..., ImportReport]


@pytest.fixture
def take_in(engine: Engine, settings: Settings, tmp_path: Path) -> Take:
    """A function that takes rows in, in a transaction of its own."""

    def run(*rows: list[str], **options: object) -> ImportReport:
        path = tmp_path / "postings.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        with write_session(engine) as session:
            given = ImportOptions(**options)  # type: ignore[arg-type]
            return import_opportunities(session, COMMAND_LINE, path, settings, given)

    return run


def states(session: Session) -> dict[str, OpportunityStatus]:
    session.rollback()
    return dict(session.execute(select(Opportunity.ref, Opportunity.status)).all())


def steps(session: Session) -> dict[str, list[OpportunityStep]]:
    moves = select(Opportunity.ref, OpportunityMove.step).join(
        OpportunityMove, OpportunityMove.opportunity_id == Opportunity.id
    )
    found: dict[str, list[OpportunityStep]] = {}
    for ref, step in session.execute(moves.order_by(OpportunityMove.id)):
        found.setdefault(ref, []).append(step)
    return found


def test_what_could_hurt_people_waits_and_the_rest_goes_in(take_in: Take, session: Session) -> None:
    report = take_in(GOOD, BAD, publish=True)
    assert (report.accepted, report.rejected) == (2, [])
    [held] = report.held
    assert (held.row, held.rules) == (3, ["fee"])
    assert json.loads(json.dumps(report.to_json()))["held"][0]["row"] == 3
    assert states(session) == {"1": OpportunityStatus.PUBLISHED, "2": OpportunityStatus.IN_REVIEW}
    bad = session.scalars(select(Opportunity).where(Opportunity.ref == "2")).one()
    assert bad.flags == ["fee", "wording"]
    assert steps(session) == {"1": [OpportunityStep.PUBLISH], "2": [OpportunityStep.SUBMIT]}


def test_the_same_file_again_changes_nothing(take_in: Take, session: Session) -> None:
    take_in(GOOD, BAD, publish=True)
    again = take_in(GOOD, BAD, publish=True)
    assert (again.accepted, again.updated, again.unchanged) == (0, 0, 2)
    assert states(session)["2"] is OpportunityStatus.IN_REVIEW
    assert [len(moves) for moves in steps(session).values()] == [1, 1]


def test_what_was_corrected_is_published(take_in: Take, session: Session) -> None:
    take_in(BAD, publish=True)
    take_in([*BAD[:4], "العمل في البصرة."], publish=True)
    assert states(session) == {"2": OpportunityStatus.PUBLISHED}


def test_what_was_read_and_published_stays_but_not_what_became_worse(
    take_in: Take, session: Session
) -> None:
    take_in(BAD, publish=True)
    session.scalars(select(Opportunity)).one().status = OpportunityStatus.PUBLISHED
    session.commit()
    take_in([*BAD[:3], "Master baker", BAD[4]])
    assert states(session) == {"2": OpportunityStatus.PUBLISHED}
    report = take_in([*BAD[:4], BAD[4] + " ويبقى الجواز لدى الشركة."])
    assert states(session) == {"2": OpportunityStatus.IN_REVIEW}
    assert [row.rules for row in report.held] == [["papers"]]
    moves = session.scalars(select(OpportunityMove.step).order_by(OpportunityMove.id)).all()
    assert moves == [OpportunityStep.SUBMIT, OpportunityStep.HOLD]


def test_drafts_are_taken_as_they_are(take_in: Take, session: Session) -> None:
    report = take_in(BAD)
    assert report.held == []
    assert "held" not in report.to_json()
    assert states(session) == {"2": OpportunityStatus.DRAFT}
