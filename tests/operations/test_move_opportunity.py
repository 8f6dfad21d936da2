"""The life of a posting: the table says what is possible, the operation keeps to it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import OpportunityStatus, Role
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from models.opportunity_log import OpportunityMove
from models.opportunity_states import TRANSITIONS, OpportunityStep, steps_from
from models.referral_enums import CloseCause, ReferralOrigin, Side
from tests.operations.cast import add_offer, add_person
from tests.operations.staff import staff_of, viewer
from wasl.access.viewer import COMMAND_LINE, SCHEDULER, Viewer
from wasl.operations.move_opportunity import (
    DeadlinePassedError,
    StepRefusedError,
    move_opportunity,
    publish_opportunity,
)
from wasl.operations.referrals.core import open_referral

TODAY = date(2026, 11, 22)


def add_job(session: Session, status: OpportunityStatus, apply_by: date | None = None) -> Job:
    job = Job(
        organisation=Organisation(name="Corner", name_key="corner"),
        ref="1",
        employer_wording="Corner",
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


def viewer_for(side: Side, session: Session) -> Viewer:
    staff = staff_of(session)
    roles = {Side.EMPLOYER: Role.EMPLOYER_RECRUITER, Side.OFFICE: Role.SECRETARIAT}
    return viewer(staff.add(roles[side]))


@pytest.mark.parametrize("side", [Side.EMPLOYER, Side.OFFICE])
def test_each_side_takes_its_own_steps_and_no_other(session: Session, side: Side) -> None:
    job, by = add_job(session, OpportunityStatus.DRAFT), viewer_for(side, session)
    taken = set()
    for status in OpportunityStatus:
        for step in OpportunityStep:
            job.status = status
            if step in steps_from(status, side):
                assert move_opportunity(session, by, job, step, TODAY) is TRANSITIONS[step].target
                taken.add(step)
                continue
            with pytest.raises(StepRefusedError):
                move_opportunity(session, by, job, step, TODAY)
    others = {
        Side.EMPLOYER: {OpportunityStep.SEND_BACK, OpportunityStep.REFUSE, OpportunityStep.EXPIRE},
        Side.OFFICE: {OpportunityStep.TAKE_BACK, OpportunityStep.EXPIRE},
    }
    assert set(OpportunityStep) - taken == others[side]


def test_what_is_in_review_is_published_by_who_reads_it_alone() -> None:
    publish = TRANSITIONS[OpportunityStep.PUBLISH]
    assert OpportunityStatus.IN_REVIEW not in publish.sources_for(Side.EMPLOYER)
    assert OpportunityStatus.IN_REVIEW in publish.sources_for(Side.OFFICE)


def test_log_holds_every_step_with_who_and_why(session: Session) -> None:
    job, reader = add_job(session, OpportunityStatus.DRAFT), viewer_for(Side.OFFICE, session)
    steps = [
        (reader, OpportunityStep.SUBMIT, ""),
        (reader, OpportunityStep.SEND_BACK, " Say where. "),
        (COMMAND_LINE, OpportunityStep.PUBLISH, ""),
        (SCHEDULER, OpportunityStep.EXPIRE, ""),
    ]
    for by, step, note in steps:
        move_opportunity(session, by, job, step, TODAY, note=note)
    log = session.scalars(select(OpportunityMove).order_by(OpportunityMove.id)).all()
    assert [(row.step, row.account_id, row.note) for row in log] == [
        (OpportunityStep.SUBMIT, reader.account_id, None),
        (OpportunityStep.SEND_BACK, reader.account_id, "Say where."),
        (OpportunityStep.PUBLISH, None, None),
        (OpportunityStep.EXPIRE, None, None),
    ]
    assert [row.target for row in log[:-1]] == [row.source for row in log[1:]]


def test_showing_and_attending_are_dated(session: Session) -> None:
    job, employer = (
        add_job(session, OpportunityStatus.PUBLISHED),
        viewer_for(Side.EMPLOYER, session),
    )
    long_ago = utc_now() - timedelta(days=90)
    job.attended_at = job.asked_after_at = job.expiry_told_at = long_ago
    move_opportunity(session, SCHEDULER, job, OpportunityStep.PAUSE, TODAY)
    assert (job.attended_at, job.asked_after_at) == (long_ago, long_ago), "nobody cared for it"
    move_opportunity(session, employer, job, OpportunityStep.RESUME, TODAY)
    assert job.published_at is not None
    assert job.attended_at > long_ago
    assert job.asked_after_at is None
    assert job.expiry_told_at is None


# Filled as well: no place can become free by an answer.
ENDING = [
    (OpportunityStep.CLOSE, True),
    (OpportunityStep.EXPIRE, True),
    (OpportunityStep.FILL, True),
]
LASTING = [(OpportunityStep.PAUSE, False)]


@pytest.mark.parametrize(("step", "ends"), [*ENDING, *LASTING])
def test_open_referrals_end_with_the_posting(
    session: Session, step: OpportunityStep, ends: bool
) -> None:
    offer, person = add_offer(session, "o-1"), add_person(session, "p-1")
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    move_opportunity(session, COMMAND_LINE, offer, step, TODAY)
    session.refresh(referral)
    ended = CloseCause.OPPORTUNITY_ENDED if ends else None
    assert (referral.close_cause, referral.closed_at is not None) == (ended, ends)
