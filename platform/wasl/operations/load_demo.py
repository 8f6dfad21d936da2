"""Fill a database with the demo: the sample files, their matches, an account of each role."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.enums import Agency, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.demo_accounts import DEMO_ACCOUNTS
from wasl.operations.compute_matches import compute_matches
from wasl.operations.create_account import NewAccount, create_account
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
    """Tell whether the demo is complete: its accounts are made last."""
    return all(find_by_login(session, one.login) for one in DEMO_ACCOUNTS)


def load_demo(engine: Engine, settings: Settings, tell: Tell) -> None:
    """Load what is missing of the demo, in steps that can be broken off and begun again."""
    tell("Importing people …")
    with write_session(engine) as session:
        people = import_intake(
            session, COMMAND_LINE, DEMO_FILES / "intake.xlsx", settings, today=DEMO_DAY
        )
    tell(f"  {people.accepted + people.updated + people.unchanged} people")
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
        run = compute_matches(session, COMMAND_LINE, DEMO_DAY)
        tell(f"  {run.eligible_pairs:,} pairs of a person and an opportunity that fit")
    with write_session(engine) as session:
        add_demo_accounts(session, settings.language)


def _busiest_employer(session: Session) -> Organisation | None:
    return session.scalar(
        select(Organisation)
        .join(Opportunity)
        .where(Opportunity.status == OpportunityStatus.PUBLISHED)
        .group_by(Organisation.id)
        .order_by(func.count().desc(), Organisation.id)
        .limit(1)
    )


def add_demo_accounts(session: Session, language: str) -> None:
    """Add the demo's accounts; the employer's belongs to whoever offers most."""
    office = ensure_office(session, Agency.MRC, "Erbil", "IQ-AR")
    for one in DEMO_ACCOUNTS:
        if find_by_login(session, one.login):
            continue
        given = NewAccount(
            login=one.login,
            password=one.password,
            display_name=one.display_name,
            role=one.role,
            organisation=_busiest_employer(session) if one.role in EMPLOYER_ROLES else None,
            office=office if one.role in OFFICE_ROLES else None,
            language=language,
        )
        create_account(session, COMMAND_LINE, given, way="demo")
