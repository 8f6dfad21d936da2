"""An office finds out what is so where a person and an employer do not say the same."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.placement import CheckSettlement, Placement
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.placements.checks import hold_placement, say_ended
from wasl.operations.placements.errors import (
    CheckSettledError,
    EndCauseNotGivenError,
    NothingToSettleError,
)
from wasl.operations.placements.outcomes import outcome_of_day


def settle_check(
    session: Session,
    by: Viewer,
    placement: Placement,
    day: int,
    found: CheckAnswer | None,
    *,
    end_cause: EndCause | None = None,
    today: date,
) -> bool:
    """Write down what an office found out; return False when the same was written before.

    found: none when it could not be found out. Both answers stay, and so does the disagreement:
    nothing of this counts as lasting. A placement that is found to be over is over from today, with
    its cause. The first settlement holds. Neither side is told. Raises NothingToSettleError,
    CheckSettledError, EndCauseNotGivenError.
    """
    over = found is CheckAnswer.ENDED
    if over and end_cause is None:
        raise EndCauseNotGivenError
    hold_placement(session, placement)
    before = settlement_of(placement, day)
    if before is not None:
        if before.found is not found:
            raise CheckSettledError
        return False
    if outcome_of_day(placement, day, today) is not CheckOutcome.DISAGREE:
        raise NothingToSettleError
    placement.settlements.append(CheckSettlement(day=day, found=found, account_id=by.account_id))
    session.flush()
    _note(session, by, placement, day, found)
    if over and end_cause is not None and placement.ended_on is None:
        say_ended(session, by, placement, end_cause, side=Side.OFFICE, today=today)
    return True


def settlement_of(placement: Placement, day: int) -> CheckSettlement | None:
    """Return what an office found out about a day's check, or none."""
    return next((one for one in placement.settlements if one.day == day), None)


def _note(
    session: Session, by: Viewer, placement: Placement, day: int, found: CheckAnswer | None
) -> None:
    person = placement.person
    record(
        session,
        by,
        AuditAction.CHECK_SETTLED,
        person=person.public_id if person else None,
        subject=("placement", placement.public_id),
        day=day,
        found=found.value if found else "unknown",
    )
