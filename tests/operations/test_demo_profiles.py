"""The demo's profiles: all six kinds, in the language of each company, once."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.capacity import Capacity
from models.enums import OpportunityKind
from models.opportunity import Organisation
from tests.operations.cast import TODAY
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.operations.demo_caseload import DEMO_FILES
from wasl.operations.demo_profiles import add_profiles
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.importing.table import ImportOptions


def test_most_companies_say_what_they_could_give(session: Session, settings: Settings) -> None:
    import_opportunities(
        session,
        COMMAND_LINE,
        DEMO_FILES / "opportunities.csv",
        settings,
        ImportOptions(publish=True),
        today=TODAY,
    )
    employer = session.scalars(
        select(Organisation).where(Organisation.sector_code == "01").order_by(Organisation.id)
    ).first()
    assert employer is not None
    added = add_profiles(session, COMMAND_LINE, employer)
    companies = session.scalar(select(func.count(Organisation.id))) or 0
    assert 0.6 * companies < added < companies, "some are still silent"
    lines = session.scalars(select(Capacity)).all()
    assert {line.kind for line in lines} == set(OpportunityKind)
    assert not [line.title for line in lines if line.undecided]
    own = {line.kind for line in lines if line.organisation_id == employer.id}
    assert own == set(OpportunityKind)
    scripts = {line.title.isascii() for line in lines}
    assert scripts == {True, False}
    assert add_profiles(session, COMMAND_LINE, employer) == 0
