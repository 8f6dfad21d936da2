"""Anybody finds what is offered, in any spelling, and nothing that is not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.sign_in import RateCounter
from tests.portals.caseworker.office import add_posting
from tests.portals.offered.conftest import TODAY, TOMORROW, YESTERDAY
from wasl.portals.offered import counting
from wasl.portals.offered.queries import search as module

LINK = re.compile(r'href="/opportunities/([a-z0-9]+)[?"]')


def refs(session: Session, text: str) -> list[str]:
    """Return the references of the postings that a page links to, in its order."""
    ids = list(dict.fromkeys(LINK.findall(text.partition("<main")[2])))
    rows = session.execute(select(Opportunity.public_id, Opportunity.ref))
    names = {row[0]: row[1] for row in rows}
    return [names[key] for key in ids]


@pytest.fixture
def look(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> Callable[[str], set[str]]:
    """Search with the query of an address; return the references of what is found."""
    assert offered

    def run(query: str) -> set[str]:
        response = visitor.get(f"/opportunities?{query}")
        assert response.status_code == 200
        return set(refs(web_session, response.get_data(as_text=True)))

    return run


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"baker", "welder", "driver", "course", "loan"}),
        ("q=خبّـاز", {"baker", "course"}),
        ("q=افران البصره", {"baker", "course", "loan"}),
        ("q=zagros TRUCK", {"driver"}),
        ("q=welder", {"welder"}),
        ("q=Svetsare", {"welder"}),
        ("q=welder هولير", {"welder"}),
        ("q=welder zagros", set()),
        ("q=سائق شاحنة", {"driver"}),
        ("kind=training", {"course"}),
        ("kind=nonsense", {"baker", "welder", "driver", "course", "loan"}),
        ("occupation=7", {"baker", "welder", "course"}),
        ("occupation=72", {"welder"}),
        ("occupation=%25", {"baker", "welder", "driver", "course", "loan"}),
        ("governorate=IQ-BA", {"baker", "course", "driver"}),
        ("governorate=IQ-AR", {"welder", "driver"}),
        ("hours=full", {"baker", "driver"}),
        ("hours=part", {"welder", "driver"}),
        ("has=remote", {"driver"}),
        ("has=transport", {"baker", "driver"}),
        ("has=transport&has=childcare", {"baker"}),
        ("has=childcare&kind=training", {"course"}),
        ("has=accessible", {"baker"}),
        ("has=nonsense", {"baker", "welder", "driver", "course", "loan"}),
    ],
)
def test_words_and_filters(look: Callable[[str], set[str]], query: str, found: set[str]) -> None:
    assert look(query) == found


def test_the_newest_stands_first_or_what_closes_soon(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    assert offered
    newest = visitor.get("/opportunities").get_data(as_text=True)
    assert refs(web_session, newest) == ["loan", "course", "driver", "welder", "baker"]
    closing = visitor.get("/opportunities?order=closing").get_data(as_text=True)
    assert refs(web_session, closing) == ["welder", "baker", "loan", "course", "driver"]


def test_each_kind_says_how_much_the_other_filters_find_of_it(
    visitor: FlaskClient, offered: dict[str, Opportunity]
) -> None:
    assert offered
    page = visitor.get("/opportunities?governorate=IQ-BA&kind=job").get_data(as_text=True)
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    assert tabs
    words = " ".join(re.sub("<[^>]+>", " ", tabs[0]).split())
    assert words == (
        "All kinds 3 Job 2 Internship 0 Training 1 Mentoring 0 In-kind support 0 Finance 0"
    )
    assert "2 opportunities" in page


@pytest.mark.parametrize("status", [s for s in OpportunityStatus if s.value != "published"])
def test_what_is_not_published_is_not_found(
    look: Callable[[str], set[str]],
    web_session: Session,
    offered: dict[str, Opportunity],
    status: OpportunityStatus,
) -> None:
    offered["baker"].status = status
    web_session.commit()
    assert "baker" not in look("")
    assert look("q=خباز") == {"course"}


@pytest.mark.parametrize("standing", list(OrganisationStanding))
def test_what_nobody_vouches_for_is_not_found(
    look: Callable[[str], set[str]],
    web_session: Session,
    offered: dict[str, Opportunity],
    standing: OrganisationStanding,
) -> None:
    offered["driver"].organisation.standing = standing
    web_session.commit()
    trusted = standing in {OrganisationStanding.LISTED, OrganisationStanding.VETTED}
    assert ("driver" in look("")) is trusted


def test_the_last_day_counts_and_the_day_after_is_too_late(
    look: Callable[[str], set[str]], web_session: Session, offered: dict[str, Opportunity]
) -> None:
    for day, seen in ((TOMORROW, True), (TODAY, True), (YESTERDAY, False)):
        offered["baker"].apply_by = day
        web_session.commit()
        assert ("baker" in look("")) is seen


def test_without_the_condition_drafts_would_be_found(
    look: Callable[[str], set[str]],
    web_session: Session,
    offered: dict[str, Opportunity],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: take `is_offered` out, and what nobody may see yet is on the page."""
    offered["baker"].status = OpportunityStatus.DRAFT
    web_session.commit()
    monkeypatch.setattr(module, "is_offered", lambda: Opportunity.id.is_not(None))
    assert "baker" in look("")


def test_pages_keep_the_filters(visitor: FlaskClient, web_session: Session) -> None:
    for number in range(60):
        add_posting(web_session, f"خباز {number}", ref=str(number))
    web_session.commit()
    seen: list[str] = []
    for page in (1, 2, 3):
        address = f"/opportunities?q=خباز&governorate=IQ-BA&page={page}"
        text = visitor.get(address).get_data(as_text=True)
        seen += refs(web_session, text)
    assert sorted(map(int, seen)) == list(range(60))
    assert "page=2&amp;" not in text
    assert "q=%D8%AE%D8%A8%D8%A7%D8%B2&amp;governorate=IQ-BA&amp;page=2" in text
    last = visitor.get("/opportunities?page=999999999999999999").get_data(as_text=True)
    assert len(refs(web_session, last)) == 10


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%27%22%3Cscript%3E", "governorate=%00", "occupation=%00", "page=-1", "page=x",
     "q=" + "x" * 5000, "has=&kind=&hours=&order=", "lang=xx", "q=%F0%9F%91%8D"],
)  # fmt: skip
def test_whatever_stands_in_an_address_harms_nothing(visitor: FlaskClient, query: str) -> None:
    response = visitor.get(f"/opportunities?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.get_data(as_text=True).partition("<main")[2]
    assert visitor.get(f"/opportunities.atom?{query}").status_code == 200


def test_searches_are_counted_by_place_and_looking_is_not(
    visitor: FlaskClient, web_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = counting.PUBLIC_SEARCHES.__class__(
        name="public-search/test", most=3, window=counting.PUBLIC_SEARCHES.window
    )
    monkeypatch.setattr(counting, "PUBLIC_SEARCHES", few)
    web_session.execute(delete(RateCounter))
    web_session.commit()
    answers = [visitor.get("/opportunities?q=baker").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert visitor.get("/opportunities.atom?q=baker").status_code == 429
    assert visitor.get("/opportunities?kind=job").status_code == 200


def test_a_long_list_that_goes_in_keeps_no_visitor_waiting(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    """SQLite has one write lock; counting does without it."""
    web_session.execute(update(Organisation).values(about="…"))
    text = visitor.get("/opportunities?q=خباز").get_data(as_text=True)
    assert offered["baker"].public_id in text


def test_pages_are_sound(pages: Callable[..., Any], offered: dict[str, Opportunity]) -> None:
    assert offered
    for path in (
        "/opportunities",
        "/opportunities?q=لا شيء",
        "/opportunities?has=remote&hours=full",
    ):
        pages(path)
        pages(path, role=Role.RETURNEE)


def test_the_first_page_leads_there(visitor: FlaskClient) -> None:
    assert 'href="/opportunities"' in visitor.get("/").get_data(as_text=True)
