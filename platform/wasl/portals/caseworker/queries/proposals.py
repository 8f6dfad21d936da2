"""Whom of one's caseload an opportunity can be proposed to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from models.consent_query import allows
from models.enums import ConsentPurpose
from models.match import WORTH_SHOWING, Match
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.compute_matches import latest_run
from wasl.ui.names import ordered_names

MOST = 50


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked."""

    public_id: str
    name: str


def list_candidates(
    session: Session, viewer: Viewer, opportunity: Opportunity, only: str | None = None
) -> Sequence[Candidate]:
    """Return who fits an opportunity and was not brought together with it yet, best first.

    only: the public id of one person, who need not fit: whoever works with them knows better.
    """
    statement = (
        select(Person)
        .where(
            visible(viewer, Permission.PROPOSE_OPPORTUNITY),
            allows(ConsentPurpose.MATCHING, Person.id),
            ~exists().where(
                Referral.person_id == Person.id, Referral.opportunity_id == opportunity.id
            ),
        )
        .options(joinedload(Person.identity))
    )
    if only is not None:
        found = session.scalars(statement.where(Person.public_id == only)).all()
    else:
        run = latest_run(session)
        found = session.scalars(
            statement.join(Match, Match.person_id == Person.id)
            .where(
                Match.run_id == (run.id if run else 0),
                Match.opportunity_id == opportunity.id,
                Match.eligible,
                Match.points >= WORTH_SHOWING,
            )
            .order_by(Match.rank_for_opportunity, Person.id)
            .limit(MOST)
        ).all()
    return [Candidate(one.public_id, ordered_names(one.identity)[0]) for one in found]
