"""The hub: who prepares meetings sees what waits, offices what is published and not settled."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Resolution
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind, ResolutionState
from tests.portals.conftest import Page
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
HUB = "/roundtable"


@pytest.fixture
def meetings(web_session: Session) -> tuple[Meeting, Meeting]:
    """A meeting whose minutes are out, with what is overdue, and one whose minutes are not."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="Tables", name_key="tables")
    today, made = today_in_baghdad(), []
    for title, state in (("منشورة", MeetingState.PUBLISHED), ("مغلقة", MeetingState.HELD)):
        meeting = Meeting(series=series, ref=title, title=title, state=state)
        meeting.held_on = today - timedelta(30)
        item = AgendaItem(meeting=meeting, position=1, title="Training")
        for text, ended in (("open", None), ("ended", today)):
            said = Resolution(item=item, kind=ResolutionKind.ACTION, text=f"{title} {text}")
            said.due_on, said.ended_on = today - timedelta(3), ended
            said.state = ResolutionState.SETTLED if ended else ResolutionState.OPEN
            said.responsible_role = "Head of training"
        web_session.add(meeting)
        made.append(meeting)
    web_session.commit()
    published, held = made
    return published, held


def test_an_office_reads_what_is_published_and_not_settled(
    sign_in: SignIn, check_page: Callable[..., Page], meetings: tuple[Meeting, Meeting]
) -> None:
    page = check_page(sign_in(Role.OFFICE_MANAGER), HUB, "en")
    words = page.words()
    for said in ("منشورة", "منشورة open", "Head of training", "Overdue"):
        assert said in words
    for said in ("منشورة ended", "مغلقة", "مغلقة open", "Next meeting"):
        assert said not in words
    links = [link.get("href") or "" for link in page.all("a")]
    assert f"{HUB}/meetings/{meetings[0].public_id}" in links
    assert {f"{HUB}/meetings", f"{HUB}/resolutions", f"{HUB}/search"} <= set(links)


def test_its_links_lead_somewhere(
    sign_in: SignIn, check_page: Callable[..., Page], meetings: tuple[Meeting, Meeting]
) -> None:
    del meetings
    client = sign_in(Role.OFFICE_MANAGER)
    page = check_page(client, HUB, "en")
    ways = {link.get("href") or "" for link in page.all("a")}
    inside = sorted(way for way in ways if way.startswith(f"{HUB}/"))
    assert inside
    assert {way: client.get(way).status_code for way in inside} == dict.fromkeys(inside, 200)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.SECRETARIAT])
def test_others_have_their_own_beginning(
    sign_in: SignIn,
    check_page: Callable[..., Page],
    meetings: tuple[Meeting, Meeting],
    role: Role,
) -> None:
    words = check_page(sign_in(role), HUB, "en").words()
    assert meetings[0].title not in words
    assert ("Next meeting" in words) is (role is Role.SECRETARIAT)
