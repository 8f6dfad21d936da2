"""How employers answer, and how many introductions may wait for one of them at once.

An introduction is a question: a person said yes and the employer is told. Whoever leaves people
waiting is shown fewer, until they answer; who answers again has all their room back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.offered import is_offered
from models.opportunity import Opportunity
from models.referral import Referral, ReferralStep
from models.referral_enums import Axis, ConsentState, EmployerVerdict, ReferralStage, Side
from models.referral_states import VerdictStep

WINDOW = timedelta(days=90)
"""So far back answers are counted."""

USUAL_ROOM, LARGEST_ROOM, SLOW_ROOM, SILENT_ROOM = 10, 50, 3, 1
"""So many introductions wait at once: usually, where many places are free, with a slow employer,
with a silent one."""

SLOW_BELOW, SILENT_BELOW = 0.5, 0.25
"""The share that was answered in time, below which an employer is slow, or silent."""

ENOUGH_ASKED = 4
"""Nobody is called slow over fewer questions than this."""

_DAY = timedelta(days=1)


class Pace(StrEnum):
    """How an employer answers. NEW: too few questions so far to tell."""

    NEW = "new"
    GOOD = "good"
    SLOW = "slow"
    SILENT = "silent"


@dataclass(frozen=True, kw_only=True)
class Responsiveness:
    """How an employer answered in the last 90 days, and what waits for them now.

    asked: questions whose time is over or that were answered, in time or not at all (`silent`).
    median_days: from the question to the answer. waiting: introductions without an answer now.
    in_line: people who said yes and are not introduced yet. proposed: people who were asked and
    have not said yes yet. places: free places of what is published.
    """

    answered: int = 0
    silent: int = 0
    median_days: float | None = None
    waiting: int = 0
    in_line: int = 0
    proposed: int = 0
    places: int = 0

    @property
    def asked(self) -> int:
        """How many questions were to be answered."""
        return self.answered + self.silent

    @property
    def pace(self) -> Pace:
        """How they answer, in a word."""
        if self.asked < ENOUGH_ASKED:
            return Pace.NEW
        share = self.answered / self.asked
        if share < SILENT_BELOW:
            return Pace.SILENT
        return Pace.SLOW if share < SLOW_BELOW else Pace.GOOD

    @property
    def room(self) -> int:
        """How many introductions may wait at once."""
        return room_for_introductions(self)

    @property
    def free_to_propose(self) -> int:
        """How many more people may be asked about this employer's opportunities now."""
        return max(0, self.room - self.waiting - self.in_line - self.proposed)


def room_for_introductions(of: Responsiveness) -> int:
    """Return how many introductions may wait for an employer at once; at least one, always.

    Who offers more free places has room for as many, within reason. A pure rule; whoever applies
    it to what is in the database is `core.introduce_next` and `propose_opportunity`.
    """
    if of.pace is Pace.SILENT:
        return SILENT_ROOM
    if of.pace is Pace.SLOW:
        return SLOW_ROOM
    return min(max(USUAL_ROOM, of.places), LARGEST_ROOM)


def responsiveness_of(
    session: Session, organisation_ids: Collection[int], now: datetime | None = None
) -> Mapping[int, Responsiveness]:
    """Return for each of some organisations how it answers; every id asked for is in it."""
    wanted, moment = set(organisation_ids), now or utc_now()
    tallies = _tallies(session, wanted, moment)
    open_now, places = _open_now(session, wanted), _free_places(session, wanted)
    return {
        one: Responsiveness(
            answered=len(tallies[one].days),
            silent=tallies[one].silent,
            median_days=median(tallies[one].days) if tallies[one].days else None,
            places=places.get(one, 0),
            **open_now.get(one, {}),
        )
        for one in wanted
    }


class _Tally:
    """Answers of an organisation: how many days each one took, and how many never came."""

    def __init__(self) -> None:
        self.days: list[float] = []
        self.silent = 0


@dataclass(frozen=True)
class _Told:
    """A step of the employer's axis, with what its referral waits for now."""

    organisation_id: int
    referral_id: int
    step: str
    side: Side
    at: datetime
    stage: ReferralStage
    answer_by: datetime | None


def _tallies(session: Session, wanted: Collection[int], now: datetime) -> dict[int, _Tally]:
    rows = session.execute(
        select(
            Opportunity.organisation_id,
            ReferralStep.referral_id,
            ReferralStep.step,
            ReferralStep.side,
            ReferralStep.at,
            Referral.stage,
            Referral.answer_by,
        )
        .join(Referral, Referral.id == ReferralStep.referral_id)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(
            Opportunity.organisation_id.in_(wanted),
            ReferralStep.axis == Axis.VERDICT,
            ReferralStep.at >= now - WINDOW,
        )
        .order_by(ReferralStep.referral_id, ReferralStep.id)
    )
    tallies = {one: _Tally() for one in wanted}
    by_referral: dict[int, list[_Told]] = {}
    for row in rows:
        told = _Told(*row)
        by_referral.setdefault(told.referral_id, []).append(told)
    for steps in by_referral.values():
        _count(steps, tallies[steps[0].organisation_id], now)
    return tallies


def _count(steps: Sequence[_Told], tally: _Tally, now: datetime) -> None:
    """Count the questions of one referral.

    A question that something else made needless, such as a person who was placed elsewhere, counts
    for nobody. A wish to meet that the employer let lie counts as silence.
    """
    asked: datetime | None = None
    for told in steps:
        if told.step == VerdictStep.INTRODUCE:
            asked = told.at
        elif told.step == VerdictStep.EXPIRE:
            tally.silent += 1
            asked = None
        elif asked is not None and told.side is Side.EMPLOYER:
            tally.days.append((told.at - asked) / _DAY)
            asked = None
    last = steps[-1]
    overdue = last.answer_by is not None and last.answer_by < now
    if asked is not None and last.stage is ReferralStage.WITH_EMPLOYER and overdue:
        tally.silent += 1


def _open_now(session: Session, wanted: Collection[int]) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Opportunity.organisation_id, Referral.stage, func.count())
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(
            Opportunity.organisation_id.in_(wanted),
            Referral.stage.in_(_OPEN_STAGES),
            (Referral.stage != ReferralStage.WITH_PERSON) | _unknown_to_employer(),
        )
        .group_by(Opportunity.organisation_id, Referral.stage)
    )
    found: dict[int, dict[str, int]] = {}
    for organisation_id, stage, count in rows:
        found.setdefault(organisation_id, {})[_OPEN_STAGES[stage]] = count
    return found


_OPEN_STAGES: Mapping[ReferralStage, str] = {
    ReferralStage.WITH_EMPLOYER: "waiting",
    ReferralStage.IN_LINE: "in_line",
    ReferralStage.WITH_PERSON: "proposed",
}


def _unknown_to_employer() -> ColumnElement[bool]:
    return (Referral.verdict == EmployerVerdict.NOT_ASKED) & (
        Referral.consent == ConsentState.ASKED
    )


def _free_places(session: Session, wanted: Iterable[int]) -> dict[int, int]:
    rows = session.execute(
        select(Opportunity.organisation_id, func.sum(Opportunity.seats - Opportunity.seats_taken))
        .where(Opportunity.organisation_id.in_(wanted), is_offered())
        .group_by(Opportunity.organisation_id)
    )
    return {organisation_id: int(count or 0) for organisation_id, count in rows}
