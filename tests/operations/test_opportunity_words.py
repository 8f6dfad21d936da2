"""Postings are found by what they say, however it is spelled, and by what they say now."""

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from tests.operations.cast import add_offer
from wasl.database import ensure_database
from wasl.operations import opportunity_words as module
from wasl.operations.opportunity_words import fill_search_words, search_words, words_of


def found(session: Session, words: str) -> set[str]:
    session.flush()
    wanted = list(search_words(words))
    said = session.execute(select(Opportunity.ref, Opportunity.search_words))
    return {ref for ref, kept in said if all(word in (kept or "") for word in wanted)}


@pytest.fixture
def postings(session: Session) -> dict[str, Opportunity]:
    """A baker's job in Arabic, a driver's in Sorani, a welder's in English."""
    made = {
        "baker": add_offer(session, "baker", employer="أفران البصرة"),
        "driver": add_offer(session, "driver", employer="کۆمپانیای هەولێر"),
        "welder": add_offer(session, "welder", employer="Zagros Steel"),
    }
    made["baker"].title, made["baker"].description = "مطلوب خبّاز", "العمل في المخبز ليلاً"
    made["driver"].title = "شۆفێری لۆری"
    made["welder"].title, made["welder"].description = "Pipe welder (m/f)", "100% on site"
    session.flush()
    return made


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("خباز", {"baker"}),
        ("خَبّــاز", {"baker"}),
        ("مخبز ليلا", {"baker"}),
        ("افران البصره", {"baker"}),
        ("شوفيري لوري", {"driver"}),
        ("كومبانياي", {"driver"}),
        ("WELDER pipe", {"welder"}),
        ("zagros welder", {"welder"}),
        ("pipe baker", set()),
        ("100%", {"welder"}),
        ("_", None),
        ("  ", None),
    ],
)
def test_words_are_found_in_any_spelling_and_order(
    session: Session, postings: dict[str, Opportunity], words: str, refs: set[str] | None
) -> None:
    assert set(postings) >= (refs or set())
    if refs is None:
        assert list(search_words(words)) == []
    else:
        assert found(session, words) == refs


def test_what_is_said_anew_is_found_anew(
    session: Session, postings: dict[str, Opportunity]
) -> None:
    postings["baker"].title = "مطلوب حلواني"
    assert (found(session, "حلواني"), found(session, "خباز")) == ({"baker"}, set())
    before = postings["baker"].search_words
    postings["baker"].seats = 7
    session.flush()
    assert postings["baker"].search_words == before


def test_what_was_stored_before_gets_its_words_and_counts_as_unchanged(
    engine: Engine,
    session: Session,
    postings: dict[str, Opportunity],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    session.execute(text("UPDATE opportunity SET search_words = NULL"))
    session.commit()
    before = {one.ref: (one.updated_at, one.version) for one in postings.values()}
    assert found(session, "خباز") == set()
    session.rollback()
    ensure_database(engine)
    assert found(session, "خباز") == {"baker"}
    session.expire_all()
    assert {one.ref: (one.updated_at, one.version) for one in postings.values()} == before
    assert fill_search_words(session) == 0


def test_each_word_stands_once() -> None:
    assert words_of("Baker, baker", None, "night-shift BAKER") == "baker night shift"
