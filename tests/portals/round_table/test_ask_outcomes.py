"""What became of asks: on the page of their meeting, and on that of the next one of its series."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.base import utc_now
from models.enums import OpportunityKind, Role
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.round_table_enums import AskState, InvitationAnswer, MeetingKind, MeetingState
from tests.operations.commitments.promises import add_promise
from tests.portals.canary import choose
from tests.portals.conftest import Page
from tests.portals.round_table.workbooks import read_book
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.i18n.days import in_baghdad
from wasl.operations.gaps.asks import note_ask
from wasl.ui.labels import label

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]


@pytest.fixture
def meetings(web_session: Session) -> tuple[Meeting, Meeting]:
    """A roundtable a month ago with asks of all fates, and the next one of its series."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="البصرة", name_key="basra")
    today = today_in_baghdad()
    one, other = (Organisation(name=name, name_key=name) for name in ("الغرفة", "الورشة"))
    past = Meeting(series=series, ref="RT-1", title="السابقة", state=MeetingState.PUBLISHED)
    following = Meeting(series=series, ref="RT-2", title="التالية", state=MeetingState.CALLED)
    past.held_on, following.held_on = today - timedelta(30), today + timedelta(14)
    past.participants = [Participant(organisation=who) for who in (one, other)]
    following.participants = [Participant(organisation=one, invited_at=utc_now())]
    seat = following.participants[0]
    seat.answer, seat.answered_at = InvitationAnswer.NOT_COMING, utc_now()
    web_session.add_all([past, following, one, other])
    web_session.flush()
    made = add_promise(web_session, one, quantity=6, text="ستة مقاعد", meeting=past)
    fates = [
        ("لحامون", one, AskState.PROMISED, made, None),
        ("خبازون", one, AskState.PROMISED, None, "نعم"),
        ("نجارون", other, AskState.DECLINED, None, "ليس الآن"),
        ("سباكون", other, AskState.SENT, None, None),
        ("دهانون", one, AskState.SENT, None, None),
        ("بناؤون", other, AskState.DRAFT, None, None),
    ]
    for text, who, state, commitment, note in fates:
        ask = Ask(meeting=past, organisation=who, kind=OpportunityKind.JOB, as_of=past.held_on)
        ask.text, ask.state, ask.commitment, ask.answer_note = text, state, commitment, note
        ask.quantity, ask.group_code = 6, "7212"
        ask.answered_at = None if state in {AskState.SENT, AskState.DRAFT} else utc_now()
        web_session.add(ask)
    web_session.commit()
    return past, following


def asks_of(meeting: Meeting) -> str:
    return f"/roundtable/meetings/{meeting.public_id}/asks"


def test_after_the_meeting_every_ask_says_what_became_of_it(
    sign_in: SignIn, check_page: CheckPage, meetings: tuple[Meeting, Meeting]
) -> None:
    page = check_page(sign_in(Role.SECRETARIAT), asks_of(meetings[0]), "en")
    words = page.words()
    assert "0 of 6 offered, 0 filled, 0 lasted" in words, "the commitment, and how far it has come"
    assert words.count("No answer") >= 2
    assert "Never sent" in words
    assert "ليس الآن" in words
    links = [link.get("href") or "" for link in page.all("a")]
    assert sum("/roundtable/commitments/new?ask=" in link for link in links) == 1, (
        "one is unwritten"
    )


def test_the_next_meeting_of_the_series_begins_with_it(
    sign_in: SignIn, check_page: CheckPage, meetings: tuple[Meeting, Meeting]
) -> None:
    past, following = meetings
    client = sign_in(Role.SECRETARIAT)
    page = check_page(client, asks_of(following), "en")
    words = page.words()
    for said in ("السابقة", "لحامون", "خبازون", "نجارون", "سباكون", "0 of 6 offered", "No answer"):
        assert said in words
    assert "بناؤون" not in words, "it was never sent"
    links = [link.get("href") or "" for link in page.all("a")]
    again = [link for link in links if link.startswith(f"{asks_of(following)}/new?")]
    asked_again = [link for link in again if "group=7212" in link and "quantity=6" in link]
    assert len(asked_again) == 2, "of who takes part again, what came to no commitment"
    assert check_page(client, asked_again[0], "en")
    assert "What became of the asks before" not in check_page(client, asks_of(past), "en").words()


def test_answers_stand_with_their_day_among_the_members(
    sign_in: SignIn, check_page: CheckPage, meetings: tuple[Meeting, Meeting]
) -> None:
    past, following = meetings
    client = sign_in(Role.SECRETARIAT)
    year = str(today_in_baghdad().year)
    answered = check_page(client, f"/roundtable/meetings/{following.public_id}/members", "en")
    cells = [cell for cell in answered.all("td") if "Not coming" in "".join(cell.itertext())]
    assert any(year in "".join(cell.itertext()) for cell in cells)
    asked = check_page(client, f"/roundtable/meetings/{past.public_id}/members", "en").words()
    assert asked.count("What is asked for: Promised") == 2
    assert asked.count("What is asked for: Said no") == 1


def test_the_file_says_when_who_answered_and_what_came_of_it(
    sign_in: SignIn, web_session: Session, meetings: tuple[Meeting, Meeting]
) -> None:
    """A later link of a promise is no new answer, one of a refusal is; who is asked anew waits."""
    past, _following = meetings
    asks = {one.text or "": one for one in web_session.scalars(select(Ask))}
    asks["دهانون"].answered_at = utc_now()  # before there was a log of it
    member, office = Role.EMPLOYER_OWNER, Role.SECRETARIAT
    for text, role, what in (
        ("لحامون", member, "promise"),
        ("لحامون", office, "linked"),
        ("خبازون", member, "promise"),
        ("نجارون", member, "decline"),
        ("نجارون", office, "linked"),
        ("سباكون", member, "decline"),
        ("سباكون", office, "take_up"),
    ):
        note_ask(web_session, Viewer(name="somebody", role=role), asks[text], what)
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    choose(client, "en")
    [rows] = read_book(client.get(f"{asks_of(past)}.xlsx").data)
    told = {row[1]: row[9:] for row in rows}
    by_member, by_office = str(label(member)), str(label(office))
    day = f"{in_baghdad(utc_now()):%Y-%m-%d}"
    assert {text: (said[0][:10], said[1]) for text, said in told.items()} == {
        "لحامون": (day, by_member),
        "خبازون": (day, by_member),
        "نجارون": (day, by_office),
        "سباكون": ("", ""),
        "دهانون": (day, ""),
        "بناؤون": ("", ""),
    }
    assert told["لحامون"][3:5] == ["C-1", "ستة مقاعد"]
    assert told["خبازون"][2] == "نعم"
