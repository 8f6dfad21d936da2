"""Meetings in the portal: planned, called, answered, held; who reads what of them."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant
from models.message import Message
from models.opportunity import Organisation
from models.round_table_enums import (
    Attendance,
    InvitationAnswer,
    MeetingKind,
    MeetingState,
    StakeholderKind,
)
from models.stakeholder import Stakeholder
from tests.portals.canary import choose
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
AHEAD = timedelta(days=20)


@pytest.fixture
def company(web_session: Session, accounts: dict[Role, str]) -> Organisation:
    """The organisation of the employer's account."""
    found = web_session.scalars(select(Organisation)).one()
    web_session.add(Stakeholder(organisation=found, kind=StakeholderKind.COMPANY))
    web_session.commit()
    return found


@pytest.fixture
def meeting(web_session: Session, company: Organisation) -> Meeting:
    """A roundtable in twenty days, not called yet, at which the company is to sit."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات التشغيل", name_key="tables")
    planned = Meeting(
        series=series,
        ref="RT-9",
        title="طاولة البصرة",
        held_on=today_in_baghdad() + AHEAD,
        place="البصرة",
    )
    planned.participants = [Participant(organisation=company)]
    planned.agenda = [AgendaItem(position=1, title="التدريب", minutes="قيل سراً")]
    web_session.add(planned)
    web_session.commit()
    return planned


@pytest.fixture
def send(sign_in: SignIn, token: Callable[[str], str]) -> Callable[..., Any]:
    """A function that sends a form as somebody of a role, with the token of a page."""

    def act(role: Role, path: str, **data: object) -> Any:
        client = sign_in(role)
        choose(client, "en")
        page = client.get("/account").get_data(as_text=True)
        return client.post(path, data={"csrf_token": token(page), **data})

    return act


def address(meeting: Meeting, page: str = "") -> str:
    return f"/roundtable/meetings/{meeting.public_id}{page}"


def test_a_series_and_its_first_meeting_are_planned(
    send: Callable[..., Any], sign_in: SignIn, web_session: Session
) -> None:
    answer = send(
        Role.SECRETARIAT, "/roundtable/series/new", kind="committee", name="اللجنة العليا"
    )
    assert answer.status_code == 302
    series = web_session.scalars(select(MeetingSeries)).one()
    day = today_in_baghdad() + AHEAD
    planned = send(
        Role.SECRETARIAT,
        "/roundtable/meetings/new",
        series=series.public_id,
        title="الجلسة الأولى",
        held_on=day.isoformat(),
        starts_at="10:00",
        ends_at="12:30",
    )
    assert planned.status_code == 302
    web_session.rollback()
    made = web_session.scalars(select(Meeting)).one()
    assert (made.title, made.held_on, made.state) == ("الجلسة الأولى", day, MeetingState.PLANNED)
    assert made.ref == f"CM-{day:%Y-%m}"


def test_what_is_typed_wrongly_is_said_at_its_field(
    send: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    answer = send(
        Role.SECRETARIAT,
        address(meeting, "/change"),
        version=meeting.version,
        title="طاولة البصرة",
        held_on=meeting.held_on.isoformat(),
        starts_at="12:00",
        ends_at="10:00",
    )
    assert answer.status_code == 422
    assert "It must end after it begins." in answer.get_data(as_text=True)


def test_a_change_says_what_it_means_for_whoever_was_invited(
    sign_in: SignIn, token: Callable[[str], str], web_session: Session, meeting: Meeting
) -> None:
    meeting.state, path = MeetingState.CALLED, address(meeting, "/change")
    facts = {"title": meeting.title, "held_on": meeting.held_on, "place": "البصرة"}
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    choose(client, "en")

    def change(**given: object) -> str:
        web_session.rollback()
        facts.update(given)
        page = client.get(path).get_data(as_text=True)
        data = {"csrf_token": token(page), "version": meeting.version, **facts}
        web_session.rollback()
        return str(client.post(path, data=data, follow_redirects=True).get_data(as_text=True))

    seat = meeting.participants[0]
    seat.invited_at = seat.answered_at = utc_now()
    seat.answer = InvitationAnswer.COMING
    web_session.commit()
    before = client.get(path).get_data(as_text=True)
    assert "Another day clears all answers: everybody is asked again." in before
    assert "One member has answered so far." in before
    assert "Whoever was invited is told." in change(place="الزبير")
    told = change(held_on=meeting.held_on + timedelta(days=2))
    assert "One answer was cleared: whoever was invited is told of the new day" in told
    assert "has answered so far" not in client.get(path).get_data(as_text=True)
    told = change(held_on=meeting.held_on + timedelta(days=4))
    assert "Saved. Whoever was invited is told of the new day and asked again." in told
    assert "Saved." in (kept := change(title="طاولة أخرى"))
    assert "Saved. Whoever" not in kept


def test_every_page_of_a_meeting_is_sound(pages: Any, meeting: Meeting) -> None:
    for page in ("", "/members", "/documents", "/change", "/letters"):
        shown = pages(address(meeting, page), role=Role.SECRETARIAT)["en"]
        assert "طاولة البصرة" in shown.words()
    listed = pages("/roundtable/meetings", role=Role.SECRETARIAT)["en"].words()
    assert "طاولة البصرة" in listed
    pages("/roundtable/meetings/new", role=Role.SECRETARIAT)
    pages("/roundtable/series/new", role=Role.SECRETARIAT)


def test_before_it_is_called_nobody_else_knows_of_it(sign_in: SignIn, meeting: Meeting) -> None:
    for role in (Role.EMPLOYER_OWNER, Role.OFFICE_MANAGER):
        client = sign_in(role)
        assert client.get(address(meeting)).status_code == 404
        listed = client.get("/roundtable/meetings", follow_redirects=True).get_data(as_text=True)
        assert "طاولة البصرة" not in listed
        assert "طاولات التشغيل" not in listed, "nor of its series, in the filter"


def test_calling_it_tells_the_member_and_opens_its_page(
    send: Callable[..., Any], sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    answer = send(Role.SECRETARIAT, address(meeting, "/call"), version=meeting.version)
    assert answer.status_code == 302
    web_session.rollback()
    assert meeting.state is MeetingState.CALLED
    told = web_session.scalars(select(Message).where(Message.template == "meeting_invitation"))
    assert {one.address for one in told} == {
        "employer_owner@office.example",
        "employer_recruiter@office.example",
    }
    client = sign_in(Role.EMPLOYER_OWNER)
    shown = client.get(address(meeting), follow_redirects=True).get_data(as_text=True)
    assert "التدريب" in shown
    assert "قيل سراً" not in shown, "minutes are read once they are published"


def test_unpublished_minutes_are_not_found_by_searching(
    sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    """Of words, nothing narrows a list of who may not read all that is searched."""
    meeting.state = MeetingState.PUBLISHED
    web_session.commit()
    client = sign_in(Role.OFFICE_MANAGER)
    assert "طاولة البصرة" in client.get("/roundtable/meetings?q=nowhere").get_data(as_text=True)
    client = sign_in(Role.SECRETARIAT)
    assert "طاولة البصرة" not in client.get("/roundtable/meetings?q=nowhere").get_data(as_text=True)
    assert "طاولة البصرة" in client.get("/roundtable/meetings?q=سرا").get_data(as_text=True)


def test_a_stale_page_calls_nobody(
    send: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    send(Role.SECRETARIAT, address(meeting, "/call"), version=meeting.version + 7)
    web_session.rollback()
    assert meeting.state is MeetingState.PLANNED


def test_members_are_found_by_a_word_and_added(
    send: Callable[..., Any], sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    other = Organisation(name="غرفة تجارة البصرة", name_key="غرفه تجاره البصره")
    web_session.add(other)
    web_session.commit()
    page = sign_in(Role.SECRETARIAT).get(address(meeting, "/members?q=تجارة"))
    assert "غرفة تجارة البصرة" in page.get_data(as_text=True)
    send(Role.SECRETARIAT, address(meeting, "/members"), organisations=other.public_id, part="host")
    web_session.rollback()
    assert other.id in [one.organisation_id for one in meeting.participants]


def test_an_answer_is_noted_and_a_member_of_another_meeting_is_none_here(
    send: Callable[..., Any], web_session: Session, meeting: Meeting, company: Organisation
) -> None:
    send(Role.SECRETARIAT, address(meeting, "/call"), version=meeting.version)
    web_session.rollback()
    other = Meeting(series=meeting.series, ref="RT-10", title="أخرى", held_on=meeting.held_on)
    other.participants = [Participant(organisation=company)]
    web_session.add(other)
    web_session.commit()
    foreign, own = other.participants[0], meeting.participants[0]
    path = address(meeting, "/member/answer")
    send(Role.SECRETARIAT, path, member=foreign.public_id, answer="coming")
    send(Role.SECRETARIAT, path, member=own.public_id, answer="not_coming", note="سفر")
    web_session.rollback()
    assert foreign.answer is None
    assert (own.answer, own.answer_note) == (InvitationAnswer.NOT_COMING, "سفر")


def test_attendance_is_noted_once_it_was_held(
    send: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    meeting.held_on, meeting.state = today_in_baghdad(), MeetingState.HELD
    web_session.commit()
    seat = meeting.participants[0]
    path = address(meeting, "/attendance")
    assert send(Role.SECRETARIAT, path, **{f"was-{seat.public_id}": "here"}).status_code == 400
    send(Role.SECRETARIAT, path, **{f"was-{seat.public_id}": "represented"})
    web_session.rollback()
    assert seat.attendance is Attendance.REPRESENTED


def test_a_document_comes_back_as_a_file_and_never_as_a_page(
    send: Callable[..., Any], sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    hostile = b"<script>alert(1)</script>"
    for name, readers in (("../../etc/agenda.html", "y"), ("secret.html", "")):
        file = (io.BytesIO(hostile + name.encode()), name)
        data = {"for_members": readers} if readers else {}
        sent = send(Role.SECRETARIAT, address(meeting, "/documents"), file=file, **data)
        assert sent.status_code == 302
    send(Role.SECRETARIAT, address(meeting, "/call"), version=meeting.version)
    web_session.rollback()
    open_one, closed = meeting.documents
    client = sign_in(Role.EMPLOYER_OWNER)
    answer = client.get(f"/roundtable/documents/{open_one.public_id}")
    assert answer.data == hostile + b"../../etc/agenda.html"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=agenda.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/roundtable/documents/{closed.public_id}").status_code == 404


def test_a_text_that_is_sent_in_place_of_a_file_is_no_file(
    send: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    path = address(meeting, "/documents")
    assert send(Role.SECRETARIAT, path, file="agenda.pdf").status_code == 422
    assert send(Role.SECRETARIAT, "/imports/new/roundtables", file="x.xlsx").status_code == 422
    web_session.rollback()
    assert meeting.documents == []


def test_offices_read_it_once_the_minutes_are_published(
    pages: Any, web_session: Session, meeting: Meeting
) -> None:
    meeting.state = MeetingState.PUBLISHED
    web_session.commit()
    shown = pages(address(meeting), role=Role.OFFICE_MANAGER)["en"]
    assert "قيل سراً" in shown.words()


def test_the_calendar_file_keeps_its_name(sign_in: SignIn, meeting: Meeting) -> None:
    client = sign_in(Role.SECRETARIAT)
    first = client.get(address(meeting, "/meeting.ics"))
    assert first.mimetype == "text/calendar"
    assert f"UID:{meeting.public_id}@roundtables.wasl" in first.get_data(as_text=True)
