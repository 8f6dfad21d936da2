"""Meetings, minutes, what came of them and asks as workbooks: what they hold, and for whom."""

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
    Attendance,
    InvitationAnswer,
    MeetingKind,
    MeetingState,
    ResolutionKind,
    ResolutionState,
)
from tests.operations.commitments.promises import add_promise
from tests.portals.canary import choose
from tests.portals.round_table.workbooks import raw_part, read_book
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
TODAY = today_in_baghdad()
LAST, BEFORE = TODAY - timedelta(days=30), TODAY - timedelta(days=200)
SECRET = "قيل هذا قبل النشر"
RESOLUTIONS, MEETINGS = "/roundtable/resolutions.xlsx", "/roundtable/meetings.xlsx"


@pytest.fixture
def client(sign_in: SignIn) -> Callable[[Role], FlaskClient]:
    """A function that signs somebody in, with pages in English."""

    def enter(role: Role = Role.SECRETARIAT) -> FlaskClient:
        made = sign_in(role)
        choose(made, "en")
        return made

    return enter


@pytest.fixture
def company(web_session: Session, accounts: dict[Role, str]) -> Organisation:
    """The organisation of the employer's account."""
    del accounts
    return web_session.scalars(select(Organisation)).one()


@pytest.fixture
def series(web_session: Session, company: Organisation) -> MeetingSeries:
    """Two meetings of a series: one published, the later one held with minutes nobody read yet."""
    made = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات البصرة", name_key="basra")
    first = _meeting(made, "RT-1", BEFORE, MeetingState.PUBLISHED, company)
    first.agenda = [AgendaItem(position=1, title="نقص اللحامين", minutes="=1+1")]
    first.agenda[0].resolutions = [_said("دورة لحام", company, LAST)]
    second = _meeting(made, "RT-2", LAST, MeetingState.HELD, company)
    second.participants[0].answer = InvitationAnswer.COMING
    second.participants[0].answered_at = utc_now()
    second.participants[0].attendance = Attendance.PRESENT
    item = AgendaItem(position=1, title="نقص اللحامين", minutes=SECRET)
    item.carried_from = first.agenda[0]
    item.resolutions = [_said("قرار سري", None, None)]
    second.agenda = [item]
    web_session.add_all([first, second])
    web_session.commit()
    return made


def _meeting(
    series: MeetingSeries, ref: str, day: Any, state: MeetingState, company: Organisation
) -> Meeting:
    made = Meeting(series=series, ref=ref, title=f"طاولة {ref}", held_on=day, state=state)
    made.participants = [Participant(organisation=company, invited_at=utc_now())]
    return made


def _said(text: str, company: Organisation | None, due_on: Any) -> Resolution:
    made = Resolution(kind=ResolutionKind.DECISION, text=text, responsible=company)
    made.due_on = due_on
    return made


def named(session: Session, ref: str) -> Meeting:
    return session.scalars(select(Meeting).where(Meeting.ref == ref)).one()


def test_the_list_of_meetings_counts_who_answered_and_who_was_there(
    client: Callable[..., FlaskClient], series: MeetingSeries
) -> None:
    meetings, seats = read_book(client().get(MEETINGS).data)
    assert [row[1] for row in meetings] == ["RT-2", "RT-1"]
    # members, invited, coming, not coming, silent, present, represented, absent, commitments
    assert meetings[0][12:] == ["1", "1", "1", "0", "0", "1", "0", "0", "0"]
    assert meetings[1][12:] == ["1", "1", "0", "0", "1", "0", "0", "0", "0"]
    assert [(row[2], row[7], row[9]) for row in seats] == [
        ("RT-2", "Coming", "Was there"),
        ("RT-1", "", ""),
    ]
    only = read_book(client().get(f"{MEETINGS}?state=published").data)[0]
    assert [row[1] for row in only] == ["RT-1"], "the filters hold for the file"


def test_an_office_gets_what_is_published_and_nobodys_answer(
    client: Callable[..., FlaskClient], series: MeetingSeries, web_session: Session
) -> None:
    office = client(Role.OFFICE_MANAGER)
    [meetings] = read_book(office.get(MEETINGS).data)
    assert [(row[1], len(row)) for row in meetings] == [("RT-1", 12)]
    [said] = read_book(office.get(f"{RESOLUTIONS}?state=").data)
    assert [row[0] for row in said] == ["دورة لحام"]
    whole = office.get(f"/roundtable/series/{series.public_id}/minutes.xlsx")
    assert SECRET not in raw_part(whole.data, "xl/sharedStrings.xml")
    hidden = named(web_session, "RT-2").public_id
    assert office.get(f"/roundtable/meetings/{hidden}/minutes.xlsx").status_code == 404


def test_a_member_gets_the_minutes_once_they_are_out(
    client: Callable[..., FlaskClient],
    series: MeetingSeries,
    company: Organisation,
    web_session: Session,
) -> None:
    other = Organisation(name="فرن", name_key="فرن")
    web_session.add(other)
    published, held = named(web_session, "RT-1"), named(web_session, "RT-2")
    add_promise(web_session, company, ref="OWN", meeting=published)
    add_promise(web_session, other, ref="OTHER", meeting=published)
    web_session.commit()
    member = client(Role.EMPLOYER_OWNER)
    path = "/roundtable/meetings/{}/minutes.xlsx"
    early = member.get(path.format(held.public_id), follow_redirects=True)
    assert early.request.path.endswith("/minutes"), "the page says that they are not out"
    assert SECRET not in early.get_data(as_text=True)
    _agenda, _came, promised, _seats = read_book(member.get(path.format(published.public_id)).data)
    assert [row[1] for row in promised] == ["OWN"]
    web_session.rollback()
    held.state = MeetingState.PUBLISHED
    web_session.commit()
    assert SECRET in raw_part(member.get(path.format(held.public_id)).data, "xl/sharedStrings.xml")


def test_all_minutes_of_a_series_in_one_file(
    client: Callable[..., FlaskClient], series: MeetingSeries
) -> None:
    sent = client().get(f"/roundtable/series/{series.public_id}/minutes.xlsx").data
    agenda, came, promised, seats = read_book(sent)
    assert [(row[3], row[7], row[8]) for row in agenda] == [
        ("RT-1", "", "=1+1"),
        ("RT-2", "RT-1", SECRET),
    ]
    assert [row[0] for row in came] == ["دورة لحام", "قرار سري"]
    assert [row[6] for row in came] == ["Yes", "No"], "what is overdue"
    assert (promised, len(seats)) == ([], 2)
    assert "<f>" not in raw_part(sent, "xl/worksheets/sheet1.xml"), "a text stays a text"


def test_what_came_of_meetings_is_filtered_as_the_page_is(
    client: Callable[..., FlaskClient], series: MeetingSeries, web_session: Session
) -> None:
    done = web_session.scalars(select(Resolution).where(Resolution.due_on.is_(None))).one()
    done.state, done.ended_on, done.ended_note = ResolutionState.SETTLED, TODAY, "-2+3"
    web_session.commit()
    enter = client()

    def texts(query: str) -> list[str]:
        return [row[0] for row in read_book(enter.get(f"{RESOLUTIONS}?{query}").data)[0]]

    assert texts("") == ["دورة لحام"], "what is open, as the page begins"
    assert texts("state=") == ["دورة لحام", "قرار سري"]
    assert texts("state=settled") == ["قرار سري"]
    assert texts("state=&overdue=1") == ["دورة لحام"]
    assert texts("state=&series=none") == []
    page = enter.get("/roundtable/resolutions?state=settled&kind=decision").get_data(as_text=True)
    assert f"{RESOLUTIONS}?state=settled&amp;kind=decision" in page


def test_what_members_are_asked_for(
    client: Callable[..., FlaskClient],
    series: MeetingSeries,
    company: Organisation,
    web_session: Session,
) -> None:
    meeting = named(web_session, "RT-2")
    ask = Ask(meeting=meeting, organisation=company, kind=OpportunityKind.JOB, as_of=TODAY)
    ask.quantity, ask.text, ask.governorate_code = 12, "@اثنا عشر عملاً", "IQ-BA"
    ask.state, ask.sent_at, ask.answer_note = AskState.DECLINED, utc_now(), "لا نستطيع"
    ask.answered_at, ask.evidence = ask.sent_at, {"why": "posted"}
    web_session.add(ask)
    web_session.commit()
    path = f"/roundtable/meetings/{meeting.public_id}/asks"
    assert f"{path}.xlsx" in client().get(path).get_data(as_text=True)
    [[row]] = read_book(client().get(f"{path}.xlsx").data)
    assert row[:4] == [company.name, "@اثنا عشر عملاً", "Job", "12"]
    assert (row[5], row[6], row[11]) == (
        "Basra",
        "They posted such places before",
        "لا نستطيع",
    )
    assert client(Role.OFFICE_MANAGER).get(f"{path}.xlsx").status_code == 403


def test_pages_have_the_button_and_arabic_reads_from_the_right(
    sign_in: SignIn, series: MeetingSeries, web_session: Session
) -> None:
    secretariat = sign_in(Role.SECRETARIAT)
    meeting = f"/roundtable/meetings/{named(web_session, 'RT-1').public_id}/minutes"
    of_series = f"/roundtable/series/{series.public_id}"
    for page, file in (
        ("/roundtable/meetings", MEETINGS),
        ("/roundtable/resolutions", RESOLUTIONS),
        ("/roundtable/citations", "/roundtable/citations.xlsx"),
        (meeting, f"{meeting}.xlsx"),
        (of_series, f"{of_series}/minutes.xlsx"),
    ):
        assert f'href="{file}' in secretariat.get(page).get_data(as_text=True), page
        sent = secretariat.get(file)
        assert sent.headers["Content-Disposition"].startswith("attachment"), file
        assert 'rightToLeft="1"' in raw_part(sent.data, "xl/worksheets/sheet1.xml"), file
