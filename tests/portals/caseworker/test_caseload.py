"""What lists, counts and queues show ends at one's caseload, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, LookUpReason
from models.account import Account
from models.base import utc_now
from models.case import CaseAssignment, LookUpGrant
from models.enums import Role
from models.opportunity import Opportunity
from models.person import Person
from tests.portals.caseworker.office import (
    ELSEWHERE,
    TODAY,
    WELDER,
    add_case,
    add_person,
    add_posting,
    caseworker,
)
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.operations.compute_matches import compute_matches, latest_run
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.portals.caseworker.queries.coding import find_open_wordings, find_wording, wording_key
from wasl.portals.caseworker.queries.desk import read_desk
from wasl.portals.caseworker.queries.opportunities import OpportunityFilter, find_opportunities
from wasl.portals.caseworker.queries.opportunity import (
    count_others_fitting,
    find_matches_of_opportunity,
)
from wasl.portals.caseworker.queries.people import (
    PeopleFilter,
    count_lists,
    find_people,
    find_person_of_case,
)


@pytest.fixture
def theirs(session: Session) -> Person:
    """A baker of another ministry, beside two of this office and one of nobody."""
    add_person(session, "زينب كريم", case_no="A-1")
    add_person(session, "علي حسين", case_no="A-2", title="شغل حر", code=None)
    add_person(session, "بلا مكتب", case_no="A-3", office=None)
    found = add_person(session, "سعد جبار", case_no="B-1", office=ELSEWHERE)
    add_person(session, "هدى سالم", case_no="B-2", office=ELSEWHERE, title="مقاول ثانوي", code=None)
    add_posting(session)
    compute_matches(session, COMMAND_LINE, TODAY)
    return found


def listed(session: Session, viewer: Viewer, words: str = "") -> set[str]:
    found = find_people(session, viewer, PeopleFilter(words=words), 1, "en")
    return {row.person.entries[0].case_no for row in found.rows}


def test_people_of_others_are_neither_listed_nor_found(session: Session, theirs: Person) -> None:
    here, there = caseworker(session), caseworker(session, ELSEWHERE)
    assert listed(session, here) == {"A-1", "A-2"}
    assert listed(session, there) == {"B-1", "B-2"}
    assert not listed(session, here, "سعد")
    assert not listed(session, here, "B-1")
    assert find_person_of_case(session, here, "B-1") is None
    assert find_person_of_case(session, there, "B-1") == theirs.public_id
    assert count_lists(session, here)["all"] == 2
    assert read_desk(session, here).people == 2


def test_who_works_nowhere_sees_nobody(session: Session, theirs: Person) -> None:
    del theirs
    assert not listed(session, Viewer(name="half", role=Role.CASEWORKER))
    assert not listed(session, Viewer(name="admin", role=Role.ADMINISTRATOR))


@pytest.mark.parametrize("accepted", [False, True])
def test_a_referred_person_is_listed_once_accepted(
    session: Session, theirs: Person, *, accepted: bool
) -> None:
    here = caseworker(session)
    case = CaseAssignment(person=theirs, office_id=here.office_id)
    case.basis, case.accepted_at = AssignmentBasis.REFERRAL, utc_now() if accepted else None
    session.add(case)
    session.flush()
    assert ("B-1" in listed(session, here)) is accepted
    assert "B-1" in listed(session, caseworker(session, ELSEWHERE)), "both work on it"


def test_a_person_looked_up_is_in_no_list(session: Session, theirs: Person) -> None:
    office = ensure_office(session, *ELSEWHERE)
    given = NewAccount(
        login="a@b.example", password=None, display_name="ش", role=Role.CASEWORKER, office=office
    )
    account: Account = create_account(session, COMMAND_LINE, given, way="command")
    elsewhere = find_people(session, caseworker(session), PeopleFilter(words="A-1"), 1, "en")
    grant = LookUpGrant(person_id=elsewhere.rows[0].person.id, account_id=account.id)
    grant.reason, grant.expires_at = LookUpReason.PERSON_IS_HERE, utc_now() + timedelta(hours=1)
    session.add(grant)
    session.flush()
    assert listed(session, viewer_of(account)) == {"B-1", "B-2"}
    assert theirs.public_id


def test_a_case_that_ended_leaves_the_list(session: Session, theirs: Person) -> None:
    here = caseworker(session)
    case = add_case(session, theirs)
    assert "B-1" in listed(session, here)
    case.ended_at = utc_now()
    session.flush()
    assert "B-1" not in listed(session, here)


def test_titles_of_others_do_not_wait_here(session: Session, theirs: Person) -> None:
    del theirs
    here = caseworker(session)
    add_posting(session, "مطلوب فني", ref="9", code=None)
    found = find_open_wordings(session, here, 1, "en")
    assert {row.wording for row in found.rows} == {"شغل حر", "مطلوب فني"}
    assert read_desk(session, here).wordings == 2
    assert find_wording(session, here, wording_key("شغل حر"))
    assert find_wording(session, here, wording_key("مقاول ثانوي")) is None
    assert WELDER in [code for row in found.rows for code, _label in row.candidates]


def test_candidates_of_others_are_a_number(session: Session, theirs: Person) -> None:
    here, run = caseworker(session), latest_run(session)
    posting = session.query(Opportunity).one()
    assert run is not None
    shown = find_matches_of_opportunity(session, here, run, posting)
    assert theirs.id not in {match.person_id for match in shown}
    fitting = [match for match in shown if match.eligible]
    assert [match.person.entries[0].case_no for match in fitting][:1] == ["A-1"]
    assert count_others_fitting(session, here, run, posting) == 2, "A-3, whom nobody has, and B-1"
    listed_posting = find_opportunities(session, here, OpportunityFilter(), 1, "en").rows[0]
    assert listed_posting.fitting == 1
