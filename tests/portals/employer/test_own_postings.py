"""The list of own postings, the page of one, and the steps of its life."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from tests.portals.conftest import token_of
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.logins import find_by_login
from wasl.operations.move_opportunity import move_opportunity
from wasl.portals.employer.queries.own import POSTINGS_ON_A_PAGE

SignIn = Callable[[Role | None], FlaskClient]
Status = OpportunityStatus
TODAY = today_in_baghdad()


def add_job(owner: Organisation, title: str, status: Status, **more: Any) -> Job:
    return Job(
        organisation_id=owner.id,
        ref=more.pop("ref", title),
        employer_wording=owner.name,
        title=title,
        seats=2,
        governorate_code="IQ-BA",
        description="خبز",
        status=status,
        **more,
    )


@pytest.fixture
def owner(web_session: Session, employer: Account) -> Organisation:
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    web_session.commit()
    return employer.organisation


@pytest.fixture
def postings(web_session: Session, owner: Organisation) -> dict[Status, str]:
    """A posting in each state; their public ids."""
    web_session.rollback()  # what it read is older than the sign-in of the page
    jobs = {status: add_job(owner, f"خباز {status.value}", status) for status in Status}
    web_session.add_all(jobs.values())
    web_session.commit()
    return {status: job.public_id for status, job in jobs.items()}


@pytest.fixture
def client(sign_in: SignIn, owner: Organisation) -> FlaskClient:
    return sign_in(Role.EMPLOYER_RECRUITER)


def send(client: FlaskClient, path: str, **data: Any) -> Any:
    token = token_of(client.get("/employer/opportunities/new").get_data(as_text=True))
    return client.post(f"/employer/opportunities/{path}", data={"csrf_token": token, **data})


def status_of(session: Session, public_id: str) -> Status:
    session.rollback()
    found = session.scalar(select(Opportunity).where(Opportunity.public_id == public_id))
    assert found is not None
    return found.status


def posting_of(session: Session, public_id: str) -> Opportunity:
    session.rollback()
    return session.scalars(select(Opportunity).where(Opportunity.public_id == public_id)).one()


def test_states_are_tabs_and_words_are_sought(
    client: FlaskClient, postings: dict[Status, str], check_page: Callable[..., Any]
) -> None:
    page = check_page(client, "/employer/opportunities", "en")
    assert page.text.count('name="postings"') == len(Status)
    paused = check_page(client, "/employer/opportunities?state=paused", "en")
    assert postings[Status.PAUSED] in paused.text
    assert postings[Status.DRAFT] not in paused.text
    found = check_page(client, "/employer/opportunities?q=خباز+filled", "en")
    assert found.text.count('name="postings"') == 1
    nothing = check_page(client, "/employer/opportunities?q=%25_", "en")
    assert "Nothing is here." in nothing.words(), "signs of a pattern are words"
    assert check_page(client, "/employer/opportunities?state=odd&page=99", "en")


def test_a_long_list_comes_in_pages(
    client: FlaskClient, web_session: Session, owner: Organisation, check_page: Callable[..., Any]
) -> None:
    web_session.rollback()
    number = POSTINGS_ON_A_PAGE + 3
    web_session.add_all(add_job(owner, f"خباز {n}", Status.DRAFT) for n in range(number))
    web_session.commit()
    page = check_page(client, "/employer/opportunities?page=2", "en")
    assert page.text.count('name="postings"') == 3


BUTTONS: dict[Status, set[str]] = {
    Status.DRAFT: {"close"},
    Status.IN_REVIEW: {"take_back", "close"},
    Status.PUBLISHED: {"pause", "fill", "close"},
    Status.PAUSED: {"resume", "fill", "close"},
    Status.FILLED: {"reopen"},
    Status.CLOSED: {"reopen"},
    Status.EXPIRED: {"reopen"},
}


@pytest.mark.parametrize("status", Status)
def test_a_posting_offers_what_can_be_done_now(
    client: FlaskClient,
    web_session: Session,
    postings: dict[Status, str],
    check_page: Callable[..., Any],
    status: Status,
) -> None:
    page = check_page(client, f"/employer/opportunities/{postings[status]}/posting", "en")
    steps = {box.get("value") for box in page.all("input") if box.get("name") == "step"}
    assert steps == BUTTONS[status]
    for step in OpportunityStep:
        web_session.rollback()
        job = posting_of(web_session, postings[status])
        job.status = status
        web_session.commit()
        answer = send(client, f"{postings[status]}/step", step=step.value, version=job.version)
        now = status_of(web_session, postings[status])
        if step.value in steps:
            assert now is not status
        else:
            assert (answer.status_code, now) in {(302, status), (400, status)}


SAYS = {
    Status.DRAFT: "Nobody else sees it now.",
    Status.IN_REVIEW: "To change it before that, take it back.",
    Status.PUBLISHED: "Look who fits, and ask to meet them.",
    Status.PAUSED: "Nobody else sees it now.",
    Status.FILLED: "To offer the same again, copy it.",
    Status.CLOSED: "To offer the same again, copy it.",
    Status.EXPIRED: "To offer the same again, copy it.",
}


@pytest.mark.parametrize("status", Status)
def test_a_posting_says_what_its_employer_does_next(
    client: FlaskClient, postings: dict[Status, str], check_page: Callable[..., Any], status: Status
) -> None:
    page = check_page(client, f"/employer/opportunities/{postings[status]}/posting", "en")
    assert [says for says in set(SAYS.values()) if says in page.words()] == [SAYS[status]]


def test_the_log_tells_colleagues_by_name_and_nobody_else(
    client: FlaskClient,
    web_session: Session,
    postings: dict[Status, str],
    accounts: dict[Role, str],
    check_page: Callable[..., Any],
) -> None:
    key = postings[Status.DRAFT]
    job = posting_of(web_session, key)
    secretary = find_by_login(web_session, accounts[Role.SECRETARIAT])
    assert secretary is not None
    secretary.display_name = "قارئة سرية"
    move_opportunity(web_session, COMMAND_LINE, job, OpportunityStep.SUBMIT, TODAY)
    web_session.add(
        OpportunityMove(
            opportunity=job,
            step=OpportunityStep.SEND_BACK,
            source=Status.IN_REVIEW,
            target=Status.DRAFT,
            account_id=secretary.id,
            note="اكتب اين",
        )
    )
    web_session.commit()
    send(client, f"{key}/step", step="close", version=posting_of(web_session, key).version)
    page = check_page(client, f"/employer/opportunities/{key}/posting", "en")
    words = page.words()
    assert "قارئة سرية" not in page.text
    assert "who reads postings" in words
    assert "the calendar" in words
    assert "اكتب اين" in words
    assert words.index("Closed") < words.index("Sent back with a note") < words.index("Begun")


def test_a_step_from_an_old_page_is_not_taken(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    key = postings[Status.PUBLISHED]
    send(client, f"{key}/step", step="close", version=99)
    assert status_of(web_session, key) is Status.PUBLISHED


def test_pressing_twice_does_it_once(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    key = postings[Status.PUBLISHED]
    seen = posting_of(web_session, key).version
    for _time in range(2):
        assert send(client, f"{key}/step", step="pause", version=seen).status_code == 302
    assert status_of(web_session, key) is Status.PAUSED
    assert len(web_session.scalars(select(OpportunityMove)).all()) == 1


def test_more_time_in_one_click_or_until_a_day(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    key = postings[Status.PUBLISHED]
    send(client, f"{key}/extend", days="30")
    assert posting_of(web_session, key).apply_by == TODAY + timedelta(days=30)
    send(client, f"{key}/extend", days="30")
    assert posting_of(web_session, key).apply_by == TODAY + timedelta(days=60)
    day = TODAY + timedelta(days=5)
    send(client, f"{key}/extend", last_day=day.isoformat())
    assert posting_of(web_session, key).apply_by == day
    for bad in ({}, {"days": "9999"}, {"last_day": "2020-01-01"}, {"last_day": "x"}):
        send(client, f"{key}/extend", **bad)
        assert posting_of(web_session, key).apply_by == day
    send(client, f"{postings[Status.CLOSED]}/extend", days="30")
    assert posting_of(web_session, postings[Status.CLOSED]).apply_by is None


def test_a_posting_that_was_asked_after_still_stands(
    client: FlaskClient,
    web_session: Session,
    postings: dict[Status, str],
    check_page: Callable[..., Any],
) -> None:
    key = postings[Status.PUBLISHED]
    job = posting_of(web_session, key)
    job.asked_after_at = job.attended_at = utc_now() - timedelta(days=40)
    web_session.commit()
    page = check_page(client, f"/employer/opportunities/{key}/posting", "en")
    assert "Does this still stand?" in page.words()
    send(client, f"{key}/still-open")
    job = posting_of(web_session, key)
    assert job.asked_after_at is None
    assert job.attended_at > utc_now() - timedelta(minutes=5)


def test_several_at_once(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    several = list(postings.values())
    send(client, "batch", postings=several, action="extend", days="60")
    days = {status: posting_of(web_session, key).apply_by for status, key in postings.items()}
    extended = {status for status, day in days.items() if day == TODAY + timedelta(days=60)}
    assert extended == {Status.DRAFT, Status.PUBLISHED, Status.PAUSED}
    send(client, "batch", postings=several[:2], action="close")
    assert status_of(web_session, several[0]) is Status.CLOSED
    assert send(client, "batch", postings=several, action="erase").status_code == 400
    send(client, "batch", postings=several, action="close")
    over = {Status.CLOSED, Status.FILLED, Status.EXPIRED}
    assert {status_of(web_session, key) for key in several} == over


def test_what_belongs_to_somebody_else_is_left_alone(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    web_session.rollback()
    other = Organisation(name="شركة أخرى", name_key="شركه اخرى")
    web_session.add(other)
    web_session.flush()
    foreign = add_job(other, "خباز", Status.PUBLISHED)
    web_session.add(foreign)
    web_session.commit()
    key = foreign.public_id
    for path in ("step", "extend", "copy", "send-in", "edit", "autosave", "skill", "still-open"):
        answer = send(client, f"{key}/{path}", step="close", days="30", version=1)
        assert answer.status_code == 404, path
    send(client, "batch", postings=[key], action="close")
    assert status_of(web_session, key) is Status.PUBLISHED
    assert len(web_session.scalars(select(Opportunity)).all()) == len(postings) + 1


def test_a_copy_begins_a_draft(
    client: FlaskClient, web_session: Session, postings: dict[Status, str]
) -> None:
    answer = send(client, f"{postings[Status.CLOSED]}/copy")
    copy = posting_of(web_session, answer.location.split("/")[-2])
    assert answer.location.endswith("/edit")
    assert (copy.status, copy.title) == (Status.DRAFT, "خباز closed")


def test_an_organisation_that_nobody_vetted_writes_and_waits(
    client: FlaskClient, web_session: Session, owner: Organisation, check_page: Callable[..., Any]
) -> None:
    web_session.rollback()
    web_session.refresh(owner)
    owner.standing = OrganisationStanding.UNVETTED
    draft = add_job(owner, "خباز", Status.DRAFT)
    web_session.add(draft)
    web_session.commit()
    send(client, f"{draft.public_id}/send-in", version=draft.version)
    job = posting_of(web_session, draft.public_id)
    assert job.status in (Status.PUBLISHED, Status.IN_REVIEW)
    page = check_page(client, f"/employer/opportunities/{draft.public_id}/posting", "en")
    assert "vetted" in page.words() or "reads it first" in page.words()
    public = client.get("/opportunities").get_data(as_text=True)
    assert draft.public_id not in public
