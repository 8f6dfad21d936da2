"""Is this person still there? Each side answers apart from the other; what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver
from models.base import utc_now
from models.placement import Placement, PlacementCheck
from models.placement_states import outcome_of
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import BAGHDAD
from wasl.operations.hold_row import hold_row
from wasl.operations.placements.errors import (
    CheckNotOpenError,
    EndCauseNotGivenError,
    WrongSideError,
)
from wasl.operations.placements.placing import CHECKED_SIDES, end_placement
from wasl.operations.tell_staff import tell_caseworkers


def hold_placement(session: Session, placement: Placement) -> None:
    """Lock a placement and read it, its checks and what settled them anew."""
    hold_row(session, placement)
    session.expire(placement, ["checks", "settlements"])
    for check in placement.checks:
        session.refresh(check)


def answer_check(
    session: Session,
    by: Viewer,
    check: PlacementCheck,
    answer: CheckAnswer,
    *,
    side: Side,
    end_cause: EndCause | None = None,
    given_by: ConsentGiver | None = None,
    today: date,
) -> bool:
    """Write down what one side says to a check; return False when it said the same before.

    Whoever says that somebody is not there any more says why. While the other side has not
    answered, an answer can be corrected: nobody has seen it. Once both are in, what they come to
    holds: both say ended, and the placement ends; they disagree, and whoever is in charge of the
    case is told. Raises WrongSideError, CheckNotOpenError, EndCauseNotGivenError.
    """
    if side is not check.side:
        raise WrongSideError(side)
    said = _Word(answer, end_cause if answer is CheckAnswer.ENDED else None, given_by)
    if answer is CheckAnswer.ENDED and end_cause is None:
        raise EndCauseNotGivenError
    placement = check.placement
    hold_placement(session, placement)
    if (check.answer, check.end_cause) == (said.answer, said.cause):
        return False
    if not is_open(check, today):
        raise CheckNotOpenError
    _write(session, by, check, said)
    conclude_check(session, by, placement, check.day, today)
    return True


def answer_all(
    session: Session, by: Viewer, checks: Sequence[PlacementCheck], *, today: date
) -> int:
    """Say of several people at once that they are still there; return of how many.

    What was answered or ran out meanwhile is left as it is. Placements are locked in one order.
    """
    done = 0
    for check in sorted(checks, key=lambda one: (one.placement_id, one.day)):
        hold_placement(session, check.placement)
        if check.answer is None and is_open(check, today):
            still = CheckAnswer.STILL_THERE
            done += answer_check(session, by, check, still, side=check.side, today=today)
    return done


def say_ended(
    session: Session,
    by: Viewer,
    placement: Placement,
    cause: EndCause,
    *,
    side: Side,
    given_by: ConsentGiver | None = None,
    today: date,
) -> None:
    """One side says between two checks that somebody is not there any more.

    Where a check waits for that side it is its answer, which the other side does not see before it
    gave its own. Otherwise the placement is over from today; it stands as the answer to the next
    check, which still asks the other side. An office that knows speaks for both, and nobody is
    asked any more. Raises PlacementEndedError.
    """
    hold_placement(session, placement)
    waiting = [one for one in placement.checks if one.side is side and is_open(one, today)]
    if waiting:
        ended = CheckAnswer.ENDED
        answer_check(
            session,
            by,
            waiting[0],
            ended,
            side=side,
            end_cause=cause,
            given_by=given_by,
            today=today,
        )
        return
    check = _next_check(placement, side, today)
    if check is not None:
        _write(session, by, check, _Word(CheckAnswer.ENDED, cause, given_by))
    end_placement(session, by, placement, cause, side=side, on=today)
    if side is Side.OFFICE:
        _ask_no_more(session, placement)
    if side is not Side.OFFICE and placement.person is not None:
        tell_caseworkers(session, placement.person, "employer_answered")


def is_open(check: PlacementCheck, today: date) -> bool:
    """Tell whether a check can be answered, or its answer corrected, on a day."""
    settled = check.answer is not None and other_side(check).answer is not None
    return not settled and check.due_on <= today <= check.closes_on


def other_side(check: PlacementCheck) -> PlacementCheck:
    """Return the same question to the other side."""
    return next(
        one for one in check.placement.checks if one.day == check.day and one.side is not check.side
    )


def conclude_check(
    session: Session, by: Viewer, placement: Placement, day: int, today: date
) -> CheckOutcome:
    """Do what the answers to one check come to, and return it. The caller holds the placement."""
    pair = [one for one in placement.checks if one.day == day]
    employer, person = (next(one for one in pair if one.side is side) for side in CHECKED_SIDES)
    outcome = outcome_of(employer.answer, person.answer, employer.due_on, employer.closes_on, today)
    ended = [one for one in (employer, person) if one.answer is CheckAnswer.ENDED]
    over = outcome is CheckOutcome.ENDED or (outcome is CheckOutcome.ONE_SIDED and bool(ended))
    if over and placement.ended_on is None:
        first = min(ended, key=lambda one: one.answered_at or utc_now())
        on = (first.answered_at or utc_now()).astimezone(BAGHDAD).date()
        cause = first.end_cause or EndCause.OTHER
        end_placement(session, by, placement, cause, side=first.side, on=on)
    if over:
        _ask_no_more(session, placement)
    elif outcome is CheckOutcome.DISAGREE and placement.person is not None:
        tell_caseworkers(session, placement.person, "check_disagrees")
    return outcome


def _ask_no_more(session: Session, placement: Placement) -> None:
    """Take away the checks that nobody answered and that are due after the end."""
    for check in list(placement.checks):
        later = placement.ended_on is not None and check.due_on > placement.ended_on
        if later and not _answered(placement, check.day):
            placement.checks.remove(check)
    session.flush()


def _answered(placement: Placement, day: int) -> bool:
    return any(one.answer is not None for one in placement.checks if one.day == day)


def _next_check(placement: Placement, side: Side, today: date) -> PlacementCheck | None:
    """Return the next check of a side that is due later, if any."""
    later = [one for one in placement.checks if one.side is side and one.due_on > today]
    return min(later, key=lambda one: one.day, default=None)


@dataclass(frozen=True)
class _Word:
    answer: CheckAnswer
    cause: EndCause | None
    given_by: ConsentGiver | None


def _write(session: Session, by: Viewer, check: PlacementCheck, word: _Word) -> None:
    check.answer, check.end_cause, check.given_by = word.answer, word.cause, word.given_by
    check.answered_at, check.answered_by_id = utc_now(), by.account_id
    session.flush()
    person = check.placement.person
    record(
        session,
        by,
        AuditAction.CHECK_ANSWERED,
        person=person.public_id if person else None,
        subject=("placement", check.placement.public_id),
        day=check.day,
        side=check.side.value,
        answer=word.answer.value,
        given_by=word.given_by.value if word.given_by else None,
    )
