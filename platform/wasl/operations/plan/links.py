"""What is done for an action: commitments, and what meetings came to."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.action_plan import ActionLink, PlanAction
from models.commitment import Commitment
from models.meeting import Resolution
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.plan.actions import hold_action, touch
from wasl.operations.plan.errors import PlanRule, PlanRuleError

Done = Commitment | Resolution


def link_to_action(session: Session, by: Viewer, action: PlanAction, done: Done) -> ActionLink:
    """Say that a commitment, or what a meeting came to, is done for an action.

    Raises PlanRuleError where it is linked with this action already.
    """
    hold_action(session, action, None)
    if _link(action, done) is not None:
        raise PlanRuleError(PlanRule.LINKED_ALREADY)
    made = ActionLink()
    if isinstance(done, Commitment):
        made.commitment = done
    else:
        made.resolution = done
    action.links.append(made)
    touch(action)
    session.flush()
    _tell(session, by, action, "tied", done)
    return made


def unlink_from_action(session: Session, by: Viewer, action: PlanAction, done: Done) -> None:
    """Take a link away. Raises PlanRuleError where there is none."""
    hold_action(session, action, None)
    link = _link(action, done)
    if link is None:
        raise PlanRuleError(PlanRule.NOTHING_LINKED)
    action.links.remove(link)
    touch(action)
    session.flush()
    _tell(session, by, action, "untied", done)


def _link(action: PlanAction, done: Done) -> ActionLink | None:
    """Return the link of an action with something; ids of the two kinds are counted apart."""
    if isinstance(done, Commitment):
        return next((one for one in action.links if one.commitment_id == done.id), None)
    return next((one for one in action.links if one.resolution_id == done.id), None)


def _tell(session: Session, by: Viewer, action: PlanAction, what: str, done: Done) -> None:
    kind = "commitment" if isinstance(done, Commitment) else "resolution"
    subject = ("action", action.public_id)
    record(session, by, AuditAction.ACTION_LINKED, subject=subject, what=what, kind=kind)
