"""The list of people: search without names in addresses, filters, order."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.portals.caseworker.office import WELDER, add_person
from wasl.portals.caseworker.recent_searches import KEEP_SECONDS, RecentSearches

Send = Callable[..., TestResponse]


@pytest.fixture
def people(web_session: Session) -> None:
    add_person(web_session, "فاطمة أحمد الدليمي", "Fatima Ahmed", case_no="MD700013")
    add_person(web_session, "شێرکۆ ئەحمەد", case_no="2026/40000", title="لحام", code=WELDER)
    add_person(web_session, None, "Sönke Özil", case_no="FA-9", consent=False)
    web_session.commit()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("فاطمه احمد", "MD700013"),  # ta marbuta and hamza written otherwise
        ("ahmed fatima", "MD700013"),
        ("شيركو", "2026/40000"),  # Arabic letters for the Kurdish ones
        ("sonke", "FA-9"),
    ],
)
def test_names_are_found_in_any_spelling(people: None, send: Send, words: str, found: str) -> None:
    page = send("/people/search", words=words).get_data(as_text=True)
    numbers = {number for number in ("MD700013", "2026/40000", "FA-9") if number in page}
    assert numbers == {found}


def test_names_stay_out_of_address_and_cookie(
    people: None, client: FlaskClient, send: Send
) -> None:
    response = send("/people/search", follow=False, words="Fatima")
    assert response.status_code == 302
    assert "Fatima" not in response.location
    assert "search=" in response.location
    shown = client.get(response.location)
    assert "MD700013" in shown.get_data(as_text=True)
    cookie = client.get_cookie("wasl")
    assert cookie is not None
    assert "Fatima" not in cookie.decoded_value


def test_case_number_leads_to_the_person(people: None, send: Send) -> None:
    for words in ("2026/40000", "mrc:2026/40000", "٢٠٢٦/٤٠٠٠٠"):
        response = send("/people/search", words=words)
        assert response.request.path.startswith("/people/")
        assert "شێرکۆ" in response.get_data(as_text=True)


def test_case_number_of_arabic_letters_is_found(web_session: Session, send: Send) -> None:
    """A name is folded, its key as well; a case number stands in the database as it was given."""
    add_person(web_session, case_no="أ/12-ة")
    add_person(web_session, "علي", case_no="13")
    web_session.commit()
    for words in ("أ/12-ة", "mrc:أ/١٢-ة", "زينب أ/12"):
        assert "زينب" in send("/people/search", words=words).get_data(as_text=True)


def test_search_keeps_the_filters(people: None, send: Send) -> None:
    response = send("/people/search?consent=no&page=4", follow=False, words="ahmed")
    assert "consent=no" in response.location
    assert "page=" not in response.location


def test_search_of_another_account_is_not_shown() -> None:
    searches = RecentSearches()
    key = searches.keep(1, "Fatima")
    assert searches.find(1, key) == "Fatima"
    assert searches.find(2, key) is None
    assert searches.find(1, "other") is None


def test_search_is_forgotten_after_a_while() -> None:
    now = [0.0]
    searches = RecentSearches(lambda: now[0])
    key = searches.keep(1, "Fatima")
    now[0] = KEEP_SECONDS + 1
    assert searches.find(1, key) is None


def test_search_that_is_gone_is_said_so(english: Callable[[str], str]) -> None:
    assert "no longer kept" in english("/people?search=restarted")


def test_filters_that_make_no_sense_are_passed_over(
    people: None, english: Callable[[str], str]
) -> None:
    page = english("/people?kind=holiday&consent=perhaps&page=abc&order=random&governorate=")
    assert "3 people" in page


def test_page_beyond_the_last_is_the_last(people: None, english: Callable[[str], str]) -> None:
    assert "MD700013" in english("/people?page=99")


def test_long_search_is_refused_with_words(english: Callable[[str], str], send: Send) -> None:
    english("/people")
    assert "shorter name" in send("/people/search", words="x" * 500).get_data(as_text=True)
