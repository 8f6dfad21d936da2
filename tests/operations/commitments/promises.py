"""Commitments and what cites them, for tests of what is counted."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.base import utc_now
from models.commitment import Citation, Commitment, CommitmentParty
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CitationOrigin, CitationState, CommitmentKind

MADE, DEADLINE = date(2026, 10, 7), date(2027, 3, 31)


def add_promise(
    session: Session,
    *parties: Organisation,
    kind: CommitmentKind = CommitmentKind.JOB,
    quantity: int = 20,
    ref: str = "C-1",
    **more: Any,
) -> Commitment:
    """Add what some organisations promised; the first of them leads."""
    given = {"made_on": MADE, "deadline": DEADLINE, "title": "لحام", "text": "عشرون فرصة", **more}
    made = Commitment(ref=ref, kind=kind, quantity=quantity, **given)
    made.parties = [CommitmentParty(organisation=one, leads=not n) for n, one in enumerate(parties)]
    session.add(made)
    session.flush()
    return made


def cite(
    session: Session,
    commitment: Commitment,
    posting: Opportunity,
    state: CitationState = CitationState.PROPOSED,
) -> Citation:
    """Let a posting cite a commitment."""
    cited = Citation(opportunity=posting, commitment=commitment, origin=CitationOrigin.FILE)
    cited.state = state
    if state is not CitationState.PROPOSED:
        cited.decided_at = utc_now()
    session.add(cited)
    session.flush()
    return cited
