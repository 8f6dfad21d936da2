"""The national priority that a commitment serves: said, amended with its history, taken away."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.commitment import Commitment, CommitmentAmendment
from models.round_table_enums import CommitmentField, CommitmentKind
from tests.operations.placements.scene import Scene
from wasl.operations.commitments.amend import amend_commitment
from wasl.operations.commitments.errors import NoSuchPriorityError
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment

JOBS = Terms(text="Twenty jobs", quantity=20, priority=3)


def _write(scene: Scene, terms: Terms = JOBS) -> Commitment:
    made_on = date(2026, 10, 7)
    promise = Promise(kind=CommitmentKind.JOB, terms=terms, parties=[scene.firm], made_on=made_on)
    return write_commitment(scene.session, scene.helper, promise)


def _history(session: Session) -> list[tuple[CommitmentField, str | None, str | None]]:
    found = session.scalars(select(CommitmentAmendment).order_by(CommitmentAmendment.id))
    return [(one.field, one.before, one.after) for one in found]


def test_it_is_written_down_with_the_commitment(scene: Scene) -> None:
    made = _write(scene)
    assert made.priority is not None
    assert (made.priority.number, made.priority.title_en) == (3, "Work and enterprise")
    assert Terms.of(made) == JOBS
    assert _write(scene, replace(JOBS, priority=None)).priority is None


def test_another_one_is_an_amendment_and_so_is_none(scene: Scene) -> None:
    session, by, made = scene.session, scene.helper, _write(scene)
    other, none = replace(JOBS, priority=4), replace(JOBS, priority=None)
    assert amend_commitment(session, by, made, other, reason="it trains") == {
        CommitmentField.PRIORITY
    }
    assert not amend_commitment(session, by, made, other, reason="")
    amend_commitment(session, by, made, none, reason="of no use to the plan")
    assert made.priority_id is None
    assert _history(session) == [
        (CommitmentField.PRIORITY, "3", "4"),
        (CommitmentField.PRIORITY, "4", None),
    ]
    session.commit()
    events = session.scalars(select(AuditEvent).where(AuditEvent.object_kind == "commitment"))
    assert [one.details for one in events][1:] == [{"columns": ["priority"]}] * 2


def test_one_that_is_not_there_changes_nothing(scene: Scene) -> None:
    session, by, made = scene.session, scene.helper, _write(scene)
    unknown = replace(JOBS, text="Other words", priority=99)
    with pytest.raises(NoSuchPriorityError):
        amend_commitment(session, by, made, unknown, reason="x")
    assert (made.text, made.priority and made.priority.number) == ("Twenty jobs", 3)
    assert _history(session) == []
    with pytest.raises(NoSuchPriorityError):
        _write(scene, unknown)
