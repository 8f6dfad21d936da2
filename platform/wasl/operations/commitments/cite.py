"""Which posting fulfils which commitment: resolved from what postings say, decided by people.

A posting names a commitment by its reference (`Opportunity.commitment_ref`, the wording). The link
(`Citation`) is made once both are known, whichever came first. It counts at once where the posting
is a party's own (`models.cited.counts`); else a person says whether it does.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.cited import waits
from models.commitment import Citation, Commitment
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CitationOrigin, CitationState, RelationKind
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.stakeholders.relations import relate_organisations

_AT_ONCE = 500  # ids in one statement


class CitationMovedError(Exception):
    """Somebody else decided meanwhile, or the posting names another commitment now."""


class NotAPartyError(Exception):
    """The organisation did not make this commitment."""


def cite_postings(
    session: Session, by: Viewer, opportunity_ids: Sequence[int] | None = None
) -> int:
    """Bring links in line with what postings say; return how many were made, moved or dropped.

    opportunity_ids: only these postings; without it all, as after commitments became known. What
    a person decided stays, until the posting itself names another commitment.
    """
    session.flush()
    if opportunity_ids is None:
        return _drop_unsaid(session, by, None) + _link(session, by, None)
    changed = 0
    for start in range(0, len(opportunity_ids), _AT_ONCE):
        some = Opportunity.id.in_(opportunity_ids[start : start + _AT_ONCE])
        changed += _drop_unsaid(session, by, some) + _link(session, by, some)
    return changed


def cite_posting(
    session: Session, by: Viewer, opportunity: Opportunity, commitment: Commitment
) -> None:
    """Let a posting name a commitment, as its employer says; the link is made at once."""
    opportunity.commitment_ref = commitment.ref
    cite_postings(session, by, [opportunity.id])


def decide_citation(
    session: Session,
    by: Viewer,
    citation: Citation,
    *,
    counts: bool,
    note: str | None = None,
    seen: int | None = None,
) -> None:
    """Say whether a posting counts for a commitment. It may be decided again.

    seen: the version that the answer was given to; CitationMovedError where it is another now.
    """
    hold_row(session, citation)
    if seen is not None and citation.version != seen:
        raise CitationMovedError
    citation.state = CitationState.CONFIRMED if counts else CitationState.REFUSED
    citation.decided_by_id, citation.decided_at = by.account_id, utc_now()
    citation.note = note or None
    session.flush()
    _record(session, by, AuditAction.CITATION_DECIDED, citation, state=citation.state)


def unite_organisations(
    session: Session, by: Viewer, citation: Citation, party: Organisation
) -> int:
    """Say that a posting's employer and a party are one; return how many links count by it.

    Every posting of one counts for every commitment of the other from now on; where somebody said
    so already, nothing more counts by it. Raises NotAPartyError where the second did not make the
    commitment.
    """
    if party.id not in {one.organisation_id for one in citation.commitment.parties}:
        raise NotAPartyError
    employer = citation.opportunity.organisation
    before = count_waiting(session)
    is_new = relate_organisations(session, by, employer, RelationKind.SAME_AS, party)
    return before - count_waiting(session) if is_new else 0


def count_waiting(session: Session) -> int:
    """Return how many postings name a commitment and wait for somebody to say that they count."""
    statement = select(func.count()).select_from(Citation).join(Citation.opportunity).where(waits())
    return session.scalar(statement) or 0


def add_citation(
    session: Session,
    by: Viewer,
    opportunity_id: int,
    commitment: Commitment,
    origin: CitationOrigin,
) -> Citation:
    """Link a posting that has no link yet with a commitment."""
    citation = Citation(opportunity_id=opportunity_id, commitment=commitment, origin=origin)
    session.add(citation)
    session.flush()
    _record(session, by, AuditAction.CITATION_MADE, citation, way=origin)
    return citation


def same_ref() -> ColumnElement[bool]:
    """Tell, in a statement on Opportunity and Commitment, whether one names the other.

    Capital letters and space around a reference do not matter.
    """
    return func.upper(func.trim(Opportunity.commitment_ref)) == func.upper(Commitment.ref)


def _link(session: Session, by: Viewer, among: ColumnElement[bool] | None) -> int:
    statement = (
        select(Opportunity.id, Opportunity.digest, Commitment, Citation)
        .join(Commitment, same_ref())
        .outerjoin(Citation, Citation.opportunity_id == Opportunity.id)
        .where(or_(Citation.id.is_(None), Citation.commitment_id != Commitment.id))
        .order_by(Opportunity.id, Commitment.id)
    )
    if among is not None:
        statement = statement.where(among)
    done: set[int] = set()
    for opportunity_id, digest, commitment, citation in session.execute(statement).all():
        if opportunity_id in done:
            continue
        done.add(opportunity_id)
        origin = CitationOrigin.FILE if digest else CitationOrigin.EMPLOYER
        if citation is None:
            add_citation(session, by, opportunity_id, commitment, origin)
        else:
            _move(session, by, citation, commitment, origin)
    return len(done)


def _move(
    session: Session,
    by: Viewer,
    citation: Citation,
    commitment: Commitment,
    origin: CitationOrigin,
) -> None:
    """Follow a posting that names another commitment now: nothing is decided about that one."""
    citation.commitment, citation.origin = commitment, origin
    citation.state = CitationState.PROPOSED
    citation.decided_by_id = citation.decided_at = citation.note = None
    session.flush()
    _record(session, by, AuditAction.CITATION_MADE, citation, way=origin)


def _drop_unsaid(session: Session, by: Viewer, among: ColumnElement[bool] | None) -> int:
    """Drop links that a posting does not name any more, and nobody has decided about."""
    named = exists().where(same_ref()).correlate(Opportunity)
    statement = (
        select(Citation)
        .join(Citation.opportunity)
        .where(
            Citation.state == CitationState.PROPOSED,
            Citation.origin != CitationOrigin.SUGGESTED,
            ~named,
        )
    )
    if among is not None:
        statement = statement.where(among)
    dropped = session.scalars(statement).all()
    for citation in dropped:
        _record(session, by, AuditAction.CITATION_DROPPED, citation)
        session.delete(citation)
    session.flush()
    return len(dropped)


def _record(
    session: Session, by: Viewer, action: AuditAction, citation: Citation, **details: str
) -> None:
    told = {"commitment": citation.commitment.public_id, **details}
    record(session, by, action, subject=("citation", citation.public_id), **told)
