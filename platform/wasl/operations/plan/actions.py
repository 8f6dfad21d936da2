"""Actions of the plan: written down, changed, led and supported by organisations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.action_plan import ActionBody, PlanAction, Priority
from models.base import utc_now
from models.opportunity import Organisation
from models.plan_enums import ActionPart, ActionStatus, Horizon
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.plan.errors import PlanMovedError, PlanRule, PlanRuleError


@dataclass(frozen=True, kw_only=True)
class ActionTerms:
    """What an action says. number: as the plan counts it; a title in one of its two languages."""

    number: str
    priority: Priority
    horizon: Horizon
    title_en: str | None = None
    title_ar: str | None = None
    objective_en: str | None = None
    objective_ar: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    status: ActionStatus = ActionStatus.NOT_STARTED
    status_note: str | None = None

    def columns(self) -> dict[str, object]:
        """Return the values as they are kept: without needless spaces, empty texts as none."""
        texts = ("title_en", "title_ar", "objective_en", "objective_ar", "status_note")
        return {
            "number": self.number.strip(),
            "priority": self.priority,
            "horizon": self.horizon,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "status": self.status,
            **{name: (getattr(self, name) or "").strip() or None for name in texts},
        }


def add_action(session: Session, by: Viewer, terms: ActionTerms) -> PlanAction:
    """Write an action down. Raises PlanRuleError."""
    values = _checked(session, terms, None)
    made = PlanAction(**values)
    with _number_of_its_own(session):
        session.add(made)
    told = sorted(name for name, value in values.items() if value is not None)
    _tell(session, by, made, "added", told)
    return made


def change_action(
    session: Session, by: Viewer, action: PlanAction, terms: ActionTerms, *, seen: int
) -> frozenset[str]:
    """Write down what an action says now; return which parts are new.

    seen: the version that was read. Raises PlanRuleError and PlanMovedError.
    """
    hold_action(session, action, seen)
    values = _checked(session, terms, action)
    changed = frozenset(name for name, value in values.items() if getattr(action, name) != value)
    if changed:
        with _number_of_its_own(session):
            for name in changed:
                setattr(action, name, values[name])
        _tell(session, by, action, "changed", sorted(changed))
    return changed


def set_body(
    session: Session,
    by: Viewer,
    action: PlanAction,
    organisation: Organisation,
    part: ActionPart | None,
) -> None:
    """Say what an organisation does for an action; none: nothing any more."""
    hold_action(session, action, None)
    had = next((one for one in action.bodies if one.organisation_id == organisation.id), None)
    if (had.part if had else None) is part:
        return
    if had is None and part is not None:
        action.bodies.append(ActionBody(organisation=organisation, part=part))
    elif had is not None and part is None:
        action.bodies.remove(had)
    elif had is not None and part is not None:
        had.part = part
    touch(action)
    session.flush()
    _tell(session, by, action, "joined" if part else "left", [])


def hold_action(session: Session, action: PlanAction, seen: int | None) -> None:
    """Lock an action and read it anew; seen: the version that somebody read, if it depends on it.

    Raises PlanMovedError.
    """
    hold_row(session, action)
    if seen is not None and action.version != seen:
        raise PlanMovedError


def touch(action: PlanAction) -> None:
    """Let a change of what hangs on an action be a change of it: its version goes up."""
    action.updated_at = utc_now()


def _checked(session: Session, terms: ActionTerms, action: PlanAction | None) -> dict[str, object]:
    values = terms.columns()
    if not values["title_en"] and not values["title_ar"]:
        raise PlanRuleError(PlanRule.TITLE_MISSING)
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise PlanRuleError(PlanRule.DAYS)
    with session.no_autoflush:
        taken = session.scalar(select(PlanAction.id).where(PlanAction.number == values["number"]))
    if taken is not None and (action is None or taken != action.id):
        raise PlanRuleError(PlanRule.NUMBER_TAKEN)
    return values


@contextmanager
def _number_of_its_own(session: Session) -> Iterator[None]:
    """Store what is written inside, unless somebody took its number in the same moment."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        raise PlanRuleError(PlanRule.NUMBER_TAKEN) from None


def _tell(session: Session, by: Viewer, action: PlanAction, what: str, columns: list[str]) -> None:
    subject = ("action", action.public_id)
    record(session, by, AuditAction.ACTION_CHANGED, subject=subject, what=what, columns=columns)
