"""The national plan as pages show it: priorities, actions, who does them, what is promised."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, selectinload

from models.action_plan import ActionBody, ActionLink, PlanAction, Priority
from models.commitment import Commitment
from models.opportunity import Organisation
from models.plan_enums import ActionPart, ActionStatus, Horizon
from models.round_table_enums import CommitmentProgress
from wasl.access.viewer import Viewer
from wasl.operations.commitments.told import tell_commitments
from wasl.operations.plan.write_content import title_of
from wasl.priorities import list_priorities, name_priority


@dataclass(frozen=True, kw_only=True)
class PlanFilter:
    """What the plan is narrowed to; the organisation by its public id."""

    priority: int | None = None
    horizon: Horizon | None = None
    status: ActionStatus | None = None
    organisation: str = ""

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(
            bool(one) for one in (self.priority, self.horizon, self.status, self.organisation)
        )

    def as_address(self) -> dict[str, str | None]:
        """Return the filters as the parameters of an address."""
        return {
            "priority": str(self.priority) if self.priority else None,
            "horizon": self.horizon.value if self.horizon else None,
            "status": self.status.value if self.status else None,
            "organisation": self.organisation or None,
        }


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """An action with its title in the page's language, and how its commitments stand.

    late: its last day is over, and it is neither done nor stopped.
    """

    action: PlanAction
    title: str
    late: bool
    progress: Counter[CommitmentProgress]

    def bodies(self, part: ActionPart) -> list[Organisation]:
        """Return who does a part of it."""
        return [one.organisation for one in self.action.bodies if one.part is part]

    @property
    def promised(self) -> int:
        """How many commitments are linked with it."""
        return self.progress.total()


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """A priority with its actions."""

    priority: Priority
    title: str
    rows: Sequence[PlanRow]


def list_doers(session: Session) -> Sequence[Organisation]:
    """Return who does something for an action, by name."""
    does = exists().where(ActionBody.organisation_id == Organisation.id)
    return session.scalars(select(Organisation).where(does).order_by(Organisation.name)).all()


def read_plan(
    session: Session, viewer: Viewer, wanted: PlanFilter, language: str, today: date
) -> list[PlanPart]:
    """Return the plan, narrowed; a priority without an action is there unless it is narrowed."""
    statement = select(PlanAction).where(*_narrowed(wanted))
    loaded = selectinload(PlanAction.bodies).joinedload(ActionBody.organisation)
    actions = sorted(session.scalars(statement.options(loaded)), key=rank)
    progress = _progress(session, viewer, actions, today)
    of: dict[int, list[PlanRow]] = defaultdict(list)
    for one in actions:
        of[one.priority_id].append(_row(one, progress[one.id], language, today))
    return [
        PlanPart(priority=one, title=name_priority(one, language), rows=of[one.id])
        for one in list_priorities(session)
        if one.id in of or not wanted.count
    ]


def rank(action: PlanAction) -> tuple[tuple[int, str], ...]:
    """Return where an action stands in the order of its number: 2.10 comes after 2.9."""
    parts = action.number.split(".")
    return tuple((int(one) if one.isdecimal() else 0, one) for one in parts)


def is_late(action: PlanAction, today: date) -> bool:
    """Tell whether the last day of an action is over and it is still to be done."""
    to_do = action.status in {ActionStatus.NOT_STARTED, ActionStatus.UNDER_WAY}
    return to_do and action.ends_on is not None and action.ends_on < today


def _row(
    action: PlanAction, progress: Counter[CommitmentProgress], language: str, today: date
) -> PlanRow:
    title, late = title_of(action, language), is_late(action, today)
    return PlanRow(action=action, title=title, late=late, progress=progress)


def _narrowed(wanted: PlanFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.priority is not None:
        number = exists().where(
            Priority.id == PlanAction.priority_id, Priority.number == wanted.priority
        )
        conditions.append(number)
    if wanted.horizon is not None:
        conditions.append(PlanAction.horizon == wanted.horizon)
    if wanted.status is not None:
        conditions.append(PlanAction.status == wanted.status)
    if wanted.organisation:
        does = exists().where(
            ActionBody.action_id == PlanAction.id,
            ActionBody.organisation_id == Organisation.id,
            Organisation.public_id == wanted.organisation,
        )
        conditions.append(does)
    return conditions


def _progress(
    session: Session, viewer: Viewer, actions: Sequence[PlanAction], today: date
) -> dict[int, Counter[CommitmentProgress]]:
    rows = session.execute(
        select(ActionLink.action_id, Commitment)
        .join(Commitment, Commitment.id == ActionLink.commitment_id)
        .where(ActionLink.action_id.in_([one.id for one in actions]))
    ).all()
    made = list({one.id: one for _key, one in rows}.values())
    told = tell_commitments(session, viewer, made, today)
    counted: dict[int, Counter[CommitmentProgress]] = defaultdict(Counter)
    for key, one in rows:
        counted[key][told[one.id].progress] += 1
    return counted
