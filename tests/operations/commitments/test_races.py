"""Two at the same moment: references, citations, milestones, organisations that are one.

The twins take out what tells the second one that somebody was quicker.
"""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.commitment import Citation, Commitment, Milestone
from models.enums import OrganisationStanding
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CitationState, CommitmentKind
from models.stakeholder import OrganisationRelation
from tests.operations.beside import Work, beside
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, scene_of
from wasl.access.viewer import COMMAND_LINE
from wasl.database import write_session
from wasl.operations.commitments import cite as citing
from wasl.operations.commitments import milestones, suggest
from wasl.operations.commitments.cite import (
    CitationMovedError,
    decide_citation,
    unite_organisations,
)
from wasl.operations.commitments.errors import MilestoneDoneError
from wasl.operations.commitments.milestones import finish_milestone
from wasl.operations.commitments.suggest import decide_suggestion
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment

BY, MADE = COMMAND_LINE, date(2026, 10, 7)


def _lay(engine: Engine, *, cited: bool = True, kind: str = "job") -> None:
    """Add a promise of a firm, and a posting of the same kind by it or, where cited, by another."""
    with write_session(engine) as session:
        scene = scene_of(session)
        other = Organisation(name="Oven", name_key="oven", standing=OrganisationStanding.VETTED)
        session.add(other)
        session.flush()
        promise = add_promise(session, scene.firm, kind=CommitmentKind(kind))
        posting = scene.posting("race", firm=other if cited else scene.firm)
        if cited:
            cite(session, promise, posting)
        if kind == "policy":
            promise.milestones.append(Milestone(text="Order signed"))


def _write(session: Session) -> Commitment:
    firm = session.scalars(select(Organisation).order_by(Organisation.id)).first()
    assert firm is not None
    terms = Terms(text="Ten", quantity=10)
    promise = Promise(kind=CommitmentKind.JOB, terms=terms, parties=[firm], made_on=MADE)
    return write_commitment(session, BY, promise)


def _decide(counts: bool, seen: int | None = 1) -> Work:
    def work(session: Session) -> None:
        citation = session.scalars(select(Citation)).one()
        decide_citation(session, BY, citation, counts=counts, seen=seen)

    return work


def _decide_found(counts: bool) -> Work:
    def work(session: Session) -> object:
        posting = session.scalars(select(Opportunity).where(Opportunity.ref == "race")).one()
        commitment = session.scalars(select(Commitment)).one()
        return decide_suggestion(session, BY, posting, commitment, counts=counts)

    return work


def _finish(evidence: str) -> Work:
    def work(session: Session) -> None:
        step = session.scalars(select(Milestone)).one()
        finish_milestone(session, BY, step, done_on=TODAY, evidence=evidence, today=TODAY)

    return work


def _state(engine: Engine) -> CitationState:
    with Session(engine) as session:
        return session.scalars(select(Citation.state)).one()


def test_two_secretaries_write_one_down_each_with_its_own_reference(engine: Engine) -> None:
    _lay(engine)
    assert beside(engine, _write, _write) is None
    with Session(engine) as session:
        refs = session.scalars(select(Commitment.ref).where(Commitment.ref.startswith("W"))).all()
        assert sorted(refs) == ["W2026-001", "W2026-002"]


@pytest.mark.postgresql
def test_without_a_second_try_what_one_of_them_wrote_is_lost(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wasl.operations.take_reference.TRIES", 1)
    _lay(postgresql)
    assert isinstance(beside(postgresql, _write, _write), IntegrityError)


def test_of_two_who_decide_one_citation_the_second_is_told(engine: Engine) -> None:
    _lay(engine)
    assert isinstance(beside(engine, _decide(True), _decide(False)), CitationMovedError)
    assert _state(engine) is CitationState.CONFIRMED


def test_without_what_was_seen_the_second_silently_decides_otherwise(engine: Engine) -> None:
    """The twin of the version: a lock alone only makes the second one wait."""
    _lay(engine)
    assert beside(engine, _decide(True), _decide(False, seen=None)) is None
    assert _state(engine) is CitationState.REFUSED


@pytest.mark.postgresql
def test_without_the_lock_the_second_runs_into_the_first(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citing, "hold_row", lambda *_: None)
    _lay(postgresql)
    assert isinstance(beside(postgresql, _decide(True), _decide(False)), StaleDataError)


def test_what_was_found_is_decided_once(engine: Engine) -> None:
    _lay(engine, cited=False)
    raised = beside(engine, _decide_found(True), _decide_found(False))
    assert isinstance(raised, CitationMovedError)
    assert _state(engine) is CitationState.CONFIRMED


@pytest.mark.postgresql
def test_without_holding_the_posting_a_second_link_is_tried(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggest, "hold_row", lambda *_: None)
    _lay(postgresql, cited=False)
    raised = beside(postgresql, _decide_found(True), _decide_found(False))
    assert isinstance(raised, IntegrityError)


def test_a_step_that_two_finish_keeps_the_evidence_of_the_first(engine: Engine) -> None:
    _lay(engine, kind="policy")
    assert isinstance(beside(engine, _finish("Order 5"), _finish("Order 6")), MilestoneDoneError)
    with Session(engine) as session:
        assert session.scalars(select(Milestone.evidence)).one() == "Order 5"


@pytest.mark.postgresql
def test_without_the_lock_its_evidence_is_lost(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milestones, "hold_standing", lambda *_: None)
    monkeypatch.setattr(milestones, "hold_row", lambda *_: None)
    monkeypatch.setattr(milestones, "touch", lambda *_: None)  # nor the counter of the commitment
    _lay(postgresql, kind="policy")
    assert beside(postgresql, _finish("Order 5"), _finish("Order 6")) is None
    with Session(postgresql) as session:
        assert session.scalars(select(Milestone.evidence)).one() == "Order 6"


def test_two_who_unite_the_same_organisations_count_their_postings_once(engine: Engine) -> None:
    _lay(engine)
    came: list[int] = []

    def unite(session: Session) -> None:
        citation = session.scalars(select(Citation)).one()
        [party] = citation.commitment.parties
        came.append(unite_organisations(session, BY, citation, party.organisation))

    assert beside(engine, unite, unite) is None
    assert came == [1, 0], "who came second is told that nothing counts by it"
    with Session(engine) as session:
        assert session.scalar(select(func.count(OrganisationRelation.id))) == 1
