"""A person with a phone, and who acts, for tests of consent and of what it opens."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.account import Account
from models.enums import Agency, ConsentPurpose, Role
from models.opportunity import Opportunity
from models.person import Person
from tests.operations.cast import add_person
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.record_consent import record_consent
from wasl.operations.spoken import Spoken

PHONE, MAIL = "+9647701112233", "zainab@mail.example"
WITNESSED = Spoken(
    given_by=ConsentGiver.WITH_CASEWORKER,
    witness="Sara of the front desk",
    reason="She cannot read",
)
BY_PROXY = Spoken(
    given_by=ConsentGiver.PROXY, proxy="Her brother", witness="Sara", reason="She is in hospital"
)


def add_returnee(session: Session, case_no: str = "T-1", **purposes: bool) -> Person:
    """Add a person who can be reached and who has said what `purposes` says: `matching=True`."""
    person = add_person(session, case_no)
    person.identity.name_ar = "زينب كريم"
    person.identity.phone, person.identity.email = PHONE, MAIL
    person.identity.national_id = "199012345678"
    person.consents.clear()
    session.flush()
    for name, granted in {"data": True, "matching": True, "contact": True, **purposes}.items():
        record_consent(session, COMMAND_LINE, person, ConsentPurpose(name), granted)
    return person


def add_account(session: Session, role: Role, login: str, **more: object) -> Account:
    """Add an account of a role; an office worker belongs to the centre in Basra."""
    office = None
    if role in {Role.CASEWORKER, Role.OFFICE_MANAGER}:
        office = ensure_office(session, Agency.MRC, "Basra")
    given = NewAccount(
        login=login,
        password=None,
        display_name=login.partition("@")[0],
        role=role,
        office=office,
        **more,  # type: ignore[arg-type]
    )
    return create_account(session, COMMAND_LINE, given, way="command")


def caseworker(session: Session, login: str = "huda@office.example") -> Viewer:
    """Add a caseworker and return them as a viewer."""
    return viewer_of(add_account(session, Role.CASEWORKER, login))


def employer_of(
    session: Session, opportunity: Opportunity, role: Role = Role.EMPLOYER_OWNER
) -> Viewer:
    """Add an account of an opportunity's organisation and return it as a viewer."""
    login = f"{role.value}-{opportunity.ref}@firm.example".lower()
    return viewer_of(add_account(session, role, login, organisation=opportunity.organisation))


def day(number: int) -> date:
    """Return a day of March 2026, long over."""
    return date(2026, 3, number)
