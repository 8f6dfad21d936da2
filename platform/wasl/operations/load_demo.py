"""Fill a database with the demo: the sample files, their matches, accounts, things going on."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, AuditAction
from models.account import Account
from models.case import CaseAssignment
from models.enums import Agency, OpportunityStatus, Role
from models.match import MatchRun
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.register import RegisterEntry
from models.sign_in import ApiToken
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.audit.record import record_each
from wasl.config import Settings
from wasl.database import write_session
from wasl.demo_accounts import DEMO_ACCOUNTS, DEMO_TOKEN, ERBIL, GOVERNORATES, NINAWA, DemoAccount
from wasl.operations.api_tokens import token_digest
from wasl.operations.compute_matches import compute_matches
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.demo_scenes import play_scenes
from wasl.operations.ensure_office import ensure_office
from wasl.operations.import_intake import import_intake
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.table import ImportOptions
from wasl.operations.logins import find_by_login

DEMO_FILES = Path(__file__).parent.parent / "demo_data"
# The files were made for this day; on it their deadlines are still ahead.
DEMO_DAY = date(2026, 11, 22)

Tell = Callable[[str], object]


def demo_is_loaded(session: Session) -> bool:
    """Tell whether the demo is complete: the token of its program is made last."""
    digest = token_digest(DEMO_TOKEN)
    return session.scalar(select(ApiToken.id).where(ApiToken.token_digest == digest)) is not None


def load_demo(engine: Engine, settings: Settings, tell: Tell) -> None:
    """Load what is missing of the demo, in steps that can be broken off and begun again."""
    with write_session(engine) as session:
        add_office_accounts(session, settings.language)
    tell("Importing people …")
    with write_session(engine) as session:
        tell(f"  {import_people(session, settings)} people")
    tell("Importing opportunities …")
    with write_session(engine) as session:
        offers = import_opportunities(
            session,
            COMMAND_LINE,
            DEMO_FILES / "opportunities.csv",
            settings,
            ImportOptions(publish=True),
            today=DEMO_DAY,
        )
    tell(f"  {offers.accepted + offers.updated + offers.unchanged} opportunities")
    tell("Computing matches …")
    with write_session(engine) as session:
        if session.scalar(select(MatchRun.id).limit(1)) is None:
            run = compute_matches(session, COMMAND_LINE, DEMO_DAY)
            tell(f"  {run.eligible_pairs:,} pairs of a person and an opportunity that fit")
    with write_session(engine) as session:
        add_other_accounts(session, settings.language)
        play_scenes(session, settings.language)


def import_people(session: Session, settings: Settings) -> int:
    """Import the people as the office in Erbil does, once, and return how many there are.

    Those whom the migration ministry registered become cases of its office in Ninawa.
    """
    count = select(func.count()).select_from(Person)
    if not session.scalar(count):
        erbil = viewer_of(_account(session, "manager@demo.example"))
        import_intake(session, erbil, DEMO_FILES / "intake.xlsx", settings, today=DEMO_DAY)
        _give_to_ninawa(session)
    return session.scalar(count) or 0


def _give_to_ninawa(session: Session) -> None:
    theirs = select(RegisterEntry.person_id).where(RegisterEntry.agency == Agency.MOMD)
    office = ensure_office(session, *NINAWA)
    cases = session.execute(
        update(CaseAssignment)
        .where(CaseAssignment.person_id.in_(theirs))
        .values(office_id=office.id, offered_by_id=None, accepted_by_id=None)
        .returning(CaseAssignment.basis, CaseAssignment.person_id)
    ).all()
    if cases:
        ids = select(Person.public_id).where(Person.id.in_([case.person_id for case in cases]))
        record_each(
            session,
            COMMAND_LINE,
            AuditAction.CASE_ASSIGNED,
            session.scalars(ids).all(),
            office=office.public_id,
            basis=cases[0].basis.value,
        )


def _account(session: Session, login: str) -> Account:
    found = find_by_login(session, login)
    if found is None:
        raise LookupError(f"the demo has no account {login}")
    return found


def _busiest_employer(session: Session) -> Organisation | None:
    return session.scalar(
        select(Organisation)
        .join(Opportunity)
        .where(Opportunity.status == OpportunityStatus.PUBLISHED)
        .group_by(Organisation.id)
        .order_by(func.count().desc(), Organisation.id)
        .limit(1)
    )


def _add(session: Session, one: DemoAccount, language: str, **place: Office | Organisation) -> None:
    if find_by_login(session, one.login) is None:
        given = NewAccount(
            login=one.login,
            password=one.password,
            display_name=one.display_name,
            role=one.role,
            language=language,
            **place,  # type: ignore[arg-type]
        )
        create_account(session, COMMAND_LINE, given, way="demo")


def add_office_accounts(session: Session, language: str) -> None:
    """Add who works in the demo's two offices."""
    for place in (ERBIL, NINAWA):
        ensure_office(session, *place, GOVERNORATES[place])
    for one in DEMO_ACCOUNTS:
        if one.office is not None:
            _add(session, one, language, office=ensure_office(session, *one.office))


def add_other_accounts(session: Session, language: str) -> None:
    """Add everybody else but the returnee; the employers work for whoever offers most."""
    employer = _busiest_employer(session)
    for one in DEMO_ACCOUNTS:
        if one.role in EMPLOYER_ROLES and employer is not None:
            _add(session, one, language, organisation=employer)
        elif one.role not in EMPLOYER_ROLES | {Role.RETURNEE} and one.office is None:
            _add(session, one, language)
