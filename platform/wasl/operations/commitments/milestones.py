"""Milestones of measures of policy: no posting counts for them, so each is done with evidence."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.commitment import Commitment, Milestone
from models.round_table_enums import CommitmentKind
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.commitments.amend import said
from wasl.operations.commitments.errors import (
    MilestoneDoneError,
    NotAMeasureError,
    NotDoneYetError,
)
from wasl.operations.commitments.hold import hold_standing, touch
from wasl.operations.hold_row import hold_row


def add_milestone(
    session: Session, by: Viewer, commitment: Commitment, text: str, due_on: date | None
) -> Milestone:
    """Add a step that is still to be done.

    Raises NotAMeasureError, NoReasonError for one without words, and CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, None)
    if commitment.kind is not CommitmentKind.POLICY:
        raise NotAMeasureError(commitment.ref)
    milestone = Milestone(text=said(text), due_on=due_on)
    commitment.milestones.append(milestone)
    _note(session, by, commitment, "added")
    return milestone


def finish_milestone(
    session: Session,
    by: Viewer,
    milestone: Milestone,
    *,
    done_on: date,
    evidence: str,
    today: date,
) -> None:
    """Note that a step is done, since when, and what shows it.

    Raises NotDoneYetError for a day to come, NoReasonError without evidence, MilestoneDoneError
    where it is done already, and CommitmentWithdrawnError.
    """
    _hold(session, milestone)
    if milestone.done_on is not None:
        raise MilestoneDoneError
    if done_on > today:
        raise NotDoneYetError(done_on)
    milestone.evidence, milestone.done_on = said(evidence), done_on
    milestone.done_by_id = by.account_id
    _note(session, by, milestone.commitment, "done")


def reopen_milestone(session: Session, by: Viewer, milestone: Milestone) -> None:
    """Note that a step is not done after all; what showed it is no evidence any more."""
    _hold(session, milestone)
    if milestone.done_on is None:
        return
    milestone.evidence = milestone.done_on = milestone.done_by_id = None
    _note(session, by, milestone.commitment, "taken_up")


def remove_milestone(session: Session, by: Viewer, milestone: Milestone) -> None:
    """Take away a step that was written down by mistake. Raises MilestoneDoneError."""
    _hold(session, milestone)
    if milestone.done_on is not None:
        raise MilestoneDoneError
    commitment = milestone.commitment
    commitment.milestones.remove(milestone)
    _note(session, by, commitment, "removed")


def _hold(session: Session, milestone: Milestone) -> None:
    hold_standing(session, milestone.commitment, None)
    hold_row(session, milestone)


def _note(session: Session, by: Viewer, commitment: Commitment, what: str) -> None:
    touch(commitment)
    session.flush()
    subject = ("commitment", commitment.public_id)
    record(session, by, AuditAction.MILESTONE_CHANGED, subject=subject, what=what)
