"""The page of a series: its meetings, what is open of them; renaming it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind, ResolutionState
from tests.operations.commitments.promises import add_promise
from tests.portals.canary import choose
from wasl.clock import today_in_baghdad
from wasl.operations.meetings.change_series import series_seen

SignIn = Callable[[Role | None], FlaskClient]
TODAY = today_in_baghdad()


@pytest.fixture
def series(web_session: Session, accounts: dict[Role, str]) -> MeetingSeries:
    """A committee with a sitting that is published and one that is not."""
    del accounts
    made = MeetingSeries(kind=MeetingKind.COMMITTEE, name="اللجنة العليا", name_key="اللجنه العليا")
    for number, state in enumerate((MeetingState.PUBLISHED, MeetingState.HELD), start=1):
        day = TODAY - timedelta(days=100 - number)
        meeting = Meeting(series=made, ref=f"CM-{number}", title=f"جلسة {number}", held_on=day)
        meeting.state = state
        item = AgendaItem(position=1, title="بند")
        item.resolutions = [_said(f"مفتوح {number}", day), _said(f"منجز {number}", day, ended=day)]
        meeting.agenda = [item]
        web_session.add(meeting)
    firm = web_session.scalars(select(Organisation)).one()
    add_promise(web_session, firm, meeting=meeting, quantity=7)
    web_session.commit()
    return made


def _said(text: str, due_on: Any, *, ended: Any = None) -> Resolution:
    made = Resolution(kind=ResolutionKind.ACTION, text=text, due_on=due_on)
    if ended:
        made.state, made.ended_on = ResolutionState.SETTLED, ended
    return made


@pytest.fixture
def send(sign_in: SignIn, token: Callable[[str], str]) -> Callable[..., Any]:
    """A function that sends a form as the secretariat, with pages in English."""
    client = sign_in(Role.SECRETARIAT)
    choose(client, "en")
    page = client.get("/account").get_data(as_text=True)

    def act(path: str, **data: object) -> Any:
        return client.post(path, data={"csrf_token": token(page), **data})

    return act


def path(series: MeetingSeries, *more: str) -> str:
    return "/".join([f"/roundtable/series/{series.public_id}", *more])


def test_the_pages_are_whole(
    sign_in: SignIn, check_page: Callable[..., Any], series: MeetingSeries
) -> None:
    client = sign_in(Role.SECRETARIAT)
    check_page(client, path(series), "en")
    check_page(client, path(series, "change"), "en")


def test_its_meetings_and_what_is_open_of_them(sign_in: SignIn, series: MeetingSeries) -> None:
    client = sign_in(Role.SECRETARIAT)
    choose(client, "en")
    page = client.get(path(series)).get_data(as_text=True)
    for text in ("اللجنة العليا", "Committee", "جلسة 1", "جلسة 2", "مفتوح 1", "مفتوح 2", "0 of 7"):
        assert text in page, text
    assert "منجز" not in page
    listed = client.get("/roundtable/meetings").get_data(as_text=True)
    assert f'href="{path(series)}"' in listed


def test_an_office_reads_of_it_what_is_published(
    sign_in: SignIn, series: MeetingSeries, web_session: Session
) -> None:
    page = sign_in(Role.OFFICE_MANAGER).get(path(series)).get_data(as_text=True)
    assert [text in page for text in ("جلسة 1", "مفتوح 1", "جلسة 2", "مفتوح 2")] == [
        True,
        True,
        False,
        False,
    ]
    assert path(series, "change") not in page
    assert sign_in(Role.OFFICE_MANAGER).get(path(series, "change")).status_code == 403
    web_session.rollback()
    draft = MeetingSeries(kind=MeetingKind.COMMITTEE, name="جديدة", name_key="جديده")
    web_session.add(draft)
    web_session.commit()
    assert sign_in(Role.OFFICE_MANAGER).get(path(draft)).status_code == 404
    assert sign_in(Role.SECRETARIAT).get(path(draft)).status_code == 200


def test_it_is_renamed(
    send: Callable[..., Any], series: MeetingSeries, web_session: Session
) -> None:
    other = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="Basra", name_key="basra")
    web_session.add(other)
    web_session.commit()
    change, seen = path(series, "change"), series_seen(series)
    for wrong in ("", "BASRA", "x" * 301):
        assert send(change, name=wrong, seen=seen).status_code == 422, wrong
    assert send(change, name="لجنة البصرة", about="العمل", seen=seen).status_code == 302
    web_session.rollback()
    assert (series.name, series.about) == ("لجنة البصرة", "العمل")
    stale = send(change, name="اسم آخر", about="", seen=seen)
    assert stale.status_code == 422
    assert series_seen(series) in stale.get_data(as_text=True), "it can be saved again"
    web_session.rollback()
    assert series.name == "لجنة البصرة"
