"""The organisation's own opportunities."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.portals.employer.queries.fitting import count_fitting, shows_candidates


@dataclass(frozen=True, kw_only=True)
class OwnOpportunity:
    """A line of the list: an opportunity, and how many people fit it or nearly do."""

    opportunity: Opportunity
    fitting: int | None
    nearly: int | None


def own_opportunities(session: Session, viewer: Viewer) -> list[OwnOpportunity]:
    """Return all opportunities that are the viewer's own, the newest first."""
    statement = select(Opportunity).where(visible(viewer, Permission.SEE_OWN_OPPORTUNITIES))
    found = session.scalars(statement.order_by(Opportunity.id.desc())).all()
    counts = count_fitting(session, [item.id for item in found if shows_candidates(item)])
    return [
        OwnOpportunity(
            opportunity=item,
            fitting=counts[item.id][0] if item.id in counts else None,
            nearly=counts[item.id][1] if item.id in counts else None,
        )
        for item in found
    ]
