"""What is on record of people by which barriers show, of half a year up to a day.

Nobody's record is opened: ids are read by the column, and only numbers leave `measure`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.consent_query import people_who_allow
from models.enums import ConsentPurpose, Need, Vulnerability
from models.match import WORTH_SHOWING, Match, MatchRun
from models.person import Certificate, Person, PersonNeed, PersonVulnerability
from models.placement import Placement
from models.referral import Referral, ReferralStep
from models.referral_enums import Axis, ConsentState, EmployerVerdict, OfficeView
from wasl.barriers.definitions import (
    LOST_BY,
    NO_ANSWER,
    NO_PAPERS,
    NOT_RECOGNISED,
    Ground,
    Sign,
)
from wasl.operations.clock.periods import begin_of, end_of

WINDOW = timedelta(days=180)

_SAID = (
    *(ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN),
    *(OfficeView.SUPPORTED, OfficeView.OPPOSED, EmployerVerdict.MEET, EmployerVerdict.OFFERED),
    *(EmployerVerdict.PLACED, EmployerVerdict.DECLINED),
)

People = set[int]


@dataclass(frozen=True, kw_only=True)
class Signs:
    """Ids of people. asked: of whom each sign was looked for; shown: who shows it, all of them
    among those asked."""

    asked: Mapping[Ground, People]
    shown: Mapping[Sign, People]


@dataclass(frozen=True, kw_only=True)
class Window:
    """From a day to another, both included."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it begins and ends."""
        return begin_of(self.first), end_of(self.last)


Found = tuple[People, Mapping[str, People]]


def read_signs(session: Session, today: date) -> Signs:
    """Read all signs, as of a day."""
    window = Window(first=today - WINDOW, last=today)
    asked: dict[Ground, People] = {}
    shown: dict[Sign, People] = {}
    for ground, read in _READERS.items():
        asked[ground], found = read(session, window)
        for what, people in found.items():
            shown[Sign(ground, what)] = people & asked[ground]
    return Signs(asked=asked, shown=shown)


def _ids(session: Session, statement: Any) -> People:
    return set(session.scalars(statement))


def _by(rows: Iterable[Any]) -> Mapping[str, People]:
    """Gather rows of a value and a person."""
    found: dict[str, People] = defaultdict(set)
    for what, person in rows:
        found[str(what)].add(person)
    return found


def _registered(session: Session, _window: Window) -> Found:
    """Papers: whoever asked for help with them, or was found to have none, as it stands now."""
    allowing = Person.id.in_(people_who_allow(ConsentPurpose.MATCHING))
    asked_for = select(PersonNeed.person_id).where(PersonNeed.need == Need.DOCUMENTS)
    without = select(PersonVulnerability.person_id).where(
        PersonVulnerability.vulnerability == Vulnerability.NO_DOCUMENTS
    )
    people = _ids(session, select(Person.id).where(allowing))
    return people, {NO_PAPERS: _ids(session, asked_for) | _ids(session, without)}


def _certified(session: Session, _window: Window) -> Found:
    """Of who has certificates: of whom somebody said that one is not recognised."""
    refused = select(Certificate.person_id).where(Certificate.recognised.is_(False))
    everybody = _ids(session, select(Certificate.person_id).distinct())
    return everybody, {NOT_RECOGNISED: _ids(session, refused)}


def _looked_for(session: Session, window: Window) -> Found:
    """Of who was matched: for whom nothing fits, and something would but for one requirement."""
    run = session.scalar(
        select(MatchRun.id)
        .where(MatchRun.finished_at.is_not(None), MatchRun.as_of.between(window.first, window.last))
        .order_by(MatchRun.id.desc())
        .limit(1)
    )
    worth = (Match.run_id == run, Match.points >= WORTH_SHOWING)
    fitting = _ids(session, select(Match.person_id).where(*worth, Match.eligible).distinct())
    near = session.execute(
        select(Match.person_id, Match.unmet).where(*worth, Match.eligible.is_(False)).distinct()
    ).all()
    lacking = _by(
        (unmet[0], person) for person, unmet in near if len(unmet) == 1 and person not in fitting
    )
    return fitting | {person for person, _unmet in near}, lacking


def _answered(session: Session, window: Window) -> Found:
    """Of whom somebody said yes or no to a posting: who gave this reason, or was given it."""
    said = (
        select(ReferralStep.reason, Referral.person_id)
        .join(Referral, Referral.id == ReferralStep.referral_id)
        .where(ReferralStep.target.in_(_SAID), ReferralStep.at.between(*window.moments))
        .distinct()
    )
    rows = session.execute(said).all()
    reasons = _by((reason.value, person) for reason, person in rows if reason is not None)
    return {person for _reason, person in rows}, reasons


def _introduced(session: Session, window: Window) -> Found:
    """Of who was introduced to an employer: whom one left without an answer."""
    steps = (EmployerVerdict.WAITING, EmployerVerdict.EXPIRED)
    statement = (
        select(ReferralStep.target, Referral.person_id)
        .join(Referral, Referral.id == ReferralStep.referral_id)
        .where(
            ReferralStep.axis == Axis.VERDICT,
            ReferralStep.target.in_(steps),
            ReferralStep.at.between(*window.moments),
        )
        .distinct()
    )
    found = _by(session.execute(statement))
    silent = found.get(EmployerVerdict.EXPIRED.value, set())
    return found.get(EmployerVerdict.WAITING.value, set()) | silent, {NO_ANSWER: silent}


def _placed(session: Session, window: Window) -> Found:
    """Of who had a place: who lost or left it before its time."""
    ended = func.coalesce(Placement.ended_on, window.last)
    rows = session.execute(
        select(Placement.end_cause, Placement.ended_on, Placement.person_id).where(
            Placement.starts_on <= window.last,
            ended >= window.first,
        )
    )
    had: People = set()
    lost: dict[str, People] = defaultdict(set)
    for cause, day, person in rows:
        if person is None:  # erased since
            continue
        had.add(person)
        if cause in LOST_BY and day is not None and day <= window.last:
            lost[cause.value].add(person)
    return had, lost


_Reader = Callable[[Session, Window], Found]
_READERS: Mapping[Ground, _Reader] = {
    Ground.REGISTERED: _registered,
    Ground.CERTIFIED: _certified,
    Ground.LOOKED_FOR: _looked_for,
    Ground.ANSWERED: _answered,
    Ground.INTRODUCED: _introduced,
    Ground.PLACED: _placed,
}


def places_of(session: Session, people: Collection[int]) -> Mapping[int, str | None]:
    """Return in which governorate each of some people lives, as far as that is known."""
    rows = session.execute(select(Person.id, Person.governorate_code))
    wanted = set(people)
    return {person: place for person, place in rows if person in wanted}
