"""People are found by their sealed names as they were by plain ones, on SQLite and PostgreSQL."""

from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from models.key_ring import KeyMissingError
from models.person import PersonKey
from models.register import RegisterEntry
from tests.portals.caseworker.office import add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.portals.caseworker.queries import people, people_names
from wasl.portals.caseworker.queries.people import PeopleFilter, PeopleOrder, find_people


@pytest.fixture
def office(session: Session) -> Session:
    add_person(session, "زينب كريم حسن", case_no="A-1")
    add_person(session, "علي الحسين", "Ali Al-Hussein", case_no="A-2")
    add_person(session, "هێمن عەلی", case_no="A-3")
    add_person(session, "100%_", case_no="B-1")
    one = add_person(session, None, "Zoë O'Neill", case_no="علي/9")
    one.identity.known_as = "أم كلثوم"
    one.identity.mother_name = "سعاد"
    session.commit()
    return session


def cases(session: Session, words: str, **more: Any) -> list[str]:
    found = find_people(session, COMMAND_LINE, PeopleFilter(words=words, **more), 1, "en")
    assert found.total == len(found.rows)
    return [row.person.entries[0].case_no for row in found.rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("زينب", ["A-1"]),
        ("زَيْنَب", ["A-1"]),
        ("كريم زينب", ["A-1"]),
        ("زينب علي", []),
        ("زين كر حس", ["A-1"]),
        ("علی", ["A-2"]),
        ("علي", ["علي/9", "A-2"]),
        ("حسين", ["A-2"]),
        ("الحسين", ["A-2"]),
        ("الحس", ["A-2"]),
        ("الحسن", []),
        ("ALI", ["A-2"]),
        ("al-huss", ["A-2"]),
        ("hussein", ["A-2"]),
        ("ussein", []),
        ("zoe", ["علي/9"]),
        ("neill", ["علي/9"]),
        ("كلثوم", ["علي/9"]),
        ("سعاد", []),
        ("زي", ["A-1"]),
        ("س", ["A-2", "A-1"]),
        ("%", ["B-1"]),
        ("_", ["B-1"]),
        ("100", ["B-1"]),
        ("a-1", ["A-1"]),
        ("mrc:a-1", ["A-1"]),
        ("زينب a-1", ["A-1"]),
        ("زينب a-2", []),
        ("زبنب", []),
        ("   ", ["علي/9", "B-1", "A-3", "A-2", "A-1"]),
    ],
)
def test_words_find_people(office: Session, words: str, found: list[str]) -> None:
    assert cases(office, words) == found


def test_the_digest_alone_decides_nothing(office: Session) -> None:
    """Three letters are shared by many: who is found is checked against the opened name."""
    add_person(office, "زينة", case_no="C-1")
    assert cases(office, "زين") == ["C-1", "A-1"]
    assert cases(office, "زينب") == ["A-1"]


def test_without_their_digests_nobody_is_found(office: Session) -> None:
    """The twin of the tests above: it is by the digests that names are found."""
    office.execute(delete(PersonKey))
    assert cases(office, "زينب") == []


def test_who_changes_the_name_is_found_by_the_new_one(office: Session) -> None:
    entry = office.query(RegisterEntry).filter_by(case_no="A-1").one()
    entry.person.identity.name_ar = "بتول كريم"
    office.commit()
    assert cases(office, "زينب") == []
    assert cases(office, "بتول") == ["A-1"]
    assert cases(office, "كريم") == ["A-1"]


def test_order_by_name_is_by_the_folded_name(office: Session) -> None:
    by_name = PeopleOrder.NAME
    assert cases(office, "", order=by_name) == ["B-1", "علي/9", "A-1", "A-2", "A-3"]
    assert cases(office, "علي", order=by_name) == ["علي/9", "A-2"]


def test_pages_of_a_search_do_not_overlap(session: Session) -> None:
    for number in range(60):
        add_person(session, f"اسم {number:03d}", case_no=str(number))
    for order in PeopleOrder:
        wanted = PeopleFilter(words="اسم", order=order)
        pages = [find_people(session, COMMAND_LINE, wanted, at, "en") for at in (1, 2, 3, 9)]
        assert [(page.number, page.total, page.pages) for page in pages] == [
            (1, 60, 3),
            (2, 60, 3),
            (3, 60, 3),
            (3, 60, 3),
        ]
        shown = [row.person.id for page in pages[:3] for row in page.rows]
        assert len(shown) == len(set(shown)) == 60


def test_beyond_the_bound_fewer_are_opened(
    office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_OPENED", 3)
    monkeypatch.setattr(people_names, "MOST_OPENED", 3)
    assert cases(office, "", order=PeopleOrder.NAME)[0] == "علي/9", "the newest first"
    assert cases(office, "ز") == []
    assert cases(office, "زينب") == ["A-1"]


def test_only_those_whom_a_digest_names_are_opened(office: Session) -> None:
    other = office.query(RegisterEntry).filter_by(case_no="A-2").one().person_id
    broken = text("UPDATE person_identity SET name_latin = 's1:broken' WHERE person_id = :id")
    office.execute(broken, {"id": other})
    assert cases(office, "زينب") == ["A-1"]
    with pytest.raises(KeyMissingError):
        cases(office, "ز")
