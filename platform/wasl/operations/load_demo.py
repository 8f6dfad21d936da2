"""Fill a database with the demo: the sample files, their matches, accounts, things going on."""

from collections.abc import Callable

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES
from models.enums import OpportunityKind, OpportunityStatus, Role
from models.match import MatchRun
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.sign_in import ApiToken
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.demo_accounts import DEMO_ACCOUNTS, DEMO_TOKEN, ERBIL, GOVERNORATES, NINAWA, DemoAccount
from wasl.operations.api_tokens import token_digest
from wasl.operations.compute_matches import compute_matches
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.demo_caseload import DEMO_DAY, DEMO_FILES, import_people
from wasl.operations.demo_profiles import add_profiles
from wasl.operations.demo_round_table import play_round_table
from wasl.operations.demo_scenes import play_scenes
from wasl.operations.ensure_office import ensure_office
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.importing.table import ImportOptions
from wasl.operations.logins import find_by_login

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
        tell(f"  {import_people(session, COMMAND_LINE, settings)} people")
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
    with write_session(engine) as session:
        file = DEMO_FILES / "roundtables.xlsx"
        import_roundtables(session, COMMAND_LINE, file, settings, today=DEMO_DAY)
    tell("Computing matches …")
    with write_session(engine) as session:
        if session.scalar(select(MatchRun.id).limit(1)) is None:
            run = compute_matches(session, COMMAND_LINE, DEMO_DAY)
            tell(f"  {run.eligible_pairs:,} pairs of a person and an opportunity that fit")
    with write_session(engine) as session:
        add_other_accounts(session, settings.language)
        add_profiles(session, COMMAND_LINE, _busiest_employer(session))
        if not demo_is_loaded(session):
            play_scenes(session, COMMAND_LINE, settings.language)
            play_round_table(session, COMMAND_LINE)


def _busiest_employer(session: Session) -> Organisation | None:
    """Return who offers most places to work at."""
    return session.scalar(
        select(Organisation)
        .join(Opportunity)
        .where(
            Opportunity.status == OpportunityStatus.PUBLISHED,
            Opportunity.kind.in_({OpportunityKind.JOB, OpportunityKind.INTERNSHIP}),
        )
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
