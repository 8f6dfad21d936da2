"""The employer's profile: said once in a few steps, changed without losing what others changed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.capacity import Capacity
from models.enums import CodingDecision, OpportunityKind, OpportunityStatus, Role
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import InKindSupport
from models.placement import Allocation, Placement
from models.referral_enums import EndCause, OrganisationSize
from wasl.access.viewer import Viewer, viewer_of
from wasl.operations.profile.capacities import CapacityLine, add_capacity, end_capacity
from wasl.operations.profile.describe import Described, set_profile, state_of
from wasl.operations.profile.post import post_capacity
from wasl.portals.employer.queries.profile import show_profile

TODAY = date(2026, 11, 23)
Token = Callable[[str], str]
ABOUT = {
    "sector": "10",
    "size": "small",
    "places": ["IQ-BA", "IQ-MA"],
    "about": "خبز",
    "website": "",
}


@pytest.fixture
def owner(employer: Account) -> Organisation:
    assert employer.organisation is not None
    return employer.organisation


@pytest.fixture
def by(employer: Account) -> Viewer:
    return viewer_of(employer)


@pytest.fixture
def line(web_session: Session, owner: Organisation, by: Viewer) -> Capacity:
    """A bakery in Basra that could take three bakers a year."""
    said = Described(sector="10", size=OrganisationSize.SMALL, places=frozenset({"IQ-BA"}))
    set_profile(web_session, by, owner, said, seen="")
    given = CapacityLine(
        kind=OpportunityKind.JOB, title="خباز", quantity=3, governorate="IQ-BA", occupation="7512"
    )
    added = add_capacity(web_session, by, owner, given)
    web_session.commit()
    return added


@pytest.fixture
def client(sign_in: Callable[[Role | None], FlaskClient], token: Token) -> FlaskClient:
    """The owner, who reads English."""
    signed_in = sign_in(Role.EMPLOYER_OWNER)
    given = token(signed_in.get("/gallery").get_data(as_text=True))
    signed_in.post("/language", data={"csrf_token": given, "language": "en", "next": "/"})
    return signed_in


@pytest.fixture
def send(client: FlaskClient, token: Token) -> Callable[..., Any]:
    """Send a form with the token of a page, and what the page had hidden in it."""

    def post(path: str, data: dict[str, Any], *, page: str = "/gallery") -> Any:
        given = token(client.get(page).get_data(as_text=True))
        return client.post(path, data={"csrf_token": given, **data})

    return post


def test_pages_are_sound(pages: Callable[..., Any], line: Capacity) -> None:
    own = f"/employer/profile/lines/{line.public_id}"
    for path in (
        "/employer/profile",
        "/employer/profile/about",
        "/employer/profile/suggestions",
        "/employer/profile/lines/new",
        "/employer/profile/lines/new?kind=in_kind",
        "/employer/profile/lines/new?kind=finance",
        own,
        f"{own}/occupation",
        f"{own}/occupation?q=cook",
    ):
        pages(path, role=Role.EMPLOYER_RECRUITER)


def test_a_new_profile_is_three_steps(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, owner: Organisation
) -> None:
    assert client.get("/employer/profile").location.endswith("/employer/profile/about")
    assert client.get("/employer/profile/lines/new?kind=job").location.endswith("/about")
    kept = send("/employer/profile/about", {**ABOUT, "seen": ""})
    assert kept.location.endswith("/employer/profile/suggestions")
    page = client.get("/employer/profile/suggestions").get_data(as_text=True)
    assert "Baker" in page
    ticked = send("/employer/profile/suggestions", _tick(page, "Baker", "6"))
    assert ticked.location.endswith("/employer/profile")
    web_session.commit()
    assert (owner.sector_code, owner.size) == ("10", OrganisationSize.SMALL)
    web_session.commit()
    [added] = web_session.scalars(select(Capacity)).all()
    assert (added.title, added.quantity, added.occupation_code) == ("Baker", 6, "7512")
    assert "Food production" in client.get("/employer/profile").get_data(as_text=True)


def _tick(page: str, title: str, many: str) -> dict[str, str]:
    """Return what a form sends in which one suggestion is ticked."""
    label = page.index(f">{title}</label>")
    start = page.rindex('for="take_', 0, label) + len('for="take_')
    key = page[start : page.index('"', start)]
    return {f"take_{key}": "y", f"many_{key}": many}


def test_wrong_entries_are_said_beside_their_field(
    send: Callable[..., Any], line: Capacity, owner: Organisation
) -> None:
    seen = state_of(owner)
    for change, told in (
        ({"website": "javascript:alert(1)"}, "Write an address such as"),
        ({"places": ["IQ-MA"]}, "could give something in a place you took away"),
        ({"places": []}, "Choose at least one place"),
        ({"sector": ""}, "Choose the sector"),
    ):
        answer = send("/employer/profile/about", {**ABOUT, "seen": seen, **change})
        assert answer.status_code == 422
        assert told in answer.get_data(as_text=True)


def test_what_is_said_in_public_asks_nobody_for_money(
    client: FlaskClient,
    send: Callable[..., Any],
    web_session: Session,
    line: Capacity,
    owner: Organisation,
) -> None:
    seen = state_of(owner)
    for field, text, told in (
        ("about", "مطلوب دفع رسوم التسجيل", "This asks people for money"),
        ("about", "Write to t.me/bakery_jobs", "private messages"),
        ("website", "https://wa.me/9647701234567", "private messages"),
    ):
        answer = send("/employer/profile/about", {**ABOUT, "seen": seen, field: text})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert told in page
        assert text in page, "what was typed is kept"
    web_session.rollback()
    assert state_of(owner) == seen
    kept = send("/employer/profile/about", {**ABOUT, "seen": seen, "about": "Females only"})
    assert kept.status_code == 302
    page = client.get("/employer/profile").get_data(as_text=True)
    assert "In what you say about yourselves" in page
    assert "<mark>Females only</mark>" in page
    assert "Read before it is seen" not in page


def test_who_was_slower_keeps_nothing_and_is_told(
    send: Callable[..., Any], web_session: Session, line: Capacity, owner: Organisation
) -> None:
    seen = state_of(owner)
    assert send("/employer/profile/about", {**ABOUT, "seen": seen}).status_code == 302
    late = send("/employer/profile/about", {**ABOUT, "about": "late", "seen": seen})
    assert "Somebody was quicker" in late.get_data(as_text=True)
    web_session.commit()
    assert owner.about == "خبز"
    fields = {"title": "Cook", "quantity": "1", "governorate": ""}
    path = f"/employer/profile/lines/{line.public_id}"
    for stale in ("0", "", "x", "9" * 40, "١"):
        assert send(path, {**fields, "version": stale}).location.endswith(path)
    web_session.commit()
    assert line.title == "خباز"
    assert send(path, {**fields, "version": str(line.version)}).location.endswith("/profile")
    web_session.commit()
    assert (line.title, line.occupation_code) == ("Cook", "5120")


def test_lines_of_each_kind_are_added(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, line: Capacity
) -> None:
    path = "/employer/profile/lines/new"
    assert send(f"{path}?kind=job", {"title": "", "quantity": "0"}).status_code == 422
    wrong = {"title": "Loan", "quantity": "1", "amount": "3000000000", "governorate": ""}
    assert send(f"{path}?kind=finance", wrong).status_code == 422
    for kind in OpportunityKind:
        given = {
            "title": "Sewing",
            "quantity": "٤",
            "amount": "500",
            "unit": "m",
            "governorate": "",
        }
        assert send(f"{path}?kind={kind.value}", given).status_code == 302
    web_session.commit()
    rows = web_session.scalars(select(Capacity).where(Capacity.title == "Sewing")).all()
    assert [(row.kind, row.quantity) for row in rows] == [(kind, 4) for kind in OpportunityKind]
    assert {row.kind for row in rows if row.amount} == {OpportunityKind.FINANCE}
    assert {row.kind for row in rows if row.unit} == {OpportunityKind.IN_KIND}
    page = client.get(path + "?kind=what").get_data(as_text=True)
    assert "What could you give?" in page


def test_what_a_title_means_is_corrected(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, line: Capacity
) -> None:
    path = f"/employer/profile/lines/{line.public_id}/occupation"
    assert "7512" in client.get(path).get_data(as_text=True)
    version = str(line.version)
    assert send(path, {"version": version}).location.endswith("/occupation")
    assert send(path, {"version": version, "code": "99"}).status_code == 400
    assert send(path, {"version": version, "code": "5120"}).location.endswith("/profile")
    web_session.commit()
    assert line.occupation_code == "5120"
    send(path, {"version": version, "code": "7511"})
    web_session.commit()
    assert line.occupation_code == "5120", "an older page decides nothing"


def test_a_line_is_ended_once_and_stays(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, line: Capacity
) -> None:
    path, seen = f"/employer/profile/lines/{line.public_id}/end", {"seen": str(line.version)}
    for _click in range(2):
        assert send(path, seen).location.endswith("/profile")
    web_session.commit()
    assert line.ended_at is not None
    assert "ended on" in client.get("/employer/profile").get_data(as_text=True)


def test_once_a_year_it_is_asked_whether_all_still_holds(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, line: Capacity
) -> None:
    page = "/employer/profile"
    assert "Still right?" not in client.get(page).get_data(as_text=True)
    owner = line.organisation
    owner.profile_at = utc_now() - timedelta(366)
    web_session.commit()
    assert "Still right?" in client.get(page).get_data(as_text=True)
    send("/employer/profile/confirm", {"seen": "2020-01-01"})
    assert "Still right?" in client.get(page).get_data(as_text=True)
    web_session.commit()
    send("/employer/profile/confirm", {"seen": state_of(owner)})
    assert "Still right?" not in client.get(page).get_data(as_text=True)


def test_a_line_is_posted_once_and_carries_what_it_says(
    client: FlaskClient, send: Callable[..., Any], web_session: Session, line: Capacity
) -> None:
    assert "Post this now" in client.get("/employer/profile").get_data(as_text=True)
    path, seen = f"/employer/profile/lines/{line.public_id}/post", {"seen": str(line.version)}
    first = send(path, seen)
    assert send(path, seen).location == first.location, "a second click makes no second draft"
    web_session.commit()
    [posting] = web_session.scalars(select(Opportunity)).all()
    assert first.location.endswith(f"/opportunities/{posting.public_id}/edit")
    assert "خباز" in client.get(first.location).get_data(as_text=True)
    assert (posting.capacity_id, posting.status) == (line.id, OpportunityStatus.DRAFT)
    assert (posting.title, posting.seats, posting.governorate_code) == ("خباز", 3, "IQ-BA")
    assert (posting.occupation_code, posting.coding_decision) == ("7512", CodingDecision.CONFIRMED)
    shown = client.get("/employer/profile").get_data(as_text=True)
    assert "Post this now" not in shown
    assert "Posting: Draft" in shown


def test_stock_is_posted_with_its_unit_and_what_is_left_of_the_year(
    web_session: Session, owner: Organisation, by: Viewer, line: Capacity
) -> None:
    given = CapacityLine(kind=OpportunityKind.IN_KIND, title="Oven", quantity=5, unit="pieces")
    ovens = add_capacity(web_session, by, owner, given)
    first = post_capacity(web_session, by, ovens, TODAY, seen=ovens.version)
    assert isinstance(first, InKindSupport)
    assert (first.item, first.unit, first.seats) == ("Oven", "pieces", 5)
    first.seats, first.status = 2, OpportunityStatus.CLOSED
    web_session.flush()
    again = post_capacity(web_session, by, ovens, TODAY, seen=ovens.version)
    assert (again.id != first.id, again.seats) == (True, 3)
    end_capacity(web_session, by, ovens, seen=ovens.version)


def test_what_came_of_a_line_in_a_year_is_shown(
    web_session: Session, owner: Organisation, by: Viewer, line: Capacity
) -> None:
    posting = post_capacity(web_session, by, line, TODAY, seen=line.version)
    posting.published_at = utc_now()
    old = utc_now() - timedelta(400)
    placed = {"opportunity": posting, "starts_on": TODAY}
    web_session.add_all(
        [
            Placement(**placed),
            Placement(**placed, made_at=old),
            Placement(**placed, ended_on=TODAY, end_cause=EndCause.NEVER_STARTED),
            Allocation(opportunity=posting, handed_over_at=utc_now(), quantity=7),
            Allocation(opportunity=posting),
        ]
    )
    web_session.flush()
    [row] = show_profile(web_session, owner, "en").rows
    assert (row.posted, row.filled) == (3, 2)
    posting.published_at = old
    web_session.flush()
    [row] = show_profile(web_session, owner, "en").rows
    assert row.posted == 0
