"""Agenda, minutes and what came of them in the portal; who reads what of it, and when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind, ResolutionState
from wasl.clock import today_in_baghdad
from wasl.operations.meetings.agenda import minutes_seen
from wasl.operations.meetings.publish import record_seen

SignIn = Callable[[Role | None], FlaskClient]
Send = Callable[..., Any]
TODAY = today_in_baghdad()
SECRET = "قيل هذا قبل النشر"
READERS = (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER, Role.OFFICE_MANAGER)


@pytest.fixture
def company(web_session: Session, accounts: dict[Role, str]) -> Organisation:
    """The organisation of the employer's account."""
    return web_session.scalars(select(Organisation)).one()


def add_meeting(session: Session, company: Organisation, **more: Any) -> Meeting:
    """Add a meeting of the one series that the company was invited to."""
    series = session.scalar(select(MeetingSeries)) or MeetingSeries(
        kind=MeetingKind.ROUNDTABLE, name="طاولات البصرة", name_key="basra"
    )
    facts = {"ref": "RT-1", "title": "طاولة البصرة", "state": MeetingState.HELD, **more}
    made = Meeting(series=series, **{"held_on": TODAY - timedelta(days=30), **facts})
    made.participants = [Participant(organisation=company, invited_at=utc_now())]
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def meeting(web_session: Session, company: Organisation) -> Meeting:
    """A meeting that was held, with one point that is minuted and what came of it."""
    made = add_meeting(web_session, company)
    item = AgendaItem(position=1, title="نقص اللحامين", minutes=SECRET)
    item.resolutions = [
        Resolution(
            kind=ResolutionKind.DECISION,
            text="دورة لحام في البصرة",
            responsible=company,
            due_on=TODAY - timedelta(days=2),
        )
    ]
    made.agenda = [item]
    web_session.commit()
    return made


@pytest.fixture
def send(sign_in: SignIn, token: Callable[[str], str]) -> Send:
    """A function that sends a form as the secretariat, with the token of a page."""
    client = sign_in(Role.SECRETARIAT)
    page = client.get("/account").get_data(as_text=True)

    def act(path: str, **data: object) -> Any:
        return client.post(path, data={"csrf_token": token(page), **data})

    return act


def address(meeting: Meeting, page: str) -> str:
    return f"/roundtable/meetings/{meeting.public_id}/{page}"


def test_the_agenda_is_written_and_put_in_order(
    send: Send, web_session: Session, meeting: Meeting
) -> None:
    path = address(meeting, "agenda")
    assert send(path, title=" ").status_code == 422
    assert send(path, title="Certificates", about="Twelve wait").status_code == 302
    web_session.rollback()
    first, second = meeting.agenda
    assert (second.title, second.about) == ("Certificates", "Twelve wait")
    assert send(f"/roundtable/items/{second.public_id}/place", up="1").status_code == 302
    web_session.rollback()
    web_session.expire_all()
    assert list(meeting.agenda) == [second, first]
    assert send(f"/roundtable/items/{second.public_id}/remove", seen="1").status_code == 302
    send(f"/roundtable/items/{first.public_id}/remove", seen="1")
    web_session.rollback()
    web_session.expire_all()
    assert list(meeting.agenda) == [first], "what was talked about stays"


def test_who_minutes_at_the_same_time_sees_what_the_other_wrote_and_keeps_their_own(
    send: Send, web_session: Session, meeting: Meeting
) -> None:
    item = meeting.agenda[0]
    path = f"/roundtable/items/{item.public_id}/minutes"
    seen = minutes_seen(item)
    assert send(path, minutes="by the quicker one", seen=seen).status_code == 302
    slower = send(path, minutes="by the slower one", seen=seen)
    text = slower.get_data(as_text=True)
    assert slower.status_code == 422
    assert "by the quicker one" in text
    assert "by the slower one" in text
    web_session.rollback()
    assert item.minutes == "by the quicker one"
    assert f'value="{minutes_seen(item)}"' in text, "saved once more, it is saved"


def test_a_decision_is_written_down_followed_and_settled(
    send: Send, web_session: Session, meeting: Meeting
) -> None:
    item = meeting.agenda[0]
    before = item.resolutions[0]
    form = {
        "new-kind": "action",
        "new-text": "Rooms",
        "new-follows": before.public_id,
        "new-settles": "y",
    }
    path = f"/roundtable/items/{item.public_id}/resolutions"
    assert send(path, **{**form, "new-text": ""}).status_code == 422
    assert send(path, **form).status_code == 302
    web_session.rollback()
    web_session.expire_all()
    action = item.resolutions[1]
    assert (action.follows, before.state) == (before, ResolutionState.SETTLED)
    step = f"/roundtable/resolutions/{action.public_id}/step"
    given = {"step-step": "settle", "step-version": action.version}
    assert send(step, **given, **{"step-note": " "}).status_code == 422
    assert send(step, **given, **{"step-note": "Letter 12"}).status_code == 302
    web_session.rollback()
    assert (action.state, action.ended_note) == (ResolutionState.SETTLED, "Letter 12")


def test_what_is_open_goes_on_the_next_agenda_by_one_click(
    send: Send, pages: Any, web_session: Session, meeting: Meeting, company: Organisation
) -> None:
    coming = add_meeting(
        web_session,
        company,
        ref="RT-2",
        held_on=TODAY + timedelta(days=9),
        state=MeetingState.PLANNED,
    )
    page = pages(address(coming, "agenda"), role=Role.SECRETARIAT)["en"]
    assert "Open from the meetings before" in page.words()
    assert send(address(coming, "agenda/carry")).status_code == 302
    web_session.rollback()
    web_session.expire_all()
    assert [item.carried_from for item in coming.agenda] == [meeting.agenda[0]]
    page = pages(address(coming, "agenda"), role=Role.SECRETARIAT)["en"]
    assert "One still open from before" in page.words()
    assert "Open from the meetings before" not in page.words()


def test_members_read_minutes_once_they_are_published_and_not_while_they_are_corrected(
    send: Send, sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    everywhere = (
        address(meeting, "minutes"),
        "/roundtable/search?q=لحام",
        "/roundtable/resolutions?state=",
    )

    def read_by(role: Role) -> list[bool]:
        client = sign_in(role)
        texts = [client.get(path).get_data(as_text=True) for path in everywhere]
        return [SECRET in texts[0], SECRET in texts[1] or "mark>" in texts[1], "دورة" in texts[2]]

    employers = READERS[:2]
    assert [read_by(role) for role in employers] == [[False] * 3] * 2
    assert sign_in(Role.OFFICE_MANAGER).get(everywhere[0]).status_code == 404
    seen = record_seen(meeting)
    assert send(address(meeting, "minutes/publish"), seen=seen).status_code == 302
    web_session.rollback()
    assert meeting.state is MeetingState.PUBLISHED
    assert [read_by(role) for role in READERS] == [[True] * 3] * 3
    assert send(address(meeting, "minutes/reopen"), seen="x").status_code == 302
    assert [read_by(role) for role in employers] == [[False] * 3] * 2


def test_minutes_of_others_are_read_by_nobody_else(
    sign_in: SignIn, web_session: Session, meeting: Meeting, company: Organisation
) -> None:
    other = Organisation(name="شركة أخرى", name_key="other")
    meeting.participants[0].organisation = other
    meeting.state = MeetingState.PUBLISHED
    web_session.commit()
    client = sign_in(Role.EMPLOYER_OWNER)
    assert client.get(address(meeting, "minutes")).status_code == 404
    for path in ("/roundtable/search?q=لحام", "/roundtable/resolutions?state="):
        assert "لحام في" not in client.get(path).get_data(as_text=True)
    assert sign_in(Role.OBSERVER).get("/roundtable/resolutions").status_code == 403


def test_what_is_overdue_stands_first(pages: Any, web_session: Session, meeting: Meeting) -> None:
    item = meeting.agenda[0]
    item.resolutions += [
        Resolution(kind=ResolutionKind.ACTION, text="later", due_on=TODAY + timedelta(days=3)),
        Resolution(kind=ResolutionKind.ACTION, text="whenever"),
        Resolution(kind=ResolutionKind.ACTION, text="long ago", due_on=TODAY - timedelta(days=9)),
    ]
    web_session.commit()
    words = pages("/roundtable/resolutions", role=Role.SECRETARIAT)["en"].words()
    places = [words.index(text) for text in ("long ago", "دورة لحام", "later", "whenever")]
    assert places == sorted(places)
    late = pages("/roundtable/resolutions?overdue=1", role=Role.SECRETARIAT)["en"].words()
    assert "long ago" in late
    assert "later" not in late


def test_pages_are_whole(pages: Any, web_session: Session, meeting: Meeting) -> None:
    item = meeting.agenda[0]
    for path in (
        address(meeting, "agenda"),
        address(meeting, "minutes"),
        f"/roundtable/items/{item.public_id}",
        f"/roundtable/resolutions/{item.resolutions[0].public_id}",
        "/roundtable/search?q=لحام",
        "/roundtable/search",
    ):
        pages(path, role=Role.SECRETARIAT)
