"""Count who got what was promised at the round table, by kind, and for whom it lasted."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.enums import OpportunityKind
from models.round_table_enums import CommitmentKind, CommitmentState
from wasl.figures.tables import Breakdown
from wasl.operations.commitments.draw_down import draw_down

PROMISED = "promised"
LASTED, BEGAN = "lasted", "began"


def count_promised(session: Session) -> Breakdown:
    """Count everybody who got what a commitment that stands promised: each place once.

    `LASTED`: both sides said so after 90 days, or it was receipted; `BEGAN`: not, or not yet.
    """
    stands = select(Commitment).where(
        Commitment.state == CommitmentState.STANDING, Commitment.kind != CommitmentKind.POLICY
    )
    commitments = session.scalars(stands).all()
    drawn = draw_down(session, commitments)
    counts: Counter[tuple[str, str]] = Counter()
    for one in commitments:
        became = drawn[one.id]
        counts[one.kind.value, LASTED] += became.retained
        counts[one.kind.value, BEGAN] += max(0, became.filled - became.retained)
    kinds = [kind.value for kind in OpportunityKind]
    return Breakdown(name=PROMISED, rows=kinds, columns=[LASTED, BEGAN], counts=counts)
