"""Postings that wait to be read, and what is known of who wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep, ReviewCause
from models.place import Place
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.postings.review import may_review
from wasl.operations.postings.wording import check_posting, texts_of
from wasl.paging import Page, cut
from wasl.ui.posting_checks import Piece, Remark, in_pieces, present_findings
from wasl.wording import WordingRule

MOVES_SHOWN = 20
TO_READ = (
    joinedload(Opportunity.organisation),
    selectinload(Opportunity.skills),
    selectinload(Opportunity.languages),
    selectinload(Opportunity.licences),
)


@dataclass(frozen=True, kw_only=True)
class WaitingPosting:
    """A line of the queue. since: when it came in."""

    opportunity: Opportunity
    since: datetime
    causes: Sequence[ReviewCause]
    rules: Sequence[WordingRule]


@dataclass(frozen=True, kw_only=True)
class History:
    """What an organisation posted before."""

    shown: int
    sent_back: int
    refused: int
    moves: Sequence[OpportunityMove]


@dataclass(frozen=True, kw_only=True)
class PostingToRead:
    """A posting with what was found in it, and whether the viewer may decide."""

    waiting: WaitingPosting
    title: Sequence[Piece]
    description: Sequence[Piece]
    remarks: Sequence[Remark]
    history: History
    places: dict[str, str]
    may_decide: bool


def list_waiting(session: Session, viewer: Viewer, page: int) -> Page[WaitingPosting]:
    """Return a page of the queue; who waits longest comes first."""
    since = (
        select(func.max(OpportunityMove.id))
        .where(
            OpportunityMove.opportunity_id == Opportunity.id,
            OpportunityMove.target == OpportunityStatus.IN_REVIEW,
        )
        .correlate(Opportunity)
        .scalar_subquery()
    )
    found = select(Opportunity).where(*_waiting(viewer)).order_by(since, Opportunity.id)
    part = cut(session, found, page)
    rows = session.scalars(found.options(TO_READ[0]).offset(part.offset).limit(part.size)).all()
    return part.page([_as_waiting(session, row) for row in rows])


def read_posting(
    session: Session, viewer: Viewer, opportunity: Opportunity, language: str
) -> PostingToRead:
    """Return what the page of a posting shows to who reads it."""
    findings, texts = check_posting(opportunity), texts_of(opportunity)

    def pieces(field: str) -> list[Piece]:
        found = [finding for finding in findings if finding.field == field]
        return in_pieces(texts.get(field, ""), found)

    return PostingToRead(
        waiting=_as_waiting(session, opportunity),
        title=pieces("title"),
        description=pieces("description"),
        remarks=present_findings(findings, texts),
        history=_history(session, opportunity),
        places=_places(session, opportunity, language),
        may_decide=may_review(session, viewer, opportunity),
    )


def _waiting(viewer: Viewer) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        Opportunity.status == OpportunityStatus.IN_REVIEW,
        visible(viewer, Permission.MOVE_OPPORTUNITIES),
    )


def _as_waiting(session: Session, opportunity: Opportunity) -> WaitingPosting:
    came_in = (
        select(OpportunityMove.at)
        .where(
            OpportunityMove.opportunity_id == opportunity.id,
            OpportunityMove.target == OpportunityStatus.IN_REVIEW,
        )
        .order_by(OpportunityMove.id.desc())
        .limit(1)
    )
    flags = set(opportunity.flags)
    return WaitingPosting(
        opportunity=opportunity,
        since=session.scalar(came_in) or opportunity.updated_at,
        causes=[cause for cause in ReviewCause if cause.value in flags],
        rules=[rule for rule in WordingRule if rule.value in flags],
    )


def _history(session: Session, opportunity: Opportunity) -> History:
    """Count what became of the organisation's other postings, and list the last steps of all."""
    moves = (
        select(OpportunityMove)
        .join(OpportunityMove.opportunity)
        .where(Opportunity.organisation_id == opportunity.organisation_id)
    )
    counted = (
        select(OpportunityMove.step, func.count())
        .join(OpportunityMove.opportunity)
        .where(
            Opportunity.organisation_id == opportunity.organisation_id,
            Opportunity.id != opportunity.id,
        )
        .group_by(OpportunityMove.step)
    )
    counts = {step: number for step, number in session.execute(counted)}  # noqa: C416
    shown = select(func.count()).where(
        Opportunity.organisation_id == opportunity.organisation_id,
        Opportunity.id != opportunity.id,
        Opportunity.published_at.is_not(None),
    )
    latest = moves.order_by(OpportunityMove.id.desc()).limit(MOVES_SHOWN)
    return History(
        shown=session.scalar(shown) or 0,
        sent_back=counts.get(OpportunityStep.SEND_BACK, 0),
        refused=counts.get(OpportunityStep.REFUSE, 0),
        moves=session.scalars(latest.options(joinedload(OpportunityMove.opportunity))).all(),
    )


def _places(session: Session, opportunity: Opportunity, language: str) -> dict[str, str]:
    """Return what the places of a posting are called."""
    codes = {opportunity.governorate_code, opportunity.district_code}
    name = getattr(Place, f"name_{language}")
    rows = session.execute(select(Place.code, name).where(Place.code.in_(codes - {None})))
    return {code: text for code, text in rows}  # noqa: C416
