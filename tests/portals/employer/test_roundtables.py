"""Roundtables as a member sees them: its invitation, its answer, what it is asked for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.base import utc_now
from models.enums import OpportunityKind, Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant, Resolution
from models.opportunity import Organisation
from models.round_table_enums import (
    AskState,
    InvitationAnswer,
    MeetingKind,
    MeetingState,
    ResolutionKind,
)
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]


@pytest.fixture
def meeting(web_session: Session, accounts: dict[Role, str]) -> Meeting:
    """A roundtable to which the company is invited, with asks of it and of another."""
    own = web_session.scalars(select(Organisation)).one()
    other = Organisation(name="معمل الجنوب", name_key="معمل الجنوب")
    today = today_in_baghdad()
    called = Meeting(
        series=MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات", name_key="t"),
        ref="RT-3",
        title="طاولة نينوى",
        held_on=today + timedelta(days=9),
        state=MeetingState.CALLED,
    )
    called.participants = [
        Participant(organisation=one, invited_at=utc_now()) for one in (own, other)
    ]
    said = Resolution(kind=ResolutionKind.DECISION, text="يُفتح باب التدريب")
    called.agenda = [AgendaItem(position=1, title="التدريب", minutes="قيل", resolutions=[said])]
    web_session.add(called)
    for organisation, state, text in (
        (own, AskState.SENT, "عشرة لحامين"),
        (own, AskState.DRAFT, "مسودة"),
        (other, AskState.SENT, "طلب من غيرنا"),
    ):
        ask = Ask(meeting=called, organisation=organisation, kind=OpportunityKind.JOB, as_of=today)
        ask.state, ask.text = state, text
        web_session.add(ask)
    web_session.commit()
    return called


@pytest.fixture
def answer(sign_in: SignIn, token: Callable[[str], str]) -> Callable[..., Any]:
    """A function that answers the invitation as the company's owner."""
    client = sign_in(Role.EMPLOYER_OWNER)

    def act(meeting: Meeting, **data: object) -> Any:
        page = client.get("/account").get_data(as_text=True)
        path = f"/employer/roundtables/{meeting.public_id}/answer"
        return client.post(path, data={"csrf_token": token(page), **data})

    return act


def test_what_waits_for_an_answer_is_listed(pages: Any, meeting: Meeting) -> None:
    page = pages("/employer/roundtables", role=Role.EMPLOYER_OWNER)["en"]
    assert "طاولة نينوى" in page.words()
    assert "Say whether somebody comes" in page.words()
    first = pages("/employer", role=Role.EMPLOYER_OWNER)["en"].words()
    assert "1 invitation to a roundtable waits for your answer" in first


def test_a_member_reads_its_own_asks_and_no_minutes_before_they_are_published(
    pages: Any, web_session: Session, meeting: Meeting
) -> None:
    path = f"/employer/roundtables/{meeting.public_id}"
    words = pages(path, role=Role.EMPLOYER_OWNER)["en"].words()
    assert "عشرة لحامين" in words
    assert not [text for text in ("مسودة", "طلب من غيرنا", "يُفتح باب التدريب") if text in words]
    web_session.rollback()
    meeting.state = MeetingState.PUBLISHED
    web_session.commit()
    words = pages(path, role=Role.EMPLOYER_OWNER)["en"].words()
    assert "يُفتح باب التدريب" in words


def test_the_answer_is_kept_and_may_be_changed(
    answer: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    own, other = meeting.participants
    assert answer(meeting).status_code == 422
    assert answer(meeting, answer="not_coming", note="جرد").status_code == 302
    assert answer(meeting, answer="coming", role="مدير الموارد").status_code == 302
    web_session.rollback()
    assert (own.answer, own.role) == (InvitationAnswer.COMING, "مدير الموارد")
    assert own.answered_by_id is not None
    assert other.answer is None


def test_after_it_was_held_nothing_is_answered(
    answer: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    meeting.state = MeetingState.HELD
    web_session.commit()
    assert answer(meeting, answer="coming").status_code == 302
    web_session.rollback()
    assert meeting.participants[0].answer is None


def test_a_member_that_was_taken_off_loses_the_page_at_once(
    sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    client = sign_in(Role.EMPLOYER_OWNER)
    path = f"/employer/roundtables/{meeting.public_id}"
    assert client.get(path).status_code == 200
    web_session.rollback()
    web_session.delete(meeting.participants[0])
    web_session.commit()
    assert client.get(path).status_code == 404
