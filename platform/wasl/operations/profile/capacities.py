"""Lines of a profile: what an organisation could give in a year."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id, utc_now
from models.capacity import Capacity
from models.enums import CodingDecision, OpportunityKind
from models.opportunity import Organisation
from models.placement_states import STOCK_KINDS
from models.taxonomy import Occupation
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.confirm_occupation import UnknownOccupationError
from wasl.operations.hold_row import hold_row
from wasl.operations.importing.coding import BatchCoder, confirm_code
from wasl.operations.profile.describe import workplaces_of
from wasl.operations.profile.errors import ProfileChangedError, ProfileRule, ProfileRuleError
from wasl.operations.vet_organisation import hold_organisation

MOST_IN_A_YEAR = 100_000
MOST_IQD = 2_000_000_000
_UNIT_GROUP_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class CapacityLine:
    """What could be given. quantity: places or units a year; amount: IQD for each, for finance.

    governorate: one of the places of work, or empty: wherever the organisation works. occupation:
    a unit group where somebody chose one; empty: found from the title.
    """

    kind: OpportunityKind
    title: str
    quantity: int
    unit: str = ""
    amount: int | None = None
    governorate: str | None = None
    available_from: date | None = None
    available_until: date | None = None
    conditions: str = ""
    occupation: str | None = None


def is_coded(kind: OpportunityKind) -> bool:
    """Tell whether what is given of a kind is work of an occupation, or leads to one."""
    return kind not in STOCK_KINDS


def add_capacity(
    session: Session, by: Viewer, organisation: Organisation, line: CapacityLine
) -> Capacity:
    """Add a line to a profile. Raises ProfileRuleError, UnknownOccupationError."""
    hold_organisation(session, organisation)
    _check(session, organisation, line)
    capacity = Capacity(public_id=new_public_id(), organisation=organisation, title="")
    _fill(session, capacity, line)
    session.add(capacity)
    session.flush()
    note_capacity(session, by, capacity, "added")
    return capacity


def change_capacity(
    session: Session, by: Viewer, capacity: Capacity, line: CapacityLine, *, seen: int
) -> None:
    """Change a line, which confirms it. seen: the version that was before somebody's eyes.

    Raises ProfileRuleError, ProfileChangedError, UnknownOccupationError.
    """
    hold_capacity(session, capacity, seen)
    _check(session, capacity.organisation, line)
    _fill(session, capacity, line)
    capacity.confirmed_at = utc_now()
    session.flush()
    note_capacity(session, by, capacity, "changed")


def choose_occupation(
    session: Session, by: Viewer, capacity: Capacity, code: str | None, *, seen: int
) -> None:
    """Say which occupation a line means, or that it names none.

    Raises ProfileRuleError, ProfileChangedError, UnknownOccupationError.
    """
    hold_capacity(session, capacity, seen)
    _check_occupation(session, code)
    capacity.occupation_code = code
    capacity.coding_decision = CodingDecision.CONFIRMED
    capacity.coding_confidence = 1.0
    session.flush()
    note_capacity(session, by, capacity, "coded")


def end_capacity(session: Session, by: Viewer, capacity: Capacity, *, seen: int) -> bool:
    """End a line; it stays as history. Return False when it had ended before (a double click).

    Raises ProfileChangedError.
    """
    hold_row(session, capacity)
    if capacity.ended_at is not None:
        return False
    if capacity.version != seen:
        raise ProfileChangedError
    capacity.ended_at = utc_now()
    session.flush()
    note_capacity(session, by, capacity, "ended")
    return True


def hold_capacity(session: Session, capacity: Capacity, seen: int) -> None:
    """Lock a line and read it anew, with its organisation.

    Raises ProfileChangedError when another version is there now, ProfileRuleError when it ended.
    """
    hold_organisation(session, capacity.organisation)
    hold_row(session, capacity)
    if capacity.ended_at is not None:
        raise ProfileRuleError(ProfileRule.ENDED)
    if capacity.version != seen:
        raise ProfileChangedError


def _check(session: Session, organisation: Organisation, line: CapacityLine) -> None:
    if not line.title.strip():
        raise ProfileRuleError(ProfileRule.TITLE_MISSING)
    if not 1 <= line.quantity <= MOST_IN_A_YEAR:
        raise ProfileRuleError(ProfileRule.QUANTITY)
    if line.amount is not None and not 1 <= line.amount <= MOST_IQD:
        raise ProfileRuleError(ProfileRule.AMOUNT)
    first, last = line.available_from, line.available_until
    if first and last and last < first:
        raise ProfileRuleError(ProfileRule.DATES)
    if line.governorate and line.governorate not in workplaces_of(session, organisation):
        raise ProfileRuleError(ProfileRule.NOT_A_PLACE_OF_WORK)
    _check_occupation(session, line.occupation)


def _check_occupation(session: Session, code: str | None) -> None:
    if code is None:
        return
    if len(code) != _UNIT_GROUP_DIGITS or session.get(Occupation, code) is None:
        raise UnknownOccupationError(code)


def _fill(session: Session, capacity: Capacity, line: CapacityLine) -> None:
    """Write a line into its record; what its kind does not have stays empty."""
    title = " ".join(line.title.split())
    same = (capacity.kind, capacity.title) == (line.kind, title)
    capacity.kind, capacity.title = line.kind, title
    capacity.quantity = line.quantity
    in_kind = line.kind is OpportunityKind.IN_KIND
    capacity.unit = line.unit.strip() or None if in_kind else None
    capacity.amount = line.amount if line.kind is OpportunityKind.FINANCE else None
    capacity.governorate_code = line.governorate or None
    capacity.available_from, capacity.available_until = line.available_from, line.available_until
    capacity.conditions = line.conditions.strip() or None
    if line.occupation is not None and is_coded(line.kind):
        confirm_code(capacity, line.occupation)
    elif not same:
        _code(session, capacity)


def _code(session: Session, capacity: Capacity) -> None:
    """Find out what a title means; tools, stock and money are no occupation."""
    if not is_coded(capacity.kind):
        capacity.occupation_code, capacity.coding_candidates = None, []
        capacity.coding_decision, capacity.coding_confidence = CodingDecision.CONFIRMED, 1.0
        return
    coder = BatchCoder(session)
    coder.prepare([capacity.title], [])
    coder.code_title(capacity)


def note_capacity(session: Session, by: Viewer, capacity: Capacity, what: str) -> None:
    """Record what became of a line."""
    subject, kind = ("capacity", capacity.public_id), capacity.kind.value
    record(session, by, AuditAction.CAPACITY_CHANGED, subject=subject, what=what, kind=kind)
