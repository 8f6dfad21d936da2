"""Postings that wait to be read: the queue, one of them, and what becomes of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.message import Message
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND, Job
from models.opportunity_log import OpportunityMove
from models.opportunity_states import PostingRefusal
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.postings.review import ReviewPolicy, must_be_reviewed, submit_for_review

BAD = "نحتاج عاملاً ماهراً. يدفع المتقدم تأمينات 50,000 دينار قبل المباشرة."


def add_waiting(session: Session, **more: Any) -> Opportunity:
    """Add a posting that asks for a deposit and waits to be read."""
    kind = more.pop("kind", None)
    posting = (CLASS_OF_KIND[kind] if kind else Job)(
        organisation=Organisation(
            name="شركة الفرات", name_key=f"k{id(more)}", standing=OrganisationStanding.VETTED
        ),
        **{
            "ref": "1",
            "employer_wording": "شركة الفرات",
            "title": "عامل مخبز",
            "description": BAD,
            "seats": 1,
            **more,
        },
    )
    session.add(posting)
    session.flush()
    causes = must_be_reviewed(session, posting, ReviewPolicy.FLAGGED)
    submit_for_review(session, COMMAND_LINE, posting, causes, today_in_baghdad())
    session.commit()
    return posting


@pytest.fixture
def post(
    sign_in: Callable[[Role | None], FlaskClient], token: Callable[[str], str]
) -> Callable[..., Any]:
    """A function that sends a decision as the secretariat, with the token of the page."""
    client = sign_in(Role.SECRETARIAT)

    def send(posting: Opportunity, step: str, **data: object) -> Any:
        path = f"/secretariat/postings/{posting.public_id}"
        page = client.get("/account").get_data(as_text=True)
        return client.post(f"{path}/{step}", data={"csrf_token": token(page), **data})

    return send


def test_the_queue_says_why(pages: Any, web_session: Session, accounts: Any) -> None:
    add_waiting(web_session)
    page = pages("/secretariat/postings", role=Role.SECRETARIAT)["en"]
    assert "عامل مخبز" in page.words()
    assert "Asks for money" in page.words()
    assert "Vetted" in page.words()


def test_the_page_marks_what_was_found_in_its_place(
    pages: Any, web_session: Session, accounts: Any
) -> None:
    posting = add_waiting(web_session)
    path = f"/secretariat/postings/{posting.public_id}"
    page = pages(path, role=Role.SECRETARIAT)["en"]
    marked = ["".join(mark.itertext()) for mark in page.all("mark")]
    assert len(marked) == 2, "once with the advice, once in the text"
    assert all("تأمينات" in words for words in marked)
    assert "asks people for money" in page.words()


def test_publish(post: Callable[..., Any], web_session: Session) -> None:
    posting = add_waiting(web_session)
    assert post(posting, "publish", version=posting.version).status_code == 302
    web_session.rollback()
    assert posting.status is OpportunityStatus.PUBLISHED


def test_send_back_needs_words_and_keeps_them(
    post: Callable[..., Any], web_session: Session
) -> None:
    posting = add_waiting(web_session)
    data = {"version": posting.version}
    assert post(posting, "send-back", **data, note=" ").status_code == 422
    assert post(posting, "send-back", **data, note="No deposit.").status_code == 302
    web_session.rollback()
    assert posting.status is OpportunityStatus.DRAFT
    move = web_session.scalars(select(OpportunityMove).order_by(OpportunityMove.id.desc())).first()
    assert move is not None
    assert move.note == "No deposit."


def test_refuse_needs_a_reason_that_says_something(
    post: Callable[..., Any], web_session: Session
) -> None:
    posting = add_waiting(web_session)
    data: dict[str, object] = {"version": posting.version}
    assert post(posting, "refuse", **data).status_code == 422
    other = {**data, "reason": PostingRefusal.OTHER.value}
    assert post(posting, "refuse", **other).status_code == 422
    money = {**data, "reason": PostingRefusal.ASKS_FOR_MONEY.value}
    assert post(posting, "refuse", **money).status_code == 302
    web_session.rollback()
    assert posting.status is OpportunityStatus.CLOSED


def test_of_two_readers_the_second_is_told(post: Callable[..., Any], web_session: Session) -> None:
    posting = add_waiting(web_session)
    seen = posting.version
    assert post(posting, "publish", version=seen).status_code == 302
    late = post(posting, "refuse", version=seen, reason="unlawful")
    assert late.status_code == 302
    web_session.rollback()
    assert posting.status is OpportunityStatus.PUBLISHED


def test_what_is_over_is_not_published(post: Callable[..., Any], web_session: Session) -> None:
    posting = add_waiting(web_session, apply_by=today_in_baghdad() - timedelta(days=1))
    assert post(posting, "publish", version=posting.version).status_code == 302
    web_session.rollback()
    assert posting.status is OpportunityStatus.IN_REVIEW


def test_what_does_not_wait_has_no_page(
    sign_in: Callable[[Role | None], FlaskClient], web_session: Session
) -> None:
    posting = add_waiting(web_session)
    posting.status = OpportunityStatus.PUBLISHED
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    assert client.get(f"/secretariat/postings/{posting.public_id}").status_code == 302


def test_the_secretariat_hears_that_something_waits(web_session: Session, accounts: Any) -> None:
    add_waiting(web_session)
    told = web_session.scalars(select(Message.template)).all()
    assert "posting_to_review" in told


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASEWORKER, Role.OFFICE_MANAGER])
def test_who_reads_finds_the_way(
    sign_in: Callable[[Role | None], FlaskClient], web_session: Session, role: Role
) -> None:
    add_waiting(web_session)
    client = sign_in(role)
    start = client.get("/", follow_redirects=True).get_data(as_text=True)
    assert 'href="/secretariat/postings"' in start
    assert client.get("/secretariat/postings").status_code == 200
