"""Take a posting a step on in its life."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_states import TRANSITIONS, OpportunityStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record


class StepRefusedError(Exception):
    """The step is not possible from the state the posting is in."""

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


def move_opportunity(
    session: Session, by: Viewer, opportunity: Opportunity, step: OpportunityStep, today: date
) -> OpportunityStatus:
    """Take a step and return the new state.

    Raises StepRefusedError when the table does not know the step from the present state, and
    DeadlinePassedError for a posting that would be shown after its last day.
    """
    transition = TRANSITIONS[step]
    if opportunity.status not in transition.sources:
        raise StepRefusedError(step, opportunity.status)
    if step in _SHOWN and opportunity.apply_by is not None and opportunity.apply_by < today:
        raise DeadlinePassedError(opportunity.apply_by)
    moved = {"from": opportunity.status.value, "to": transition.target.value}
    opportunity.status = transition.target
    session.flush()
    subject = ("opportunity", opportunity.public_id)
    record(session, by, AuditAction.OPPORTUNITY_MOVED, subject=subject, **moved)
    return opportunity.status


def publish_opportunity(
    session: Session, by: Viewer, opportunity: Opportunity, today: date
) -> None:
    """Show a posting; it is matched from the next run on. Raises as `move_opportunity`."""
    move_opportunity(session, by, opportunity, OpportunityStep.PUBLISH, today)
