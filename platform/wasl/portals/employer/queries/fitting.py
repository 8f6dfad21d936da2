"""How many people fit an opportunity, and whether its owner may see them."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.match import Match
from models.opportunity import Opportunity
from models.organisation_states import SEEN_STANDINGS
from wasl.access.work_card import consenting
from wasl.operations.compute_matches import latest_run


def shows_candidates(opportunity: Opportunity) -> bool:
    """Tell whether candidates may be seen: it is published, and somebody vouched for its owner."""
    vouched = opportunity.organisation.standing in SEEN_STANDINGS
    return vouched and opportunity.status == OpportunityStatus.PUBLISHED


def count_fitting(session: Session, opportunities: list[int]) -> Mapping[int, tuple[int, int]]:
    """Return how many fit and how many nearly fit each of some opportunities, by the latest run."""
    run = latest_run(session)
    if run is None:
        return {}
    statement = (
        select(Match.opportunity_id, Match.eligible, func.count())
        .where(*shown_matches(run.id), Match.opportunity_id.in_(opportunities))
        .group_by(Match.opportunity_id, Match.eligible)
    )
    found = {(owner, eligible): number for owner, eligible, number in session.execute(statement)}
    return {
        owner: (found.get((owner, True), 0), found.get((owner, False), 0))
        for owner in opportunities
    }


def shown_matches(run_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the matches of a run that an employer may see."""
    return (
        Match.run_id == run_id,
        Match.rank_for_opportunity.is_not(None),
        Match.person_id.in_(consenting()),
    )
