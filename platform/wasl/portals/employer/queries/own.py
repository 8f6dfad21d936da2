"""The organisation's own opportunities: by state, searched, with who fits and who waits."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.paging import Page, cut
from wasl.portals.employer.queries.fitting import count_fitting, shows_candidates
from wasl.portals.employer.queries.meetings import count_waiting

POSTINGS_ON_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class OwnOpportunity:
    """A line of the list: an opportunity, how many fit it, with how many it is one's own turn."""

    opportunity: Opportunity
    fitting: int | None
    nearly: int | None
    waiting: int


@dataclass(frozen=True, kw_only=True)
class OwnFilter:
    """What the list is narrowed to. words: title or reference holds them."""

    words: str = ""
    kind: OpportunityKind | None = None
    commitment: str = ""

    def address(self) -> dict[str, str]:
        """Return what the filter says, for the address of the list."""
        kind = self.kind.value if self.kind else ""
        given = {"q": self.words, "kind": kind, "commitment": self.commitment}
        return {name: text for name, text in given.items() if text}


def list_own(
    session: Session,
    viewer: Viewer,
    *,
    status: OpportunityStatus | None = None,
    wanted: OwnFilter | None = None,
    page: int = 1,
) -> Page[OwnOpportunity]:
    """Return a page of the opportunities that are the viewer's own, the newest first.

    status: in this state alone.
    """
    statement = select(Opportunity).where(_own(viewer), *_narrowed(wanted or OwnFilter()))
    if status is not None:
        statement = statement.where(Opportunity.status == status)
    statement = statement.order_by(Opportunity.id.desc())
    part = cut(session, statement, page, POSTINGS_ON_A_PAGE)
    found = session.scalars(statement.offset(part.offset).limit(part.size)).all()
    counts = count_fitting(session, [item.id for item in found if shows_candidates(item)])
    waiting = count_waiting(session, viewer, [item.id for item in found])
    return part.page(
        [
            OwnOpportunity(
                opportunity=item,
                fitting=counts[item.id][0] if item.id in counts else None,
                nearly=counts[item.id][1] if item.id in counts else None,
                waiting=waiting.get(item.id, 0),
            )
            for item in found
        ]
    )


def count_own(
    session: Session, viewer: Viewer, wanted: OwnFilter | None = None
) -> Mapping[OpportunityStatus, int]:
    """Return how many of the viewer's opportunities are in each state that one of them is in."""
    rows = session.execute(
        select(Opportunity.status, func.count())
        .where(_own(viewer), *_narrowed(wanted or OwnFilter()))
        .group_by(Opportunity.status)
    )
    return {status: number for status, number in rows}  # noqa: C416 -- rows are no pairs to mypy


def find_several(session: Session, viewer: Viewer, public_ids: list[str]) -> list[Opportunity]:
    """Return those of some opportunities that the viewer may change, the oldest first."""
    statement = select(Opportunity).where(
        visible(viewer, Permission.CHANGE_OWN_OPPORTUNITY), Opportunity.public_id.in_(public_ids)
    )
    return list(session.scalars(statement.order_by(Opportunity.id)))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return visible(viewer, Permission.SEE_OWN_OPPORTUNITIES)


def _narrowed(wanted: OwnFilter) -> tuple[ColumnElement[bool], ...]:
    found = _saying(wanted.words)
    if wanted.kind is not None:
        found += (Opportunity.kind == wanted.kind,)
    if wanted.commitment:
        found += (Opportunity.commitment_ref == wanted.commitment,)
    return found


def _saying(words: str) -> tuple[ColumnElement[bool], ...]:
    sought = words.strip()
    if not sought:
        return ()
    parts = (Opportunity.title, Opportunity.ref)
    return (or_(*(part.icontains(sought, autoescape=True) for part in parts)),)
