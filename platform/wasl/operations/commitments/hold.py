"""Hold a commitment while something is done with it, as whoever acts has it before their eyes."""

from sqlalchemy.orm import Session

from models.base import utc_now
from models.commitment import Commitment
from models.round_table_enums import CommitmentState
from wasl.operations.commitments.errors import CommitmentMovedError, CommitmentWithdrawnError
from wasl.operations.hold_row import hold_row


def hold_commitment(session: Session, commitment: Commitment, seen: int | None) -> None:
    """Lock a commitment and read it anew.

    seen: the version that somebody had before their eyes; None for what does not depend on it.
    Raises CommitmentMovedError when another one is there now.
    """
    hold_row(session, commitment)
    if seen is not None and commitment.version != seen:
        raise CommitmentMovedError(commitment)


def hold_standing(session: Session, commitment: Commitment, seen: int | None) -> None:
    """Lock a commitment that stands; else as `hold_commitment`. Raises CommitmentWithdrawnError."""
    hold_commitment(session, commitment, seen)
    if commitment.state is CommitmentState.WITHDRAWN:
        raise CommitmentWithdrawnError(commitment.ref)


def touch(commitment: Commitment) -> None:
    """Let a change of what hangs on a commitment be a change of it: its version goes up."""
    commitment.updated_at = utc_now()
