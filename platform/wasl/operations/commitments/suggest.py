"""Postings that may fulfil a commitment although nobody said so: found, and decided by a person.

A suggestion is kept nowhere until somebody decides; it counts for nothing before.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Citation, Commitment, CommitmentParty
from models.opportunity import Opportunity
from models.round_table_enums import CitationOrigin, CommitmentState, RelationKind
from models.round_table_states import STANDING_OFFERS
from models.stakeholder import OrganisationRelation
from wasl.access.viewer import Viewer
from wasl.operations.commitments.cite import CitationMovedError, add_citation, decide_citation
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.hold_row import hold_row

_MINOR = 3  # digits of an ISCO-08 group in which work is near enough


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A posting that may count for a commitment. The kind is the same, and so is who made it.

    same_trade: both name the same or a near occupation; same_place: the same governorate.
    """

    commitment: Commitment
    opportunity: Opportunity
    same_trade: bool
    same_place: bool


def suggest_citations(session: Session, opportunity_id: int | None = None) -> list[Suggestion]:
    """Return for each posting that cites nothing the commitment it fits best, if it fits any.

    A commitment is fitted by what a party of it posted after it was made, of its kind, not in
    another place, not of another trade, while something of it is not offered yet.
    """
    rows = session.execute(_statement(opportunity_id)).all()
    drawn = draw_down(session, list({row.Commitment.id: row.Commitment for row in rows}.values()))
    options: dict[int, list[Suggestion]] = defaultdict(list)
    for commitment, opportunity in rows:
        found = _fit(commitment, opportunity)
        if found is not None and drawn[commitment.id].left:
            options[opportunity.id].append(found)
    return [min(some, key=_order) for some in options.values()]


def decide_suggestion(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    commitment: Commitment,
    *,
    counts: bool,
) -> Citation:
    """Say whether a suggested posting counts; a no is kept, so that it is not suggested again.

    Raises CitationMovedError where it is suggested no longer.
    """
    hold_row(session, opportunity)
    still = suggest_citations(session, opportunity.id)
    if commitment.id not in {one.commitment.id for one in still}:
        raise CitationMovedError
    citation = add_citation(session, by, opportunity.id, commitment, CitationOrigin.SUGGESTED)
    decide_citation(session, by, citation, counts=counts)
    return citation


def _statement(opportunity_id: int | None) -> Select[Commitment, Opportunity]:
    cited = exists().where(Citation.opportunity_id == Opportunity.id)
    statement = (
        select(Commitment, Opportunity)
        .join(Opportunity, cast(Opportunity.kind, String) == cast(Commitment.kind, String))
        .where(
            Commitment.state == CommitmentState.STANDING,
            Opportunity.status.in_(STANDING_OFFERS),
            Opportunity.commitment_ref.is_(None),
            ~cited.correlate(Opportunity),
            _by_a_party(),
            or_(
                Commitment.governorate_code.is_(None),
                Opportunity.governorate_code.is_(None),
                Opportunity.remote.is_(True),
                Opportunity.governorate_code == Commitment.governorate_code,
            ),
        )
        .options(joinedload(Opportunity.organisation))
        .order_by(Opportunity.id, Commitment.id)
    )
    if opportunity_id is not None:
        statement = statement.where(Opportunity.id == opportunity_id)
    return statement


def _by_a_party() -> ColumnElement[bool]:
    """Tell, in a statement on both, whether a party of the commitment posted it."""
    party = exists().where(
        CommitmentParty.commitment_id == Commitment.id,
        CommitmentParty.organisation_id == Opportunity.organisation_id,
    )
    pair = (OrganisationRelation.first_id, OrganisationRelation.second_id)
    same = exists().where(
        CommitmentParty.commitment_id == Commitment.id,
        OrganisationRelation.kind == RelationKind.SAME_AS,
        or_(
            *(
                and_(one == Opportunity.organisation_id, other == CommitmentParty.organisation_id)
                for one, other in (pair, pair[::-1])
            )
        ),
    )
    return or_(party.correlate(Commitment, Opportunity), same.correlate(Commitment, Opportunity))


def _fit(commitment: Commitment, opportunity: Opportunity) -> Suggestion | None:
    since = datetime.combine(commitment.made_on, time.min, UTC)
    if (opportunity.published_at or opportunity.created_at) < since:
        return None
    trades = (commitment.occupation_code, opportunity.occupation_code)
    if all(trades) and len({(trade or "")[:_MINOR] for trade in trades}) > 1:
        return None
    places = (commitment.governorate_code, opportunity.governorate_code)
    return Suggestion(
        commitment=commitment,
        opportunity=opportunity,
        same_trade=all(trades),
        same_place=all(places) and places[0] == places[1],
    )


def _order(one: Suggestion) -> tuple[bool, bool, str, int]:
    """Order what a posting fits: trade and place told first, then what is due first."""
    due = one.commitment.deadline
    return (
        not one.same_trade,
        not one.same_place,
        due.isoformat() if due else "9999",
        one.commitment.id,
    )
