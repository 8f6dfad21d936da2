"""Which postings are read before they are seen, and who may say what of them."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.base import utc_now
from models.enums import OpportunityStatus, Role
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from models.opportunity_log import OpportunityMove
from models.opportunity_states import PostingRefusal, ReviewCause
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.operations.move_opportunity import StepRefusedError, publish_opportunity
from wasl.operations.postings import review
from wasl.operations.postings.errors import PostingChangedError
from wasl.operations.postings.review import ReviewPolicy, must_be_reviewed

TODAY = date(2026, 11, 23)
FEE = "Applicants pay a refundable deposit of 50,000 IQD."


@pytest.fixture
def organisation(session: Session) -> Organisation:
    """An organisation without postings."""
    made = Organisation(name="Bakery", name_key="bakery")
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def reader(session: Session) -> Viewer:
    """Somebody of the secretariat."""
    return viewer(session, "reader")


def viewer(session: Session, name: str) -> Viewer:
    account = Account(public_id=name, display_name=name, language="en")
    session.add(account)
    session.flush()
    return Viewer(name=name, account_id=account.id, role=Role.SECRETARIAT)


def add_job(session: Session, owner: Organisation, ref: str, **more: object) -> Job:
    job = Job(
        organisation=owner,
        ref=ref,
        employer_wording="Bakery",
        **{"title": "Baker", "seats": 1, **more},
    )
    session.add(job)
    session.flush()
    return job


def waiting(session: Session, owner: Organisation, ref: str = "1", **more: object) -> Job:
    job = add_job(session, owner, ref, description=FEE, **more)
    causes = must_be_reviewed(session, job, ReviewPolicy.FLAGGED)
    review.submit_for_review(session, COMMAND_LINE, job, causes, TODAY)
    return job


def causes_of(session: Session, job: Opportunity, policy: str = "flagged") -> list[ReviewCause]:
    return must_be_reviewed(session, job, ReviewPolicy(policy))


def test_wording_that_could_hurt_people_is_read(
    session: Session, organisation: Organisation
) -> None:
    assert causes_of(session, add_job(session, organisation, "1")) == []
    rude = add_job(session, organisation, "2", description="Males only, age 20 to 30")
    assert causes_of(session, rude) == [], "pointed out to the employer, but nobody is hurt"
    bad = add_job(session, organisation, "3", description=FEE)
    assert causes_of(session, bad) == [ReviewCause.WORDING]
    lure = add_job(session, organisation, "4", wage_max=9_000_000)
    assert causes_of(session, lure) == [ReviewCause.WORDING]
    skilled = add_job(session, organisation, "5", wage_max=9_000_000, education_min=6)
    assert causes_of(session, skilled) == []


def test_policy_says_what_else_is_read(session: Session, organisation: Organisation) -> None:
    job = add_job(session, organisation, "new")
    assert causes_of(session, job, "all") == [ReviewCause.EVERY]
    for number in range(review.FIRST_POSTINGS):
        assert causes_of(session, job, "first") == [ReviewCause.FIRST]
        shown = add_job(session, organisation, str(number))
        publish_opportunity(session, COMMAND_LINE, shown, TODAY)
    assert causes_of(session, job, "first") == []
    other = Organisation(name="Mill", name_key="mill")
    assert causes_of(session, add_job(session, other, "1"), "first") == [ReviewCause.FIRST]


def test_after_a_refusal_the_next_ones_are_read(
    session: Session, organisation: Organisation, reader: Viewer
) -> None:
    bad = waiting(session, organisation)
    reason = PostingRefusal.ASKS_FOR_MONEY
    review.refuse_posting(
        session, reader, bad, TODAY, reason=reason, note="No fees.", seen=bad.version
    )
    assert bad.status is OpportunityStatus.CLOSED
    move = session.scalars(select(OpportunityMove).order_by(OpportunityMove.id.desc())).first()
    assert move is not None
    assert (move.reason, move.note, move.account_id) == (reason, "No fees.", reader.account_id)
    for number in range(review.FIRST_POSTINGS):
        job = add_job(session, organisation, f"next {number}")
        assert causes_of(session, job) == [ReviewCause.REFUSED_BEFORE]
        review.submit_for_review(session, COMMAND_LINE, job, causes_of(session, job), TODAY)
        assert job.flags == ["refused_before"]
        review.publish_reviewed(session, reader, job, TODAY, seen=job.version)
    assert causes_of(session, add_job(session, organisation, "trusted again")) == []


def test_flags_are_the_rules_and_the_causes(session: Session, organisation: Organisation) -> None:
    job = add_job(session, organisation, "1", description=f"Males only. {FEE}")
    review.keep_flags(job, causes_of(session, job))
    assert job.flags == ["sex", "fee", "wording"]


def test_what_goes_back_is_told_in_words(
    session: Session, organisation: Organisation, reader: Viewer
) -> None:
    job = waiting(session, organisation)
    with pytest.raises(review.NoteMissingError):
        review.send_back(session, reader, job, TODAY, note=" ", seen=job.version)
    other = PostingRefusal.OTHER
    with pytest.raises(review.NoteMissingError):
        review.refuse_posting(session, reader, job, TODAY, reason=other, note="", seen=job.version)
    assert job.status is OpportunityStatus.IN_REVIEW
    review.send_back(session, reader, job, TODAY, note="No deposit.", seen=job.version)
    assert job.status is OpportunityStatus.DRAFT


def test_nobody_reviews_what_is_their_own(
    session: Session, organisation: Organisation, reader: Viewer
) -> None:
    job = waiting(session, organisation)
    worked = Membership(
        account_id=reader.account_id,
        role=Role.EMPLOYER_RECRUITER,
        organisation_id=organisation.id,
        revoked_at=utc_now(),
    )
    session.add(worked)
    session.flush()
    with pytest.raises(review.OwnPostingError):
        review.publish_reviewed(session, reader, job, TODAY, seen=job.version)
    with pytest.raises(review.OwnPostingError):
        review.send_back(session, reader, job, TODAY, note="x", seen=job.version)
    author = viewer(session, "author")
    job.created_by_id = author.account_id
    session.flush()
    assert not review.may_review(session, author, job)
    assert review.may_review(session, viewer(session, "third"), job)
    assert job.status is OpportunityStatus.IN_REVIEW


def test_without_the_rule_they_could(
    session: Session,
    organisation: Organisation,
    reader: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: the rule is all that keeps somebody from publishing what they wrote."""
    job = waiting(session, organisation, created_by_id=reader.account_id)
    monkeypatch.setattr(review, "may_review", lambda *_: True)
    review.publish_reviewed(session, reader, job, TODAY, seen=job.version)
    assert job.status is OpportunityStatus.PUBLISHED


def test_only_what_waits_and_was_read_as_it_is(
    session: Session, organisation: Organisation, reader: Viewer
) -> None:
    job = waiting(session, organisation)
    with pytest.raises(PostingChangedError):
        review.publish_reviewed(session, reader, job, TODAY, seen=job.version - 1)
    draft = add_job(session, organisation, "draft")
    with pytest.raises(StepRefusedError):
        review.publish_reviewed(session, reader, draft, TODAY, seen=draft.version)
