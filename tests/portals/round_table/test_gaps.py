"""The gap board and the asks as pages: right numbers, both directions, files, forms."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.enums import Role
from models.meeting import Meeting
from models.plan_enums import Barrier
from models.round_table_enums import AskState, StakeholderKind
from tests.operations.cast import add_person
from tests.operations.commitments.promises import add_promise
from tests.operations.crowd import (
    BAKER,
    WELDER,
    add_crowd,
    add_member,
    add_roundtable,
    count_exactly,
)
from tests.portals.conftest import Page
from wasl.barriers.measure import Measured
from wasl.clock import today_in_baghdad
from wasl.figures.tables import ALL
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.operations.gaps.board import Gap
from wasl.portals.round_table.gap_picture import draw
from wasl.portals.round_table.queries.gaps import Heat, group_gaps

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    count_exactly(monkeypatch)


@pytest.fixture
def meeting(web_session: Session) -> Meeting:
    """A roundtable in two weeks, to which the chamber of Basra comes; twelve welders are ready."""
    add_crowd(web_session, 12, WELDER)
    add_crowd(web_session, 4, BAKER)
    kind, place = StakeholderKind.CHAMBER, "IQ-BA"
    chamber = add_member(web_session, "غرفة تجارة البصرة", kind, governorate_code=place)
    found = add_roundtable(web_session, today_in_baghdad() + timedelta(14), chamber)
    web_session.commit()
    return found


def post(
    client: FlaskClient, token: Callable[[str], str], page: str, path: str, **data: Any
) -> int:
    given = {"csrf_token": token(client.get(page).get_data(as_text=True)), **data}
    return client.post(path, data=given).status_code


def test_the_board_tells_who_is_ready_and_nothing_of_few(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting
) -> None:
    found = check_page(sign_in(Role.SECRETARIAT), "/roundtable/gaps", "en")
    words = found.words()
    assert "Welders" in words
    assert "Basra" in words
    assert "Bakers" not in words, "four are not told, and neither is that they are there"
    assert found.text.count("<rect") == 1, "one gap is drawn"
    none = check_page(sign_in(Role.OFFICE_MANAGER), "/roundtable/gaps?governorate=IQ-NI", "en")
    assert "Nothing is told here." in none.words()


def test_the_board_stands_by_governorate_the_one_with_most_missing_open(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting, web_session: Session
) -> None:
    for n in range(25):
        add_person(web_session, f"N{n}", occupation=BAKER, governorate="IQ-NI")
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    page = check_page(client, "/roundtable/gaps", "en")
    lines = ["".join(one.itertext()).strip() for one in page.all("summary")]
    assert lines[-2:] == ["Ninawa · Missing: 25", "Basra · Missing: 10"]
    assert [fold.get("open") is not None for fold in page.all("details")][-2:] == [True, False]
    one_by_one = check_page(client, "/roundtable/gaps?list=1", "en")
    assert "Missing: 25" not in one_by_one.words(), "no groups"
    assert one_by_one.words().index("Bakers") < one_by_one.words().index("Welders")


def test_of_a_governorate_the_worst_stand_on_the_board_and_a_way_to_all() -> None:
    gaps = [Gap(group=f"{n:04}", governorate="IQ-BA", ready=90 - n) for n in range(12)]
    [group] = group_gaps([*gaps])
    assert [one.group for one in group.worst] == [gap.group for gap in gaps[:10]]
    assert (group.gaps, group.missing, group.is_cut) == (12, sum(90 - n for n in range(12)), True)
    [whole] = group_gaps(gaps[:10])
    assert not whole.is_cut


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.CASEWORKER, Role.EMPLOYER_OWNER])
def test_the_board_is_for_who_prepares_roundtables(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert {client.get(f"/roundtable/gaps{end}").status_code for end in ("", ".xlsx")} <= {403, 404}


def test_the_file_holds_what_the_page_does(sign_in: SignIn, meeting: Meeting) -> None:
    answer = sign_in(Role.SECRETARIAT).get("/roundtable/gaps.xlsx?governorate=IQ-BA")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert WELDER in texts
    assert BAKER not in texts
    assert 's="4"><v>10</v>' in sheet, "twelve are told as ten"
    assert 's="4"><v>12</v>' not in sheet


def test_asks_are_suggested_changed_sent_printed_and_answered(
    sign_in: SignIn,
    check_page: CheckPage,
    meeting: Meeting,
    web_session: Session,
    token: Callable[[str], str],
) -> None:
    client = sign_in(Role.SECRETARIAT)
    asks = f"/roundtable/meetings/{meeting.public_id}/asks"
    assert post(client, token, asks, f"{asks}/suggest") == 302
    web_session.rollback()  # what was read before the request is not what is there now
    ask = web_session.scalars(select(Ask)).one()
    listed = check_page(client, asks, "en").words()
    assert "They speak for many" in listed
    assert "Welders and flamecutters in Basra: about 10 are ready to begin" in listed
    assert "Send the invitations first." in listed
    one = f"/roundtable/asks/{ask.public_id}"
    check_page(client, one, "en")
    changed = {"version": ask.version, "quantity": "6", "text": "ستة لحامين"}
    assert post(client, token, one, one, **changed) == 302
    assert post(client, token, one, one, version=1, quantity="0") == 422
    assert post(client, token, asks, f"{asks}/send") == 302
    web_session.rollback()
    assert ask.state is AskState.DRAFT, "its member could not read it yet"
    call = f"/roundtable/meetings/{meeting.public_id}/call"
    assert post(client, token, asks, call, version=str(meeting.version)) == 302
    assert "Send the invitations first." not in check_page(client, asks, "en").words()
    assert post(client, token, asks, f"{asks}/send") == 302
    sheets = check_page(client, f"{asks}/print", "en")
    assert "ستة لحامين" in sheets.words()
    web_session.rollback()
    assert (ask.quantity, ask.state) == (6, AskState.SENT)
    said = {"version": ask.version, "step": "promise", "note": "نعم"}
    assert post(client, token, one, f"{one}/answer", **said) == 302
    assert post(client, token, one, f"{one}/answer", version=1, step="fly") == 422
    promised = check_page(client, one, "en")
    links = [link.get("href") for link in promised.all("a")]
    assert f"/roundtable/commitments/new?ask={ask.public_id}" in links
    web_session.rollback()
    assert (ask.state, ask.answer_note) == (AskState.PROMISED, "نعم")


def test_an_ask_is_added_by_hand(
    sign_in: SignIn,
    check_page: CheckPage,
    meeting: Meeting,
    web_session: Session,
    token: Callable[[str], str],
) -> None:
    client = sign_in(Role.SECRETARIAT)
    new = f"/roundtable/meetings/{meeting.public_id}/asks/new"
    check_page(client, new, "en")
    member = meeting.participants[0].organisation.public_id
    given = {"organisation": member, "kind": "training", "group": WELDER, "governorate": "all"}
    assert post(client, token, new, new, quantity="5", **given) == 422, "it is one of Basra"
    chosen = check_page(client, f"{new}?organisation={member}", "en").all("option")
    assert "IQ-BA" in [one.get("value") for one in chosen if one.get("selected") is not None]
    given["governorate"] = "IQ-BA"
    assert post(client, token, new, new, quantity="x", **given) == 422
    assert post(client, token, new, new, quantity="5", **given) == 302
    assert post(client, token, new, new, quantity="5", **given) == 422, "it is asked already"
    web_session.rollback()  # what was read before the request is not what is there now
    ask = web_session.scalars(select(Ask)).one()
    assert (ask.group_code, ask.governorate_code, ask.quantity) == (WELDER, "IQ-BA", 5)
    listed = check_page(client, new.removesuffix("/new"), "en").words()
    assert "We ask for 5 places in training." in listed, "what was added by hand has no reason"


def measured(place: str, met: int | None, of: int, barrier: Barrier) -> Measured:
    return Measured(barrier=barrier, governorate=place, met=met, looked_at=of)


@pytest.fixture
def barriers(web_session: Session) -> None:
    """In Basra most had no papers, some too little pay; of other barriers too few are told."""
    told = [
        ("IQ-BA", 40, 100, Barrier.PAPERS),
        ("IQ-BA", 15, 60, Barrier.WAGE),
        ("IQ-BA", 0, 60, Barrier.HOURS),
        ("IQ-BA", None, 60, Barrier.HEALTH),
        (ALL, 55, 200, Barrier.DISTANCE),
    ]
    some = [measured(*one) for one in told]
    old = measured("IQ-BA", 90, 100, Barrier.LICENCE)
    keep_measures(web_session, [old], today_in_baghdad() - timedelta(1))
    keep_measures(web_session, some, today_in_baghdad())
    web_session.commit()


@pytest.mark.usefixtures("barriers")
def test_a_row_names_what_most_people_of_its_governorate_met(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting
) -> None:
    client = sign_in(Role.SECRETARIAT)
    page = check_page(client, "/roundtable/gaps", "en")
    words = page.words()
    assert "Papers are missing 40%" in words
    assert "of all occupations together" in words, "it says of whom they are counted"
    others = ("The pay is too low", "The hours do not fit", "Health", "A licence is missing")
    assert not [one for one in others if one in words], "the page of the cell tells of more"
    links = [link.get("href") for link in page.all("a")]
    assert "/roundtable/barriers/one?barrier=papers&governorate=IQ-BA" in links
    assert f"/roundtable/gaps/one?group={WELDER}&governorate=IQ-BA" in links
    with zipfile.ZipFile(io.BytesIO(client.get("/roundtable/gaps.xlsx").data)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "Barriers met there" in texts
    assert "Papers are missing (40%) · The pay is too low (25%)" in texts
    assert "The hours do not fit" not in texts


@pytest.mark.usefixtures("barriers")
def test_a_cell_tells_its_numbers_its_barriers_and_what_is_promised(
    sign_in: SignIn, check_page: CheckPage, meeting: Meeting, web_session: Session
) -> None:
    chamber = meeting.participants[0].organisation
    given: dict[str, Any] = {"occupation_code": WELDER, "governorate_code": "IQ-BA"}
    add_promise(web_session, chamber, quantity=8, text="ثماني فرص", **given)
    add_promise(web_session, chamber, ref="C-2", text="في نينوى", occupation_code=WELDER)
    web_session.commit()
    client = sign_in(Role.OFFICE_MANAGER)
    one = f"/roundtable/gaps/one?group={WELDER}"
    words = check_page(client, f"{one}&governorate=IQ-BA", "en").words()
    assert words.index("Papers are missing") < words.index("The pay is too low")
    assert "ثماني فرص" in words
    assert "في نينوى" not in words
    country = check_page(client, f"{one}&governorate=all", "en").words()
    assert "Too far away" in country
    assert "في نينوى" in country
    assert "not told" in check_page(client, f"{one}&governorate=IQ-NI", "en").words()
    assert client.get("/roundtable/gaps/one").status_code == 302
    for wrong in (f"{one}&governorate=IQ-XX", "/roundtable/gaps/one?group=9999"):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER, Role.CASEWORKER])
def test_only_the_secretariat_asks(sign_in: SignIn, meeting: Meeting, role: Role) -> None:
    client = sign_in(role)
    for end in ("", "/new", "/print"):
        path = f"/roundtable/meetings/{meeting.public_id}/asks{end}"
        assert client.get(path).status_code in {403, 404}


def test_the_picture_is_the_same_in_a_mirror() -> None:
    gap = Gap(group=WELDER, governorate="IQ-BA", ready=20)
    other = Gap(group=WELDER, governorate=ALL, ready=5)
    heat = Heat(
        groups=[WELDER],
        places=["IQ-BA", ALL],
        gaps={(WELDER, "IQ-BA"): gap, (WELDER, ALL): other},
    )
    names, places = {WELDER: "Welders"}, {"IQ-BA": "Basra", ALL: "Iraq"}
    left = draw(heat, names, places, right_to_left=False)
    right = draw(heat, names, places, right_to_left=True)
    assert (left.width, left.names_end, right.names_end) == (right.width, True, False)
    for one, mirrored in zip(left.boxes, right.boxes, strict=True):
        assert one.x + mirrored.x + left.box_width == left.width
        assert (one.y, one.number, one.shade) == (mirrored.y, mirrored.number, mirrored.shade)
    strong, weak = (box.shade for box in left.boxes)
    assert strong is not None
    assert weak is not None
    assert strong > weak
