"""A draft is sent in: published at once or read first; then more time, and whether it stands."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding, Role
from models.offered import is_offered
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep
from tests.operations.postings.desk import TODAY, Desk
from tests.operations.staff import Work, at_once
from wasl.operations.move_opportunity import StepRefusedError, move_opportunity
from wasl.operations.postings.care import EXTENDABLE, confirm_posting, extend_posting
from wasl.operations.postings.errors import (
    PostingChangedError,
    PostingInvalidError,
    PostingNotOpenError,
)
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.send_in import send_in
from wasl.operations.postings.write import write_posting

FLAGGED = ReviewPolicy.FLAGGED
FEE = "Applicants pay a registration fee of 50,000 IQD."


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_a_sound_draft_is_published_at_once(desk: Desk, session: Session) -> None:
    job = desk.draft()
    seen = job.version
    assert send_in(session, desk.owner, job, FLAGGED, TODAY, seen=seen) == "published"
    assert desk.steps(job) == ["publish"]
    assert job.published_at is not None
    assert job.flags == []
    assert session.scalars(select(Opportunity).where(is_offered())).all() == [job]


@pytest.mark.parametrize(
    ("policy", "status"), [(FLAGGED, "published"), (ReviewPolicy.ALL, "in_review")]
)
def test_policy_says_what_is_read_first(
    desk: Desk, session: Session, policy: ReviewPolicy, status: str
) -> None:
    desk.staff.add(Role.SECRETARIAT)
    assert send_in(session, desk.owner, desk.draft(), policy, TODAY) == status


def test_words_that_smell_of_abuse_are_read_first(desk: Desk, session: Session) -> None:
    job = desk.draft(description=FEE)
    assert send_in(session, desk.owner, job, FLAGGED, TODAY) == "in_review"
    assert desk.steps(job) == ["submit"]
    assert "fee" in job.flags


NEEDS = {
    OpportunityKind.JOB: {"description", "governorate"},
    OpportunityKind.INTERNSHIP: {"description", "governorate"},
    OpportunityKind.TRAINING: {"description", "governorate"},
    OpportunityKind.MENTORING: {"description", "governorate"},
    OpportunityKind.IN_KIND: {"description", "governorate", "item"},
    OpportunityKind.FINANCE: {"description", "governorate", "amount_max", "repayable"},
}


@pytest.mark.parametrize("kind", OpportunityKind)
def test_what_is_missing_is_named(desk: Desk, session: Session, kind: OpportunityKind) -> None:
    draft = desk.begin(kind)
    with pytest.raises(PostingInvalidError) as refused:
        send_in(session, desk.owner, draft, FLAGGED, TODAY)
    assert set(refused.value.problems) == NEEDS[kind]
    assert draft.status is OpportunityStatus.DRAFT


def test_what_is_done_from_anywhere_needs_no_place(desk: Desk, session: Session) -> None:
    job = desk.draft(governorate="", remote="yes")
    assert send_in(session, desk.owner, job, FLAGGED, TODAY) == "published"


def test_a_last_day_that_is_over_is_a_problem(desk: Desk, session: Session) -> None:
    job = desk.draft(apply_by="2026-12-01")
    with pytest.raises(PostingInvalidError) as refused:
        send_in(session, desk.owner, job, FLAGGED, date(2026, 12, 2))
    assert set(refused.value.problems) == {"apply_by"}


def test_only_a_draft_is_sent_in_as_it_was_seen(desk: Desk, session: Session) -> None:
    job = desk.draft()
    with pytest.raises(PostingChangedError):
        send_in(session, desk.owner, job, FLAGGED, TODAY, seen=job.version - 1)
    send_in(session, desk.owner, job, FLAGGED, TODAY)
    with pytest.raises(StepRefusedError):
        send_in(session, desk.owner, job, FLAGGED, TODAY)
    assert desk.steps(job) == ["publish"]


def test_two_who_send_it_in_at_once_publish_it_once(engine: Engine) -> None:
    with Session(engine) as session:
        desk = Desk(session)
        job = desk.draft()
        session.commit()
        key, seen, people = job.id, job.version, (desk.owner, desk.recruiter)

    def send(number: int) -> Work:
        def work(session: Session) -> None:
            opportunity = session.get_one(Opportunity, key)
            send_in(session, people[number % 2], opportunity, FLAGGED, TODAY, seen=seen)

        return work

    errors = at_once(engine, *(send(number) for number in range(6)))
    assert [type(error) for error in errors if error] == [PostingChangedError] * 5


def test_what_nobody_vetted_is_sent_in_and_seen_by_nobody(desk: Desk, session: Session) -> None:
    desk.staff.bakery.standing = OrganisationStanding.UNVETTED
    job = desk.draft()
    send_in(session, desk.owner, job, FLAGGED, TODAY)
    assert session.scalars(select(Opportunity).where(is_offered())).all() == []
    desk.staff.bakery.standing = OrganisationStanding.VETTED
    assert session.scalars(select(Opportunity).where(is_offered())).all() == [job]


def test_a_posting_that_was_opened_again_is_read_anew(desk: Desk, session: Session) -> None:
    job = desk.draft()
    send_in(session, desk.owner, job, FLAGGED, TODAY)
    move_opportunity(session, desk.owner, job, OpportunityStep.CLOSE, TODAY)
    move_opportunity(session, desk.owner, job, OpportunityStep.REOPEN, TODAY)
    write_posting(session, desk.owner, job, {"description": FEE}, TODAY)
    assert send_in(session, desk.owner, job, FLAGGED, TODAY) == "in_review"
    assert desk.steps(job) == ["publish", "close", "reopen", "submit"]


def test_more_time(desk: Desk, session: Session) -> None:
    job, later = desk.draft(apply_by="2026-12-01"), TODAY + timedelta(days=60)
    job.expiry_told_at = job.asked_after_at = utc_now()
    session.flush()
    with pytest.raises(PostingInvalidError):
        extend_posting(session, desk.owner, job, TODAY - timedelta(days=1), TODAY)
    with pytest.raises(PostingChangedError):
        extend_posting(session, desk.owner, job, later, TODAY, seen=0)
    extend_posting(session, desk.owner, job, later, TODAY)
    extend_posting(session, desk.owner, job, later, TODAY)
    session.refresh(job)
    assert job.apply_by == later
    assert [job.expiry_told_at, job.asked_after_at] == [None, None]
    *_before, last = desk.changes()
    assert last == ["apply_by"]


@pytest.mark.parametrize("status", sorted(set(OpportunityStatus) - EXTENDABLE))
def test_what_is_over_or_read_is_not_extended(
    desk: Desk, session: Session, status: OpportunityStatus
) -> None:
    job = desk.draft()
    job.status = status
    session.flush()
    with pytest.raises(PostingNotOpenError):
        extend_posting(session, desk.owner, job, TODAY, TODAY)
    with pytest.raises(PostingNotOpenError):
        confirm_posting(session, desk.owner, job)


def test_it_still_stands(desk: Desk, session: Session) -> None:
    job = desk.draft()
    long_ago = utc_now() - timedelta(days=60)
    job.attended_at = job.asked_after_at = long_ago
    session.flush()
    confirm_posting(session, desk.recruiter, job)
    assert job.attended_at > long_ago
    assert job.asked_after_at is None


def test_beginning_and_every_step_are_recorded(desk: Desk, session: Session) -> None:
    job = desk.draft()
    send_in(session, desk.owner, job, FLAGGED, TODAY)
    session.commit()
    events = session.execute(
        select(AuditEvent.action, AuditEvent.details).order_by(AuditEvent.id)
    ).all()
    told = {action: details for action, details in events}  # noqa: C416 -- rows are no pairs
    assert told[AuditAction.OPPORTUNITY_ADDED] == {"kind": "job", "way": "page"}
    assert told[AuditAction.OPPORTUNITY_MOVED] == {"from": "draft", "to": "published"}
