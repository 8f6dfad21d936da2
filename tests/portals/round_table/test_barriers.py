"""Barriers as pages: what is told, who may see it, and the way to an agenda and back."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.barrier import BarrierLink
from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries
from models.opportunity import Organisation
from models.plan_enums import Barrier
from models.round_table_enums import MeetingKind, MeetingState
from tests.operations.commitments.promises import add_promise
from tests.portals.conftest import Page
from wasl.barriers.course import Rate
from wasl.barriers.measure import Measured
from wasl.clock import today_in_baghdad
from wasl.figures.tables import ALL
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.portals.round_table.barrier_picture import WIDTH, draw, weekly

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]
ONE = "/roundtable/barriers/one?barrier=papers"


def keep(
    session: Session, days: int, met: int | None, of: int | None, barrier: Barrier = Barrier.PAPERS
) -> None:
    """Keep a measure of the country as of some days ago, and one of Basra."""
    day = today_in_baghdad() - timedelta(days)
    places = (ALL, "IQ-BA")
    some = [Measured(barrier=barrier, governorate=one, met=met, looked_at=of) for one in places]
    keep_measures(session, some, day)


@pytest.fixture
def meeting(web_session: Session) -> Meeting:
    """A roundtable in two weeks; a week ago 40 of 100 had no papers."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="البصرة", name_key="basra")
    day = today_in_baghdad() + timedelta(14)
    found = Meeting(series=series, ref="RT-1", title="طاولة البصرة", held_on=day)
    web_session.add(found)
    keep(web_session, 7, 40, 100)
    web_session.commit()
    return found


@pytest.fixture
def put(sign_in: SignIn, token: Callable[[str], str], web_session: Session) -> Callable[..., int]:
    """Put a barrier on the agenda of a meeting, as the button does; return the status."""

    def send(meeting: Meeting, role: Role = Role.SECRETARIAT, **given: str) -> int:
        client = sign_in(role)
        data = {"csrf_token": token(client.get("/account").get_data(as_text=True)), **given}
        path = f"/roundtable/meetings/{meeting.public_id}/agenda/barrier"
        status = client.post(path, data=data).status_code
        web_session.rollback()  # what was read before the request is not what is there now
        return status

    return send


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.CASEWORKER, Role.EMPLOYER_OWNER])
def test_barriers_are_for_who_prepares_roundtables(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    paths = ("/roundtable/barriers", "/roundtable/barriers.xlsx", ONE)
    assert {client.get(path).status_code for path in paths} <= {403, 404}


def test_before_the_first_night_nothing_is_told(sign_in: SignIn, check_page: CheckPage) -> None:
    client = sign_in(Role.SECRETARIAT)
    assert "Nothing is measured yet." in check_page(client, "/roundtable/barriers", "en").words()
    found = check_page(client, ONE, "en")
    assert "Put it on the agenda" not in found.words()
    assert client.get("/roundtable/barriers/one?barrier=rain").status_code == 404


def test_the_worst_stands_first_and_few_are_not_told(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting, web_session: Session
) -> None:
    day = today_in_baghdad()
    numbers = {Barrier.WAGE: (55, 60), Barrier.SKILLS: (0, 30), Barrier.HEALTH: (None, 35)}
    some = [
        Measured(barrier=one, governorate=ALL, met=met, looked_at=of)
        for one, (met, of) in numbers.items()
    ]
    keep_measures(web_session, some, day)
    web_session.commit()
    found = check_page(sign_in(Role.OFFICE_MANAGER), "/roundtable/barriers", "en")
    words = found.words()
    assert words.index("The pay is too low") < words.index("Papers are missing")
    assert words.index("Papers are missing") < words.index("Skills that are asked for")
    assert "92%" in words
    assert "40%" in words
    assert "Under 5" in words
    assert "Not told" in words
    assert "Ministry of Interior" in words


def test_one_click_puts_it_on_the_agenda_with_its_evidence(
    sign_in: SignIn,
    check_page: CheckPage,
    meeting: Meeting,
    put: Callable[..., int],
    web_session: Session,
) -> None:
    client = sign_in(Role.SECRETARIAT)
    page = check_page(client, ONE, "en")
    assert f"/meetings/{meeting.public_id}/agenda/barrier" in page.text
    assert put(meeting, barrier="papers", governorate="") == 302
    item = web_session.scalars(select(AgendaItem)).one()
    assert item.title == "Papers are missing"
    about = item.about or ""
    assert "About 40 of about 100 people met it: 40%." in about
    assert "Ministry of Interior" in about
    again = check_page(client, ONE, "en")
    assert "Too soon to tell" in again.words()
    assert "No meeting lies ahead" not in again.words(), "there is one, and it stands there"
    assert "Put it on the agenda" not in again.words()
    assert put(meeting, barrier="papers", governorate="") == 302
    assert put(meeting, barrier="papers", governorate="IQ-BA") == 302
    titles = web_session.scalars(select(AgendaItem.title).order_by(AgendaItem.id)).all()
    assert titles == ["Papers are missing", "Papers are missing – Basra"]
    assert len(web_session.scalars(select(BarrierLink)).all()) == 2


def test_what_does_not_exist_is_put_nowhere(meeting: Meeting, put: Callable[..., int]) -> None:
    assert put(meeting, barrier="rain") == 400
    assert put(meeting, barrier="papers", governorate="IQ-XX") == 400
    for role in (Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER):
        assert put(meeting, role, barrier="papers") in {403, 404}


def test_what_is_promised_there_is_followed_until_the_barrier_falls(
    sign_in: SignIn,
    check_page: CheckPage,
    meeting: Meeting,
    put: Callable[..., int],
    web_session: Session,
) -> None:
    assert put(meeting, barrier="papers") == 302
    item = web_session.scalars(select(AgendaItem)).one()
    later = Meeting(series=meeting.series, ref="RT-2", title="التالية", state=MeetingState.PLANNED)
    later.held_on = meeting.held_on + timedelta(30)
    carried = AgendaItem(meeting=later, position=1, title=item.title, carried_from=item)
    ministry = Organisation(name="وزارة الداخلية", name_key="moi")
    web_session.add_all([carried, ministry])
    web_session.flush()
    add_promise(web_session, ministry, title="نافذة واحدة", item=carried, meeting=later)
    keep(web_session, 1, 35, 100)
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    found = check_page(client, ONE, "en").words()
    assert "نافذة واحدة" in found, "also where the point was carried over"
    assert "Not fallen yet" in found, "35 of 100 may be as many as 40 of 100 were"
    assert "Not fallen yet" in check_page(client, "/roundtable/barriers", "en").words()
    keep(web_session, 0, 20, 100)
    web_session.commit()
    assert "Fallen since" in check_page(client, ONE, "en").words()


def test_offices_see_no_agenda_that_is_not_published(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting, put: Callable[..., int]
) -> None:
    assert put(meeting, barrier="papers") == 302
    found = check_page(sign_in(Role.OFFICE_MANAGER), ONE, "en").words()
    assert "طاولة البصرة" not in found
    assert "It was on no agenda yet." in found


def test_the_file_tells_what_the_page_does(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting
) -> None:
    client, basra = sign_in(Role.SECRETARIAT), "governorate=IQ-BA"
    assert "40%" in check_page(client, f"/roundtable/barriers?{basra}", "en").words()
    answer = client.get(f"/roundtable/barriers.xlsx?{basra}")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert all(word in texts for word in ("Papers are missing", "40%", "Basra"))


def rates(*numbers: Any) -> list[Rate]:
    first = date(2026, 10, 5)
    return [
        Rate(day=first + timedelta(7 * n), met=met, looked_at=100) for n, met in enumerate(numbers)
    ]


def test_the_line_is_the_same_in_a_mirror_and_broken_where_nothing_is_told() -> None:
    given = rates(40, 20, None, 20, 40, 0, 30)
    left, right = (draw(given, right_to_left=way) for way in (False, True))
    assert left is not None
    assert right is not None
    assert [x for x, _y in left.points] == sorted(x for x, _y in left.points)
    for (x, y), (mirrored, same) in zip(left.points, right.points, strict=True):
        assert (round(x + mirrored, 1), y) == (WIDTH, same)
    assert [len(piece.split()) for piece in left.pieces] == [2, 2], "the last stands alone"
    assert left.points[0][1] < left.points[1][1], "more stands higher"
    assert draw(rates(None, 0), right_to_left=False) is None


def test_a_week_is_drawn_by_its_last_day() -> None:
    days = [Rate(day=date(2026, 11, day), met=5, looked_at=day) for day in (16, 18, 22, 23)]
    assert [one.day.day for one in weekly(days)] == [22, 23]
