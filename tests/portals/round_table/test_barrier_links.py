"""A commitment and a barrier, linked from either page and taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.barrier import BarrierPromise
from models.commitment import Commitment
from models.enums import Role
from models.opportunity import Organisation
from models.plan_enums import Barrier
from models.round_table_enums import CommitmentState
from tests.operations.commitments.promises import add_promise
from tests.portals.conftest import Page
from wasl.barriers.measure import Measured
from wasl.clock import today_in_baghdad
from wasl.figures.tables import ALL
from wasl.operations.barriers.measure_barriers import keep_measures

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]
ONE = "/roundtable/barriers/one?barrier=papers"


def keep(session: Session, days: int, met: int) -> None:
    """Keep a measure of papers in the country and in Basra as of some days ago."""
    some = [
        Measured(barrier=Barrier.PAPERS, governorate=place, met=met, looked_at=100)
        for place in (ALL, "IQ-BA")
    ]
    keep_measures(session, some, today_in_baghdad() - timedelta(days))
    session.commit()


@pytest.fixture
def made(web_session: Session) -> Commitment:
    """A window for papers, promised at no point of an agenda."""
    ministry = Organisation(name="وزارة الداخلية", name_key="moi")
    web_session.add(ministry)
    web_session.flush()
    found = add_promise(web_session, ministry, text="نافذة واحدة", title="نافذة واحدة")
    keep(web_session, 7, 40)
    return found


@pytest.fixture
def act(sign_in: SignIn, token: Callable[[str], str], web_session: Session) -> Callable[..., Any]:
    """Send a form about a commitment; return the answer."""

    def send(made: Commitment, end: str = "", role: Role = Role.SECRETARIAT, **data: str) -> Any:
        client = sign_in(role)
        data["csrf_token"] = token(client.get("/account").get_data(as_text=True))
        path = f"/roundtable/commitments/{made.public_id}/barriers{end}"
        answer = client.post(path, data=data)
        web_session.rollback()  # what was read before the request is not what is there now
        return answer

    return send


def test_it_is_linked_on_its_page_and_followed_until_it_falls(
    sign_in: SignIn,
    check_page: CheckPage,
    made: Commitment,
    act: Callable[..., Any],
    web_session: Session,
) -> None:
    client, own = sign_in(Role.SECRETARIAT), f"/roundtable/commitments/{made.public_id}"
    assert "It is linked with no barrier." in check_page(client, own, "en").words()
    assert act(made, barrier="papers", governorate="").location.endswith(f"{own}#barriers")
    keep(web_session, 1, 35)
    for page in (own, ONE):
        words = check_page(client, page, "en").words()
        assert "Not fallen yet" in words
        assert "Take the link back" in words
    assert "نافذة واحدة" in check_page(client, ONE, "en").words()
    listed = check_page(client, "/roundtable/barriers", "en").words()
    assert "Not fallen yet" in listed
    assert "نافذة" not in check_page(client, f"{ONE}&governorate=IQ-BA", "en").words()
    keep(web_session, 0, 20)
    for page in (own, ONE, "/roundtable/barriers"):
        assert "Fallen since" in check_page(client, page, "en").words()
    act(made, barrier="papers", governorate="")
    assert len(web_session.scalars(select(BarrierPromise)).all()) == 1, "linked already"


def test_it_is_linked_on_the_page_of_the_barrier_and_taken_back_there(
    sign_in: SignIn,
    check_page: CheckPage,
    made: Commitment,
    act: Callable[..., Any],
    web_session: Session,
) -> None:
    client, basra = sign_in(Role.SECRETARIAT), f"{ONE}&governorate=IQ-BA"
    choose = "/roundtable/barriers/one/commitments?barrier=papers&governorate=IQ-BA"
    assert choose in [link.get("href") for link in check_page(client, basra, "en").all("a")]
    for words, there in (("", True), ("نافذه", True), ("الداخلية", True), ("خبز", False)):
        listed = check_page(client, f"{choose}&q={words}", "en").words()
        assert ("نافذة واحدة" in listed) is there
    given = {"barrier": "papers", "governorate": "IQ-BA", "back": "barrier"}
    assert act(made, **given).location.endswith(basra)
    assert "نافذة واحدة" in check_page(client, basra, "en").words()
    assert "There is no such commitment." in check_page(client, choose, "en").words()
    assert act(made, "/remove", **given).location.endswith(basra)
    assert web_session.scalars(select(BarrierPromise)).all() == []
    assert "نافذة واحدة" not in check_page(client, basra, "en").words()


def test_what_does_not_exist_or_was_withdrawn_is_not_linked(
    sign_in: SignIn, made: Commitment, act: Callable[..., Any], web_session: Session
) -> None:
    assert act(made, barrier="rain", governorate="").status_code == 400
    assert act(made, barrier="papers", governorate="IQ-XX").status_code == 400
    assert act(made, barrier="wage", governorate="").status_code == 302, "never measured"
    made.state = CommitmentState.WITHDRAWN
    web_session.commit()
    assert act(made, barrier="papers", governorate="").status_code == 302
    assert web_session.scalars(select(BarrierPromise)).all() == []
    client = sign_in(Role.SECRETARIAT)
    assert client.get("/roundtable/barriers/one/commitments?barrier=rain").status_code == 302


@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER, Role.OBSERVER])
def test_only_the_secretariat_links(
    sign_in: SignIn, made: Commitment, act: Callable[..., Any], web_session: Session, role: Role
) -> None:
    for end in ("", "/remove"):
        answer = act(made, end, role, barrier="papers", governorate="")
        assert answer.status_code in {403, 404}
    assert web_session.scalars(select(BarrierPromise)).all() == []
    path = "/roundtable/barriers/one/commitments?barrier=papers"
    assert sign_in(role).get(path).status_code in {403, 404}


def test_offices_read_the_link_and_take_nothing_back(
    sign_in: SignIn, check_page: CheckPage, made: Commitment, act: Callable[..., Any]
) -> None:
    act(made, barrier="papers", governorate="")
    client = sign_in(Role.OFFICE_MANAGER)
    for page in (ONE, f"/roundtable/commitments/{made.public_id}"):
        words = check_page(client, page, "en").words()
        assert "Too soon to tell" in words
        assert "Take the link back" not in words
