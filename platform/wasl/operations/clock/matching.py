"""The run of the matching that nobody waits for: read and scored without a lock, then stored."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matching.engine import Keep
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.database import write_session
from wasl.operations.compute_matches import latest_policy, plan_matches, store_matches

MOST_RUNS = 3
"""So often at most it begins anew because of postings that came in between."""


@dataclass(frozen=True)
class Matched:
    """What a run came to."""

    rounds: int
    people: int
    opportunities: int


def run_matching(engine: Engine, by: Viewer, today: date, keep: Keep) -> Matched:
    """Compute and store all matches.

    Others work on meanwhile: only what is stored at the end takes the lock, in one transaction, so
    that a run that is killed leaves the last one as it was. A posting that was published after the
    plan was made asked in vain for a run while this one was at work; so it is run again.
    """
    runs = 0
    while True:
        runs += 1
        with write_session(engine) as session:
            latest_policy(session)  # adds the first one
        with Session(engine) as session:
            plan = plan_matches(session, today, keep)
        with write_session(engine) as session:
            run = store_matches(session, by, plan)
            matched = Matched(runs, run.people, run.opportunities)
            again = _published_since(session, plan.started_at)
        if not again or runs == MOST_RUNS:
            return matched


def _published_since(session: Session, moment: datetime) -> bool:
    later = select(Opportunity.id).where(
        Opportunity.status == OpportunityStatus.PUBLISHED, Opportunity.published_at > moment
    )
    return session.scalar(later.limit(1)) is not None
