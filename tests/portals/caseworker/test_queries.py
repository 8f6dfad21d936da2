"""Named queries, on SQLite and on PostgreSQL."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.enums import (
    Agency,
    Category,
    ConsentPurpose,
    OpportunityKind,
    OpportunityStatus,
    Register,
)
from models.register import Consent
from tests.portals.caseworker.office import TODAY, WELDER, add_person, add_posting, caseworker
from wasl.access.viewer import COMMAND_LINE
from wasl.occupations import search_occupations
from wasl.operations.compute_matches import compute_matches
from wasl.portals.caseworker.queries.coding import find_open_wordings
from wasl.portals.caseworker.queries.desk import read_desk
from wasl.portals.caseworker.queries.opportunities import (
    OpportunityFilter,
    OpportunityOrder,
    find_opportunities,
)
from wasl.portals.caseworker.queries.people import (
    PeopleFilter,
    PeopleOrder,
    count_lists,
    find_people,
    find_person_of_case,
)


@pytest.fixture
def office(session: Session) -> Session:
    add_person(
        session,
        "زينب كريم",
        case_no="A-1",
        register=Register.MOMD,
        category=Category.MIGRANT_WORKER,
    )
    add_person(session, "علي حسين", case_no="A-2", governorate="IQ-NI", wants=None)
    add_person(session, "هێمن عەلی", case_no="A-3", title="لحام", code=WELDER)
    add_person(session, "100%_", case_no="B-1", consent=False, title="شغل", code=None)
    add_person(session, "بلا جواب", case_no="B-2", consent=None)
    add_posting(session, "مطلوب خباز", ref="1", apply_by=date(2027, 3, 1))
    add_posting(session, "خباز ثان", ref="2", apply_by=date(2027, 2, 1))
    add_posting(session, "مسودة", ref="3", status=OpportunityStatus.DRAFT)
    compute_matches(session, COMMAND_LINE, TODAY)
    return session


def cases(session: Session, **wanted: object) -> list[str]:
    found = find_people(session, caseworker(session), PeopleFilter(**wanted), 1, "en")  # type: ignore[arg-type]
    assert found.total == len(found.rows)
    return [row.person.entries[0].case_no for row in found.rows]


def test_order(office: Session) -> None:
    assert cases(office) == ["B-2", "B-1", "A-3", "A-2", "A-1"]
    assert cases(office, order=PeopleOrder.NAME)[0] == "B-1"
    assert cases(office, order=PeopleOrder.BEST_MATCH)[0] == "A-1"
    assert cases(office, order=PeopleOrder.BEST_MATCH, matched=True) == ["A-1"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"words": "زينب"}, ["A-1"]),
        ({"words": "علی حسین"}, ["A-2"]),
        ({"words": "a-"}, ["A-3", "A-2", "A-1"]),
        ({"words": "momd:a-1"}, ["A-1"]),
        ({"words": "mrc:a-1"}, []),
        ({"words": "%"}, ["B-1"]),
        ({"words": "_"}, ["B-1"]),
        ({"governorate": "IQ-NI"}, ["A-2"]),
        ({"occupations": ["72"]}, ["A-3"]),
        ({"occupations": []}, []),
        ({"kind": OpportunityKind.TRAINING}, ["A-2"]),
        ({"category": Category.MIGRANT_WORKER}, ["A-1"]),
        ({"agency": Agency.MRC, "words": "b-1"}, ["B-1"]),
        ({"agency": Agency.IOM}, []),
        ({"consent": True}, ["A-3", "A-2", "A-1"]),
        ({"consent": False}, ["B-2", "B-1"]),
        ({"matched": True}, ["A-1"]),
        ({"matched": False}, ["A-3", "A-2"]),
        ({"to_check": True}, ["B-1"]),
    ],
)
def test_filters(office: Session, wanted: dict[str, object], found: list[str]) -> None:
    assert cases(office, **wanted) == found


def test_best_match_is_the_best_that_is_still_open(office: Session) -> None:
    row = find_people(office, caseworker(office), PeopleFilter(words="زينب"), 1, "en").rows[0]
    assert row.best is not None
    assert (row.best.count, row.best.place) == (2, "Basra")
    first = row.best.title
    postings = find_opportunities(
        office, caseworker(office), OpportunityFilter(words=first), 1, "en"
    ).rows
    postings[0].opportunity.status = OpportunityStatus.FILLED
    office.flush()
    row = find_people(office, caseworker(office), PeopleFilter(words="زينب"), 1, "en").rows[0]
    assert row.best is not None
    assert (row.best.count, row.best.title != first) == (1, True)


def test_lists_are_counted(office: Session) -> None:
    assert count_lists(office, caseworker(office)) == {
        "all": 5,
        "unmatched": 2,
        "to_check": 1,
        "without_consent": 2,
    }


def test_case_number_names_one_person_or_nobody(office: Session) -> None:
    one = find_people(office, caseworker(office), PeopleFilter(words="a-2"), 1, "en").rows[0].person
    assert find_person_of_case(office, caseworker(office), " A-2 ") == one.public_id
    assert find_person_of_case(office, caseworker(office), "mrc:a-2") == one.public_id
    assert find_person_of_case(office, caseworker(office), "momd:a-2") is None
    add_person(office, "آخر", case_no="A-2", register=Register.MOLSA)
    assert find_person_of_case(office, caseworker(office), "A-2") is None


def test_pages_do_not_overlap(session: Session) -> None:
    for number in range(30):
        add_person(session, "اسم", case_no=str(number))
    pages = [
        find_people(session, caseworker(session), PeopleFilter(order=PeopleOrder.NAME), n, "en")
        for n in (1, 2)
    ]
    assert [len(page.rows) for page in pages] == [25, 5]
    assert pages[0].pages == 2
    shown = {row.person.id for page in pages for row in page.rows}
    assert len(shown) == 30


def test_opportunities_in_order(office: Session) -> None:
    def titles(order: OpportunityOrder) -> list[str]:
        found = find_opportunities(
            office, caseworker(office), OpportunityFilter(order=order), 1, "en"
        )
        return [row.opportunity.title for row in found.rows]

    assert titles(OpportunityOrder.NEWEST)[0] == "مسودة"
    assert titles(OpportunityOrder.DEADLINE) == ["خباز ثان", "مطلوب خباز", "مسودة"]
    assert titles(OpportunityOrder.MOST)[-1] == "مسودة"
    assert titles(OpportunityOrder.FEWEST)[0] == "مسودة"


def test_people_who_withdrew_are_not_counted(office: Session) -> None:
    def fitting() -> int | None:
        wanted = OpportunityFilter(words="مطلوب")
        return find_opportunities(office, caseworker(office), wanted, 1, "en").rows[0].fitting

    assert fitting() == 1
    person = (
        find_people(office, caseworker(office), PeopleFilter(words="زينب"), 1, "en").rows[0].person
    )
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    office.flush()
    assert fitting() is None


def test_desk_counts(office: Session) -> None:
    desk = read_desk(office, caseworker(office))
    assert (desk.people, desk.consenting, desk.matched, desk.waiting) == (5, 3, 1, 2)
    assert (desk.published, desk.drafts, desk.wordings) == (2, 1, 1)
    assert desk.last_run is not None
    assert desk.last_import is None


def test_open_wordings_have_their_candidates(office: Session) -> None:
    found = find_open_wordings(office, caseworker(office), 1, "en")
    assert [(row.wording, row.people, row.postings) for row in found.rows] == [("شغل", 1, 0)]
    assert found.rows[0].candidates[0][0] == WELDER


@pytest.mark.parametrize(
    ("words", "code"),
    [("7212", WELDER), ("welder", WELDER), ("لحام", WELDER), ("خباز", "7512"), ("nurs", "2221")],
)
def test_occupations_are_found(session: Session, words: str, code: str) -> None:
    assert code in [found for found, _ in search_occupations(session, words, "ckb")]


def test_occupations_are_not_found_for_nothing(session: Session) -> None:
    assert search_occupations(session, " .. ", "en") == []
    assert search_occupations(session, "99999", "en") == []
