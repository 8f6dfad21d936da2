"""What a person reads of who looked at them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, LookUpReason
from models.account import Account
from models.enums import Agency, Role
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.audit import record as recording
from wasl.audit.looks import LOOKS_ON_A_PAGE, Look, looks_at
from wasl.audit.record import record
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office

PERSON, OTHER = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


def _account(session: Session, role: Role, name: str, login: str) -> Account:
    office = ensure_office(session, Agency.MRC, "Erbil") if role is Role.CASEWORKER else None
    employer = Organisation(name="Zagros", name_key="zagros") if not office else None
    given = NewAccount(
        login=login,
        password=None,
        display_name=name,
        role=role,
        office=office,
        organisation=employer,
    )
    return create_account(session, COMMAND_LINE, given, way="command")


@pytest.fixture
def caseworker(session: Session) -> Viewer:
    return viewer_of(_account(session, Role.CASEWORKER, "Shilan", "shilan@office.example"))


@pytest.fixture
def employer(session: Session) -> Viewer:
    return viewer_of(_account(session, Role.EMPLOYER_OWNER, "Karwan", "karwan@zagros.example"))


def _see(session: Session, viewer: Viewer, person: str = PERSON) -> None:
    record(
        session, viewer, AuditAction.PERSON_SEEN, person=person, page="person", relation="office"
    )


def _looks(session: Session) -> list[Look]:
    session.commit()
    return list(looks_at(session, PERSON).looks)


def test_views_of_a_day_by_the_same_account_are_one_line(
    session: Session, caseworker: Viewer
) -> None:
    for _ in range(3):
        _see(session, caseworker)
    _see(session, caseworker, OTHER)
    [look] = _looks(session)
    assert (look.times, look.action, look.role) == (3, AuditAction.PERSON_SEEN, Role.CASEWORKER)
    assert (look.staff, look.place, look.opportunity, look.why) == ("Shilan", "Erbil", None, None)


def test_a_day_begins_at_midnight_in_baghdad(
    session: Session, caseworker: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in (20, 21, 22):
        moment = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
        monkeypatch.setattr(recording, "utc_now", lambda moment=moment: moment)
        _see(session, caseworker)
    days = [(look.day, look.times, look.last_at.hour) for look in _looks(session)]
    assert days == [(date(2026, 11, 23), 2, 22), (date(2026, 11, 22), 1, 20)]


def test_an_employer_is_an_organisation_and_its_people_have_no_names(
    session: Session, employer: Viewer
) -> None:
    organisation = session.get_one(Organisation, employer.organisation_id)
    job = Job(organisation=organisation, ref="1", title="Baker", seats=1, employer_wording="Zagros")
    session.add(job)
    session.flush()
    subject = ("opportunity", job.public_id)
    record(session, employer, AuditAction.CARD_SEEN, person=PERSON, subject=subject, card="K4F-2M7")
    [look] = _looks(session)
    assert (look.place, look.staff, look.opportunity) == ("Zagros", None, "Baker")


def test_a_look_outside_the_caseload_says_why(session: Session, caseworker: Viewer) -> None:
    record(
        session,
        caseworker,
        AuditAction.PERSON_LOOKED_UP,
        person=PERSON,
        reason="They called from Zakho",
        why=LookUpReason.PERSON_CALLED,
        attributes=["name", "phone"],
        outcome="found",
    )
    [look] = _looks(session)
    assert look.why is LookUpReason.PERSON_CALLED


def test_who_runs_the_platform_has_neither_role_nor_place(session: Session) -> None:
    _see(session, COMMAND_LINE)
    [look] = _looks(session)
    assert (look.role, look.staff, look.place) == (None, None, None)


def test_changes_are_no_looks(session: Session, caseworker: Viewer) -> None:
    record(session, caseworker, AuditAction.PERSON_CODED, person=PERSON, code="7512")
    assert _looks(session) == []


def test_pages_are_cut_and_counted(session: Session) -> None:
    for number in range(LOOKS_ON_A_PAGE + 1):
        _see(session, Viewer(name=f"account{number}"))
    session.commit()
    first, last = looks_at(session, PERSON), looks_at(session, PERSON, 99)
    assert (len(first.looks), first.pages, first.total) == (LOOKS_ON_A_PAGE, 2, 21)
    assert (len(last.looks), last.page) == (1, 2)
