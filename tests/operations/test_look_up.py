"""Looking outside the caseload: possible with a reason, seen by the person, useless for lists."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction, LookUpReason
from models.account import Membership
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment, LookUpGrant
from models.enums import Agency, Register, Role
from models.person import Person
from models.register import RegisterEntry
from tests.operations.cast import add_person
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.database import write_session
from wasl.operations import look_up_person as module
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.look_up_person import (
    MOST_FOUND,
    PER_HOUR,
    LookUp,
    LookUpRefusal,
    LookUpRefusedError,
    TooManyLookUpsError,
    look_up_person,
)
from wasl.operations.open_looked_up import (
    NotLookedUpError,
    OtherAgencyError,
    open_looked_up,
)

ASKED = LookUp(
    reason=LookUpReason.PERSON_IS_HERE,
    note="Stands at the desk with a letter of the Basra office",
    name="زينب حسن",
    birth_year=1990,
)


@pytest.fixture
def viewer(session: Session) -> Viewer:
    office = ensure_office(session, Agency.MRC, "Erbil")
    given = NewAccount(
        login="look@office.example",
        password="a long enough password",
        display_name="x",
        role=Role.CASEWORKER,
        office=office,
    )
    found = viewer_of(create_account(session, COMMAND_LINE, given, way="command"))
    session.commit()
    return found


def _zaynab(session: Session, number: int = 1, **more: Any) -> Person:
    person = add_person(session, str(number))
    identity = person.identity
    identity.name_ar, identity.name_latin = "زينب كريم حسن البصري", "Zaynab Karim"
    identity.mother_name, identity.birth_year = "فاطمة علي", 1990
    identity.birth_date, identity.phone = date(1990, 5, 6), "+9647701234567"
    identity.national_id = "199012345678"
    for name, value in more.items():
        setattr(identity, name, value)
    session.flush()
    return person


def _events(session: Session) -> list[AuditEvent]:
    looked_up = AuditEvent.action == AuditAction.PERSON_LOOKED_UP
    return list(session.scalars(select(AuditEvent).where(looked_up).order_by(AuditEvent.id)))


@pytest.mark.parametrize(
    "more",
    [
        {"birth_year": 1990},
        {"birth_date": date(1990, 5, 6)},
        {"mother_name": "فاطمه"},
        {"phone": "0770 123 4567"},
        {"national_id": "1990-1234-5678"},
        {"case_no": "MRC:1"},
        {"name": "زَينَب البصري", "birth_year": 1990},
        {"name": "zaynab KARIM", "birth_year": 1990},
        {"name": "زينب", "phone": "+9647701234567"},
    ],
)
def test_found_by_name_and_one_thing_more(
    session: Session, viewer: Viewer, more: dict[str, Any]
) -> None:
    person = _zaynab(session)
    session.commit()
    wanted = replace(ASKED, birth_year=None)
    assert look_up_person(session, viewer, replace(wanted, **more)) == [person]


@pytest.mark.parametrize("nothing", ["-", ".", "ـ", "'", "؟!", " – "])
def test_a_sign_is_no_second_attribute(session: Session, viewer: Viewer, nothing: str) -> None:
    _zaynab(session)
    session.commit()
    for name in ("mother_name", "phone", "national_id", "case_no"):
        wanted = replace(ASKED, birth_year=None, **{name: nothing})
        with pytest.raises(LookUpRefusedError) as refused:
            look_up_person(session, viewer, wanted)
        assert refused.value.why is LookUpRefusal.NOTHING_ELSE


@pytest.mark.parametrize(
    "more",
    [
        {"name": "زينب سعيد"},
        {"name": "زين حس"},
        {"name": "زينب Karim"},
        {"birth_year": 1991},
        {"birth_date": date(1990, 5, 7)},
        {"mother_name": "مريم"},
        {"phone": "07701234568"},
        {"phone": "not a phone"},
        {"national_id": "199012345679"},
        {"case_no": "2"},
    ],
)
def test_one_thing_wrong_and_the_answer_is_that_of_nobody(
    session: Session, viewer: Viewer, more: dict[str, Any]
) -> None:
    _zaynab(session)
    session.commit()
    assert look_up_person(session, viewer, replace(ASKED, **more)) == []
    session.commit()
    (event,) = _events(session)
    assert event.person is None
    assert event.details["outcome"] == "nobody"


def test_more_than_three_are_nobody(session: Session, viewer: Viewer) -> None:
    people = [_zaynab(session, number) for number in range(MOST_FOUND)]
    session.commit()
    assert look_up_person(session, viewer, ASKED) == people
    _zaynab(session, MOST_FOUND)
    session.commit()
    assert look_up_person(session, viewer, ASKED) == []
    session.commit()
    assert [event.details["outcome"] for event in _events(session)] == ["found"] * 3 + ["nobody"]


def test_a_common_name_opens_no_more_than_it_must(
    session: Session, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_READ", 4)
    _zaynab(session)
    session.commit()
    assert look_up_person(session, viewer, ASKED)
    for number in range(2, 6):
        _zaynab(session, number, name_ar="زينب حسن", mother_name="اخرى")
    session.commit()
    assert look_up_person(session, viewer, replace(ASKED, mother_name="", birth_year=1990)) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"note": "  "}, LookUpRefusal.NO_REASON),
        ({"birth_year": None}, LookUpRefusal.NOTHING_ELSE),
        ({"name": "زينب"}, LookUpRefusal.NAME_TOO_SHORT),
        ({"name": "ز ح"}, LookUpRefusal.NAME_TOO_SHORT),
        ({"name": "%", "phone": "07701234567"}, LookUpRefusal.NAME_TOO_SHORT),
    ],
)
def test_too_little_is_not_looked_for(
    session: Session, viewer: Viewer, more: dict[str, Any], why: LookUpRefusal
) -> None:
    with pytest.raises(LookUpRefusedError) as refused:
        look_up_person(session, viewer, replace(ASKED, **more))
    assert refused.value.why is why


def test_the_try_is_recorded_with_its_reason_for_the_person(
    session: Session, viewer: Viewer
) -> None:
    person = _zaynab(session)
    session.commit()
    look_up_person(session, viewer, ASKED)
    session.commit()
    (event,) = _events(session)
    assert event.person == person.public_id
    assert event.actor == viewer.name
    assert event.reason == ASKED.note
    assert event.details == {
        "why": "person_is_here",
        "attributes": ["birth_year"],
        "outcome": "found",
    }


def test_who_was_anonymised_is_not_found(session: Session, viewer: Viewer) -> None:
    _zaynab(session).anonymised_at = utc_now()
    session.commit()
    assert look_up_person(session, viewer, ASKED) == []


def test_limits_hold_with_sixteen_at_once(engine: Engine, viewer: Viewer) -> None:
    start, outcomes = Barrier(16), []

    def run() -> None:
        start.wait()
        with write_session(engine) as session:
            try:
                look_up_person(session, viewer, ASKED)
                outcomes.append("looked")
            except TooManyLookUpsError:
                outcomes.append("limited")

    threads = [Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("looked") == PER_HOUR.most
    with Session(engine) as session:
        told = [event.details["outcome"] for event in _events(session)]
    assert (told.count("nobody"), told.count("limited")) == (PER_HOUR.most, 6)


def _case(session: Session, person: Person, agency: Agency) -> CaseAssignment:
    now = utc_now()
    case = CaseAssignment(
        person=person,
        office=ensure_office(session, agency, "Basra"),
        basis=AssignmentBasis.INTAKE,
        offered_at=now,
        accepted_at=now,
    )
    session.add(case)
    session.flush()
    return case


def _sees(session: Session, viewer: Viewer, person: Person) -> bool:
    return find(session, viewer, Permission.SEE_PERSON, person.public_id) is not None


def test_opened_for_half_an_hour_within_the_agency(session: Session, viewer: Viewer) -> None:
    person = _zaynab(session)
    _case(session, person, Agency.MRC)
    session.commit()
    assert not _sees(session, viewer, person)
    look_up_person(session, viewer, ASKED)
    session.commit()
    assert not _sees(session, viewer, person), "finding alone opens nothing"
    grant = open_looked_up(session, viewer, person.public_id)
    session.commit()
    assert (grant.reason, grant.note) == (ASKED.reason, ASKED.note)
    assert _sees(session, viewer, person)
    assert find(session, viewer, Permission.CHANGE_PERSON, person.public_id) is None
    past = utc_now() - timedelta(seconds=1)
    session.execute(update(LookUpGrant).values(expires_at=past))
    assert not _sees(session, viewer, person)


def test_who_has_changed_office_since_looks_again(session: Session, viewer: Viewer) -> None:
    person = _zaynab(session)
    _case(session, person, Agency.MRC)
    session.commit()
    look_up_person(session, viewer, ASKED)
    session.commit()
    open_looked_up(session, viewer, person.public_id)
    session.commit()
    assert _sees(session, viewer, person)
    held = session.scalars(select(Membership).filter_by(account_id=viewer.account_id)).one()
    held.granted_at = utc_now()
    session.commit()
    assert not _sees(session, viewer, person)


def test_another_ministry_is_another_tenant(session: Session, viewer: Viewer) -> None:
    person = _zaynab(session)
    _case(session, person, Agency.MOMD)
    session.commit()
    assert look_up_person(session, viewer, ASKED) == [person]
    session.commit()
    with pytest.raises(OtherAgencyError):
        open_looked_up(session, viewer, person.public_id)


@pytest.mark.parametrize("how", ["entry", "former case", "neither"])
def test_whom_nobody_works_with_is_opened_by_the_agency_that_knows_them(
    session: Session, viewer: Viewer, how: str
) -> None:
    person = _zaynab(session)
    if how == "entry":
        entry = RegisterEntry(
            register=Register.MOLSA, case_no="9", agency=Agency.MRC, person=person, digest=""
        )
        session.add(entry)
    if how == "former case":
        _case(session, person, Agency.MRC).ended_at = utc_now()
    session.commit()
    look_up_person(session, viewer, ASKED)
    session.commit()
    if how == "neither":
        with pytest.raises(OtherAgencyError):
            open_looked_up(session, viewer, person.public_id)
    else:
        assert open_looked_up(session, viewer, person.public_id)


def test_nobody_is_opened_who_was_not_found(session: Session, viewer: Viewer) -> None:
    person = _zaynab(session)
    _case(session, person, Agency.MRC)
    session.commit()
    with pytest.raises(NotLookedUpError):
        open_looked_up(session, viewer, person.public_id)
    look_up_person(session, viewer, ASKED)
    session.commit()
    somebody = replace(viewer, name="somebodyelse")
    with pytest.raises(NotLookedUpError):
        open_looked_up(session, somebody, person.public_id)
