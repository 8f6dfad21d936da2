"""Amend a commitment, take it back, let it stand again: what it said before stays readable."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.commitment import Commitment, CommitmentAmendment
from models.round_table_enums import CommitmentField, CommitmentState
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.commitments.errors import NoReasonError
from wasl.operations.commitments.hold import hold_commitment, hold_standing, touch
from wasl.operations.commitments.terms import Terms, write_terms

Change = tuple[str | None, str | None]


def amend_commitment(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    terms: Terms,
    *,
    reason: str,
    seen: int | None = None,
) -> frozenset[CommitmentField]:
    """Change what was promised; return what changed, nothing of it where all is as it was.

    What kind of commitment it is stays: another kind is another commitment. Raises NoReasonError,
    DeadlineBeforeError, NoSuchPriorityError, CommitmentMovedError and CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, seen)
    before = Terms.of(commitment).as_texts()
    wanted = terms.tidied(commitment.kind)
    after = wanted.as_texts()
    changes = {
        field: (before[field], after[field]) for field in before if before[field] != after[field]
    }
    if not changes:
        return frozenset()
    reason = said(reason)
    write_terms(session, commitment, wanted)
    note_amendments(session, by, commitment, changes, reason=reason)
    return frozenset(changes)


def withdraw_commitment(
    session: Session, by: Viewer, commitment: Commitment, *, reason: str, seen: int | None = None
) -> None:
    """Note that who made it takes it back; it stays in the count of what was said.

    Raises NoReasonError, CommitmentMovedError and CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, seen)
    _move(session, by, commitment, CommitmentState.WITHDRAWN, said(reason))


def restore_commitment(
    session: Session, by: Viewer, commitment: Commitment, *, reason: str, seen: int | None = None
) -> None:
    """Let a commitment stand again; one that stands stays as it is. Raises as withdrawing does."""
    hold_commitment(session, commitment, seen)
    if commitment.state is CommitmentState.WITHDRAWN:
        _move(session, by, commitment, CommitmentState.STANDING, said(reason))


def said(reason: str) -> str:
    """Return a reason without needless spaces. Raises NoReasonError for an empty one."""
    if not reason.strip():
        raise NoReasonError
    return reason.strip()


def note_amendments(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    changes: Mapping[CommitmentField, Change],
    *,
    reason: str | None,
) -> None:
    """Keep what each part said before and says now, and tell the audit log which parts.

    reason: none where a file says it otherwise.
    """
    for field, (before, after) in changes.items():
        session.add(
            CommitmentAmendment(
                commitment=commitment,
                field=field,
                before=before,
                after=after,
                reason=reason,
                account_id=by.account_id,
            )
        )
    touch(commitment)
    session.flush()
    subject, columns = ("commitment", commitment.public_id), sorted(changes)
    record(session, by, AuditAction.COMMITMENT_CHANGED, subject=subject, columns=columns)


def _move(
    session: Session, by: Viewer, commitment: Commitment, state: CommitmentState, reason: str
) -> None:
    change = {CommitmentField.STATE: (commitment.state.value, state.value)}
    commitment.state = state
    note_amendments(session, by, commitment, change, reason=reason)
