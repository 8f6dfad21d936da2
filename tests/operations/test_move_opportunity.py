"""The life of a posting: the table says what is possible, the operation keeps to it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from models.opportunity_states import TRANSITIONS, OpportunityStep, steps_from
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.move_opportunity import (
    DeadlinePassedError,
    StepRefusedError,
    move_opportunity,
    publish_opportunity,
)

TODAY = date(2026, 11, 22)


def add_job(session: Session, status: OpportunityStatus, apply_by: date | None = None) -> Job:
    job = Job(
        organisation=Organisation(name="Bakery", name_key="bakery"),
        ref="1",
        employer_wording="Bakery",
        title="Baker",
        seats=1,
        status=status,
        apply_by=apply_by,
    )
    session.add(job)
    session.flush()
    return job


def test_every_state_and_every_step(session: Session) -> None:
    job = add_job(session, OpportunityStatus.DRAFT)
    for status in OpportunityStatus:
        for step in OpportunityStep:
            job.status = status
            if step in steps_from(status):
                assert (
                    move_opportunity(session, COMMAND_LINE, job, step, TODAY)
                    is TRANSITIONS[step].target
                )
                continue
            with pytest.raises(StepRefusedError) as refused:
                move_opportunity(session, COMMAND_LINE, job, step, TODAY)
            assert (refused.value.step, refused.value.status) == (step, status)
            assert job.status is status


def test_every_step_is_in_the_table_and_every_state_can_be_left_and_reached() -> None:
    assert set(TRANSITIONS) == set(OpportunityStep)
    left = set().union(*(transition.sources for transition in TRANSITIONS.values()))
    reached = {transition.target for transition in TRANSITIONS.values()}
    assert left == reached == set(OpportunityStatus)


def test_draft_is_published(session: Session) -> None:
    job = add_job(session, OpportunityStatus.DRAFT, apply_by=TODAY)
    publish_opportunity(session, COMMAND_LINE, job, TODAY)
    session.expire_all()
    kept = session.get(Opportunity, job.id)
    assert kept is not None
    assert kept.status is OpportunityStatus.PUBLISHED


@pytest.mark.parametrize("status", [OpportunityStatus.DRAFT, OpportunityStatus.PAUSED])
def test_nothing_is_shown_after_its_last_day(session: Session, status: OpportunityStatus) -> None:
    job = add_job(session, status, apply_by=TODAY - timedelta(days=1))
    step = next(step for step in steps_from(status) if TRANSITIONS[step].target == "published")
    with pytest.raises(DeadlinePassedError):
        move_opportunity(session, COMMAND_LINE, job, step, TODAY)
    assert job.status is status
