"""Keep a commitment by posting: a draft prefilled from it, or a posting that is there already."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.commitment import Citation, Commitment
from models.enums import OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CommitmentKind
from models.round_table_states import COUNTED_KINDS
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.commitments.cite import cite_posting
from wasl.operations.commitments.report import hold_for_party
from wasl.operations.commitments.shares import shares_of
from wasl.operations.importing.coding import keep_confirmed
from wasl.operations.postings.begin import begin_posting
from wasl.operations.postings.fields import SEATS_MOST
from wasl.operations.postings.hold import hold_posting


class NothingToPostError(Exception):
    """A measure of policy: its milestones count, and no posting does."""


class OtherKindError(Exception):
    """A posting of one kind does not keep a commitment of another."""


def post_for_commitment(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    party: Organisation,
    title: str,
    *,
    today: date,
) -> Opportunity:
    """Return a draft filled from a commitment, which it cites; the one that is begun already.

    Raises NothingToPostError, PostingInvalidError without a title, NotAPartyError,
    CommitmentWithdrawnError.
    """
    hold_for_party(session, commitment, party)
    kind = COUNTED_KINDS.get(commitment.kind)
    if kind is None:
        raise NothingToPostError
    begun = begun_draft(session, commitment, party)
    if begun is not None:
        return begun
    posting = begin_posting(
        session,
        by,
        party,
        kind,
        title,
        today=today,
        values=_values(session, commitment, party),
    )
    if posting.title == commitment.title:
        keep_confirmed(posting, commitment)
    return posting


def begun_draft(
    session: Session, commitment: Commitment, party: Organisation
) -> Opportunity | None:
    """Return the draft of a party that cites a commitment already; the newest."""
    return session.scalar(
        select(Opportunity)
        .join(Citation, Citation.opportunity_id == Opportunity.id)
        .where(
            Citation.commitment_id == commitment.id,
            Opportunity.organisation_id == party.id,
            Opportunity.status == OpportunityStatus.DRAFT,
        )
        .order_by(Opportunity.id.desc())
        .limit(1)
    )


def cite_own_posting(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    commitment: Commitment,
    party: Organisation,
) -> None:
    """Let a posting that is there already keep a commitment, in the place of any other one.

    One that is over may as well: what came to somebody counts. Raises OtherKindError,
    NotAPartyError, CommitmentWithdrawnError.
    """
    hold_for_party(session, commitment, party)
    hold_posting(session, opportunity, None)
    if COUNTED_KINDS.get(commitment.kind) is not opportunity.kind:
        raise OtherKindError
    if opportunity.commitment_ref == commitment.ref:
        return
    cite_posting(session, by, opportunity, commitment)
    subject, columns = ("opportunity", opportunity.public_id), ["commitment"]
    record(session, by, AuditAction.OPPORTUNITY_CHANGED, subject=subject, columns=columns)


def _values(session: Session, commitment: Commitment, party: Organisation) -> dict[str, Any]:
    """Return what a commitment tells of its posting, by columns of the posting's table."""
    left = shares_of(session, party, [commitment])[commitment.id].left
    values: dict[str, Any] = {
        "seats": min(max(1, left), SEATS_MOST),
        "governorate_code": commitment.governorate_code,
        "commitment_ref": commitment.ref,
    }
    if commitment.kind is CommitmentKind.IN_KIND:
        values |= {"item": commitment.title or None, "unit": commitment.unit}
    return values
