"""The one place that moves a posting a step on in its life: its log, and what follows from it."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, AuditAction
from models.base import utc_now
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import TRANSITIONS, OpportunityStep, PostingRefusal
from models.referral_enums import Side
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.ask_job import ask_job
from wasl.operations.referrals.end_referrals import ENDING, end_referrals


class StepRefusedError(Exception):
    """The step is not possible from the state the posting is in, or not for whoever asks."""

    def __init__(self, step: OpportunityStep, status: OpportunityStatus) -> None:
        super().__init__(f"{step.value} is not possible while the posting is {status.value}")
        self.step = step
        self.status = status


class DeadlinePassedError(Exception):
    """Nobody could apply any more: the posting's last day is over."""

    def __init__(self, apply_by: date) -> None:
        super().__init__(f"the last day to apply, {apply_by.isoformat()}, is over")
        self.apply_by = apply_by


_SHOWN = frozenset({OpportunityStep.PUBLISH, OpportunityStep.RESUME})


def side_of(by: Viewer) -> Side:
    """Tell for whom somebody acts on a posting: its employer, or those who read what is posted."""
    if by.is_system:
        return Side.SYSTEM
    return Side.EMPLOYER if by.role in EMPLOYER_ROLES else Side.OFFICE


def move_opportunity(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    step: OpportunityStep,
    today: date,
    *,
    reason: PostingRefusal | None = None,
    note: str = "",
) -> OpportunityStatus:
    """Take a step, write it into the posting's log and return the new state.

    reason, note: what a reviewer tells the employer. An end takes open referrals along; what is
    shown is matched soon. Raises StepRefusedError when the table does not know the step for this
    side, and DeadlinePassedError for a posting that would be shown after its last day.
    """
    transition, source = TRANSITIONS[step], opportunity.status
    if source not in transition.sources_for(side_of(by)):
        raise StepRefusedError(step, source)
    if step in _SHOWN and opportunity.apply_by is not None and opportunity.apply_by < today:
        raise DeadlinePassedError(opportunity.apply_by)
    if transition.target in ENDING:
        # Before the posting itself is written: offers lock referral and posting in this order.
        end_referrals(session, by, opportunity, transition.target)
    opportunity.status = transition.target
    _mark_attended(session, by, opportunity)
    move = OpportunityMove(
        opportunity=opportunity,
        step=step,
        source=source,
        target=opportunity.status,
        account_id=by.account_id,
        reason=reason,
        note=note.strip() or None,
    )
    _log(session, by, move)
    session.flush()
    return opportunity.status


def publish_opportunity(
    session: Session, by: Viewer, opportunity: Opportunity, today: date
) -> None:
    """Show a posting; it is matched from the next run on. Raises as `move_opportunity`."""
    move_opportunity(session, by, opportunity, OpportunityStep.PUBLISH, today)


def _mark_attended(session: Session, by: Viewer, opportunity: Opportunity) -> None:
    """Keep when it was shown, and when its employer last cared for it: what was asked is over."""
    now = utc_now()
    shown = opportunity.status is OpportunityStatus.PUBLISHED
    if shown:
        opportunity.published_at, opportunity.expiry_told_at = now, None
        ask_job(session, "compute_matches")
    if shown or side_of(by) is Side.EMPLOYER:
        opportunity.attended_at, opportunity.asked_after_at = now, None


def _log(session: Session, by: Viewer, move: OpportunityMove) -> None:
    session.add(move)
    moved = {"from": move.source.value, "to": move.target.value}
    subject = ("opportunity", move.opportunity.public_id)
    record(session, by, AuditAction.OPPORTUNITY_MOVED, subject=subject, **moved)
