"""A member reads what it is asked for and answers it in its own portal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.ask import Ask
from models.base import utc_now
from models.enums import OpportunityKind, Role
from models.meeting import Meeting, MeetingSeries, Participant
from models.message import Message
from models.round_table_enums import AskState, MeetingKind, MeetingState
from tests.portals.conftest import Page
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]


@pytest.fixture
def ask(web_session: Session, employer: Account) -> Ask:
    """The company is invited and asked for eight welders."""
    own, day = employer.organisation, today_in_baghdad() + timedelta(9)
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات", name_key="t")
    meeting = Meeting(series=series, ref="RT-3", title="طاولة", state=MeetingState.CALLED)
    meeting.held_on, meeting.participants = day, [Participant(organisation=own)]
    meeting.participants[0].invited_at = utc_now()
    found = Ask(meeting=meeting, organisation=own, kind=OpportunityKind.JOB, as_of=day)
    found.state, found.quantity, found.group_code = AskState.SENT, 8, "7212"
    found.governorate_code, found.evidence = "IQ-BA", {"ready": 10, "last": "2026-03-09"}
    web_session.add(found)
    web_session.commit()
    return found


@pytest.fixture
def answer(
    sign_in: SignIn, token: Callable[[str], str], web_session: Session
) -> Callable[..., int]:
    """Answer an ask as the company's owner does; return the status."""

    def act(ask: Ask, role: Role = Role.EMPLOYER_OWNER, **data: object) -> int:
        client = sign_in(role)
        data["csrf_token"] = token(client.get("/account").get_data(as_text=True))
        status = client.post(f"/employer/asks/{ask.public_id}/answer", data=data).status_code
        web_session.rollback()  # what was read before the request is not what is there now
        return status

    return act


def test_a_member_says_what_it_can_give(
    sign_in: SignIn,
    check_page: CheckPage,
    ask: Ask,
    answer: Callable[..., int],
    web_session: Session,
) -> None:
    client, path = sign_in(Role.EMPLOYER_OWNER), f"/employer/roundtables/{ask.meeting.public_id}"
    page = check_page(client, path, "en")
    assert (
        "Welders and flamecutters in Basra: about 10 are ready to begin, no place since March "
        "2026. We ask for 8 jobs." in page.words()
    )
    assert f"/employer/asks/{ask.public_id}/answer" in page.text
    assert answer(ask, version=ask.version, step="promise", note="ستة منذ أيار") == 302
    assert (ask.state, ask.answer_note) == (AskState.PROMISED, "ستة منذ أيار")
    [message] = web_session.scalars(select(Message).where(Message.template == "ask_answered"))
    assert message.address == "secretariat@office.example"
    page = check_page(client, path, "en")
    assert "ستة منذ أيار" in page.words()
    assert f"/employer/asks/{ask.public_id}/answer" not in page.text
    listed = f"/roundtable/meetings/{ask.meeting.public_id}/asks"
    assert "ستة منذ أيار" in check_page(sign_in(Role.SECRETARIAT), listed, "en").words()


def test_it_is_answered_once_and_in_one_of_two_ways(
    ask: Ask, answer: Callable[..., int], web_session: Session
) -> None:
    seen = ask.version
    for wrong in ({"step": "drop", "version": seen}, {"step": "promise"}, {"version": seen}):
        assert answer(ask, **wrong) == 400
    assert answer(ask, version=seen, step="promise", note="ا" * 1001) == 302
    assert ask.state is AskState.SENT, "it was too long"
    assert answer(ask, version=seen, step="decline") == 302
    assert answer(ask, version=seen, step="promise") == 302
    assert ask.state is AskState.DECLINED
    told = web_session.scalars(select(Message).where(Message.template == "ask_answered")).all()
    assert len(told) == 1


def test_asks_of_others_and_drafts_do_not_exist(
    ask: Ask, answer: Callable[..., int], web_session: Session
) -> None:
    given: dict[str, Any] = {"version": ask.version, "step": "promise"}
    assert answer(ask, Role.SECRETARIAT, **given) in {403, 404}
    ask.state = AskState.DRAFT
    web_session.commit()
    assert answer(ask, **given) == 404
    assert ask.state is AskState.DRAFT


def test_what_does_not_take_place_is_not_answered(
    sign_in: SignIn,
    check_page: CheckPage,
    ask: Ask,
    answer: Callable[..., int],
    web_session: Session,
) -> None:
    ask.meeting.state = MeetingState.CANCELLED
    web_session.commit()
    path = f"/employer/roundtables/{ask.meeting.public_id}"
    assert "/answer" not in check_page(sign_in(Role.EMPLOYER_OWNER), path, "en").text
    assert answer(ask, version=ask.version, step="promise") == 302
    assert ask.state is AskState.SENT
