"""Count who got something of what was offered: by kind and place, and by kind and sector."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import OpportunityKind
from models.filled import filled_since
from models.opportunity import Opportunity, Organisation
from models.taxonomy import Sector
from wasl.clock import BAGHDAD
from wasl.figures.count import UNKNOWN, list_governorates
from wasl.figures.tables import Breakdown

BY_PLACE, BY_SECTOR = "filled_by_place", "filled_by_sector"
PERIOD = timedelta(days=365)


def count_filled(session: Session, today: date) -> list[Breakdown]:
    """Count everybody who got a place, tools or money in the twelve months before a day.

    Two tables with the kinds as rows, so that they are protected together: by governorate of what
    was offered, and by section of who offered it. Who got two things counts twice.
    """
    filled = filled_since(datetime.combine(today - PERIOD, time(), BAGHDAD))
    rows = session.execute(
        select(Opportunity.kind, Opportunity.governorate_code, Sector.section, func.count())
        .join(filled, filled.c.opportunity_id == Opportunity.id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .outerjoin(Sector, Sector.code == Organisation.sector_code)
        .group_by(Opportunity.kind, Opportunity.governorate_code, Sector.section)
    )
    by_place: Counter[tuple[str, str]] = Counter()
    by_sector: Counter[tuple[str, str]] = Counter()
    for kind, place, section, count in rows:
        by_place[OpportunityKind(kind).value, place or UNKNOWN] += count
        by_sector[OpportunityKind(kind).value, section or UNKNOWN] += count
    kinds = [kind.value for kind in OpportunityKind]
    sections = session.scalars(select(Sector.section).distinct().order_by(Sector.section))
    return [
        Breakdown(name=BY_PLACE, rows=kinds, columns=list_governorates(session), counts=by_place),
        Breakdown(name=BY_SECTOR, rows=kinds, columns=[*sections, UNKNOWN], counts=by_sector),
    ]
