"""Say that a commitment answers a barrier though it was made at no point about it; take it back."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.barrier import BarrierLink, BarrierPromise
from models.commitment import Commitment
from models.meeting import AgendaItem
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.barriers.put_on_agenda import (
    BarrierRule,
    BarrierRuleError,
    Finding,
    last_measured,
)
from wasl.operations.commitments.hold import hold_commitment, hold_standing


def link_promise(
    session: Session, by: Viewer, commitment: Commitment, found: Finding
) -> BarrierPromise:
    """Follow from the last measure of a barrier on whether it falls, as a commitment answers it.

    Raises CommitmentWithdrawnError, and BarrierRuleError: it was never measured, or the commitment
    answers it already, by a link or by the point of an agenda where it was made.
    """
    hold_standing(session, commitment, None)
    since = last_measured(session, found)
    if since is None:
        raise BarrierRuleError(BarrierRule.NOT_MEASURED)
    if _link(session, commitment, found) is not None or _by_item(session, commitment, found):
        raise BarrierRuleError(BarrierRule.LINKED)
    link = BarrierPromise(
        barrier=found.barrier,
        governorate_code=found.governorate,
        commitment=commitment,
        since=since,
    )
    session.add(link)
    session.flush()
    _record(session, by, commitment, found, "tied")
    return link


def unlink_promise(session: Session, by: Viewer, commitment: Commitment, found: Finding) -> bool:
    """Take a link back; return whether there was one. What was made at its point stays linked."""
    hold_commitment(session, commitment, None)
    link = _link(session, commitment, found)
    if link is None:
        return False
    session.delete(link)
    session.flush()
    _record(session, by, commitment, found, "untied")
    return True


def links_by_item(session: Session, commitment: Commitment) -> Sequence[BarrierLink]:
    """Return the links of the point where it was made, and of those that this carries on."""
    if commitment.item_id is None:
        return []
    chain = (
        select(AgendaItem.id, AgendaItem.carried_from_id)
        .where(AgendaItem.id == commitment.item_id)
        .cte(recursive=True)
    )
    chain = chain.union(
        select(AgendaItem.id, AgendaItem.carried_from_id).where(
            AgendaItem.id == chain.c.carried_from_id
        )
    )
    of_it = BarrierLink.item_id.in_(select(chain.c.id))
    return session.scalars(select(BarrierLink).where(of_it).order_by(BarrierLink.id)).all()


def _by_item(session: Session, commitment: Commitment, found: Finding) -> bool:
    return any(
        (one.barrier, one.governorate_code) == (found.barrier, found.governorate)
        for one in links_by_item(session, commitment)
    )


def _link(session: Session, commitment: Commitment, found: Finding) -> BarrierPromise | None:
    return session.scalar(
        select(BarrierPromise).where(
            BarrierPromise.commitment_id == commitment.id,
            BarrierPromise.barrier == found.barrier,
            BarrierPromise.governorate_code.is_not_distinct_from(found.governorate),
        )
    )


def _record(
    session: Session, by: Viewer, commitment: Commitment, found: Finding, what: str
) -> None:
    record(
        session,
        by,
        AuditAction.BARRIER_LINKED,
        subject=("commitment", commitment.public_id),
        what=what,
        barrier=found.barrier.value,
        governorate=found.governorate,
    )
