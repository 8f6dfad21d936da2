"""Write a commitment down: alone, at a point of an agenda, or as what an ask came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.commitment import Commitment, CommitmentParty
from models.meeting import AgendaItem, Meeting
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind, CommitmentState
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.commitments.errors import AskAnsweredError, NoPartyError
from wasl.operations.commitments.terms import Terms, write_terms
from wasl.operations.gaps.asks import hold_ask, link_commitment
from wasl.operations.take_reference import add_with_reference


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A commitment to write down. parties: who makes it, the first of them leads.

    meeting, item: where it was made; a point of an agenda says its meeting itself.
    """

    kind: CommitmentKind
    terms: Terms
    parties: Sequence[Organisation]
    made_on: date
    meeting: Meeting | None = None
    item: AgendaItem | None = None


def write_commitment(
    session: Session, by: Viewer, promise: Promise, *, ask: Ask | None = None
) -> Commitment:
    """Write a commitment down, with a reference of its own by which postings cite it.

    ask: what it answers; it counts as promised from now on. Raises NoPartyError,
    DeadlineBeforeError and NoSuchPriorityError; AskAnsweredError where somebody wrote down already
    what the ask came to, so that one promise is not counted twice.
    """
    parties = list(dict.fromkeys(promise.parties))
    if not parties:
        raise NoPartyError
    if ask is not None:
        _hold_unanswered(session, ask)
    made = Commitment(
        made_on=promise.made_on,
        kind=promise.kind,
        meeting=promise.item.meeting if promise.item else promise.meeting,
        item=promise.item,
        title="",
        created_by_id=by.account_id,
    )
    with session.no_autoflush:
        write_terms(session, made, promise.terms.tidied(promise.kind))
    made.parties = [CommitmentParty(organisation=one, leads=not n) for n, one in enumerate(parties)]
    add_with_reference(session, made, lambda: _next_reference(session, made.made_on.year))
    subject, kind = ("commitment", made.public_id), made.kind.value
    record(session, by, AuditAction.COMMITMENT_MADE, subject=subject, kind=kind)
    if ask is not None:
        link_commitment(session, by, ask, made)
    return made


def _hold_unanswered(session: Session, ask: Ask) -> None:
    hold_ask(session, ask)
    if ask.commitment is not None and ask.commitment.state is CommitmentState.STANDING:
        raise AskAnsweredError(ask.commitment)


def _next_reference(session: Session, year: int) -> str:
    begin = f"W{year}-"  # files count in C-2026-01: what they bring must not meet ours
    with session.no_autoflush:
        taken = session.scalars(
            select(func.substr(Commitment.ref, len(begin) + 1)).where(
                Commitment.ref.startswith(begin, autoescape=True)
            )
        ).all()
    last = max((int(one) for one in taken if one.isascii() and one.isdigit()), default=0)
    return f"{begin}{last + 1:03d}"
