"""What is counted as met, of whom, and that nothing of few people is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.enums import Need, Vulnerability
from models.match import Match, MatchPolicy, MatchRun
from models.opportunity import Opportunity
from models.person import Certificate, Person, PersonNeed, PersonVulnerability
from models.placement import Placement
from models.plan_enums import Barrier
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    Axis,
    ConsentState,
    EmployerVerdict,
    EndCause,
    ReferralOrigin,
    RefusalReason,
    Side,
)
from tests.operations.cast import add_offer, add_person
from wasl.barriers.measure import measure
from wasl.barriers.read_signs import WINDOW, read_signs
from wasl.figures.tables import ALL

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOO_OLD = NOW - WINDOW - timedelta(days=7)

Numbers = tuple[int | None, int | None]


def people(session: Session, count: int, begin: int = 0, **more: Any) -> list[Person]:
    return [add_person(session, f"2026/{begin + n}", **more) for n in range(count)]


def told(session: Session, barrier: Barrier, place: str = ALL) -> Numbers:
    found = next(
        one for one in measure(session, TODAY) if (one.barrier, one.governorate) == (barrier, place)
    )
    return found.met, found.looked_at


def step(
    session: Session,
    person: Person,
    offer: Opportunity,
    target: ConsentState | EmployerVerdict,
    *,
    reason: RefusalReason | None = None,
    at: datetime = NOW,
) -> None:
    """Note that somebody said something of a person and a posting."""
    employer = isinstance(target, EmployerVerdict)
    referral = Referral(
        person=person, opportunity=offer, origin=ReferralOrigin.OFFICE, card=f"c{person.id}"
    )
    referral.steps = [
        ReferralStep(
            axis=Axis.VERDICT if employer else Axis.CONSENT,
            step="said",
            source="x",
            target=target.value,
            side=Side.EMPLOYER if employer else Side.PERSON,
            reason=reason,
            at=at,
        )
    ]
    session.add(referral)
    session.flush()


def refuse(
    session: Session, some: Sequence[Person], reason: RefusalReason, at: datetime = NOW
) -> None:
    for one in some:
        offer = add_offer(session, f"{one.public_id}-{reason}-{at:%m%d}")
        step(session, one, offer, EmployerVerdict.DECLINED, reason=reason, at=at)


def test_papers_are_missing_to_who_asked_has_none_or_was_refused_for_it(session: Session) -> None:
    found = people(session, 40)
    for one in found[:6]:
        one.needs.append(PersonNeed(need=Need.DOCUMENTS))
    for one in found[4:10]:
        one.vulnerabilities.append(PersonVulnerability(vulnerability=Vulnerability.NO_DOCUMENTS))
    refuse(session, found[8:15], RefusalReason.PAPERS)
    assert told(session, Barrier.PAPERS) == (15, 40), "each counts once, whatever the signs"
    assert told(session, Barrier.PAPERS, "IQ-BA") == (15, 40)


def test_who_does_not_allow_it_is_not_counted(session: Session) -> None:
    for one in people(session, 20, consent=False):
        one.needs.append(PersonNeed(need=Need.DOCUMENTS))
    people(session, 20, 100)
    assert told(session, Barrier.PAPERS) == (0, 20)


def test_refusals_count_for_half_a_year_of_all_who_got_an_answer(session: Session) -> None:
    found = people(session, 60)
    refuse(session, found[:10], RefusalReason.SKILLS)
    refuse(session, found[10:30], RefusalReason.FAMILY)
    refuse(session, found[30:50], RefusalReason.SKILLS, TOO_OLD)
    refuse(session, found[:10], RefusalReason.SKILLS, NOW - timedelta(days=30))
    assert told(session, Barrier.SKILLS) == (10, 30)
    assert told(session, Barrier.FAMILY) == (20, 30)


def test_a_yes_is_an_answer_and_a_question_is_none(session: Session) -> None:
    found = people(session, 40)
    refuse(session, found[:10], RefusalReason.WAGE)
    for one in found[10:30]:
        step(session, one, add_offer(session, one.public_id), ConsentState.GIVEN)
    for one in found[30:]:
        step(session, one, add_offer(session, one.public_id), ConsentState.ASKED)
    assert told(session, Barrier.WAGE) == (10, 30)


def test_employers_are_silent_to_whom_they_left_without_an_answer(session: Session) -> None:
    found = people(session, 30)
    offer = add_offer(session, "offer")
    for one in found[:20]:
        step(session, one, offer, EmployerVerdict.WAITING)
    for one in found[10:20]:
        step(session, one, add_offer(session, one.public_id), EmployerVerdict.EXPIRED)
    for one in found[20:]:
        step(session, one, add_offer(session, one.public_id), ConsentState.EXPIRED)
    assert told(session, Barrier.EMPLOYER_SILENCE) == (10, 20), "people who are silent are others"


def test_certificates_are_not_recognised_where_somebody_said_so(session: Session) -> None:
    found = people(session, 50)
    for number, one in enumerate(found[:35]):
        recognised = False if number < 10 else (True if number < 20 else None)
        one.certificates.append(Certificate(name="Welding", recognised=recognised))
    session.flush()
    assert told(session, Barrier.RECOGNITION) == (10, 35)


def test_a_place_is_lost_before_its_time(session: Session) -> None:
    found = people(session, 45)
    offer = add_offer(session, "offer")
    ends = (
        (found[:10], EndCause.EMPLOYER_ENDED, TODAY - timedelta(days=5)),
        (found[10:20], EndCause.TERM_OVER, TODAY - timedelta(days=5)),
        (found[20:30], None, None),
        (found[30:45], EndCause.PERSON_LEFT, TODAY - WINDOW - timedelta(days=3)),
    )
    for some, cause, day in ends:
        for one in some:
            place = Placement(person=one, opportunity=offer, starts_on=TODAY - 2 * WINDOW)
            place.end_cause, place.ended_on = cause, day
            session.add(place)
    session.flush()
    assert told(session, Barrier.PLACE_LOST) == (10, 30), "of those who had one in this half year"


@pytest.fixture
def run(session: Session) -> MatchRun:
    policy = MatchPolicy(version=1, note="x", weights={})
    session.add(policy)
    session.flush()
    made = MatchRun(
        policy_id=policy.id,
        engine="1",
        data_digest="",
        as_of=TODAY,
        started_at=NOW,
        finished_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def test_one_requirement_stands_in_the_way_where_nothing_else_fits(
    session: Session, run: MatchRun
) -> None:
    found = people(session, 50)
    offer, fitting = add_offer(session, "near"), add_offer(session, "fits")

    def matched(person: Person, posting: Opportunity, points: int, *unmet: str) -> None:
        session.add(
            Match(
                run_id=run.id,
                person=person,
                opportunity=posting,
                points=points,
                eligible=not unmet,
                unmet=list(unmet),
                explanation={},
            )
        )

    for number, one in enumerate(found):
        if number < 20:
            matched(one, offer, 600_000, "licences")
        elif number < 30:
            matched(one, offer, 600_000, "licences", "wage")
        elif number < 40:
            matched(one, offer, 100_000, "licences")
        if 15 <= number < 20:
            matched(one, fitting, 700_000)
    session.flush()
    assert told(session, Barrier.LICENCE) == (15, 30)
    assert told(session, Barrier.WAGE) == (0, 30), "two requirements at once are no near miss"


def test_few_people_are_not_told_and_neither_are_those_left_over(session: Session) -> None:
    for one in people(session, 30)[:4]:
        one.needs.append(PersonNeed(need=Need.DOCUMENTS))
    for one in people(session, 30, 100, governorate="IQ-NI")[:28]:
        one.needs.append(PersonNeed(need=Need.DOCUMENTS))
    people(session, 3, 200, governorate="IQ-AR")
    session.flush()
    found = {one.governorate: one for one in measure(session, TODAY) if one.barrier == "papers"}
    assert found["IQ-BA"].met == 0, "fewer than five"
    ninewa = found["IQ-NI"]
    if ninewa.met is not None and ninewa.looked_at is not None:
        left_over = ninewa.looked_at - ninewa.met  # each is up to two from the number counted
        assert left_over - 4 <= 0, "of the two who have papers it may be that they are none,"
        assert left_over + 4 >= 4, "or four"
    assert not found["IQ-AR"].looked_at
    assert all(
        value is None or value % 5 == 0
        for one in found.values()
        for value in (one.met, one.looked_at)
    )


def test_who_shows_a_sign_is_always_among_those_looked_at(session: Session) -> None:
    outsiders = people(session, 6, consent=False)
    for one in outsiders:
        one.needs.append(PersonNeed(need=Need.DOCUMENTS))
    refuse(session, people(session, 6, 50), RefusalReason.PAPERS)
    signs = read_signs(session, TODAY)
    for sign, some in signs.shown.items():
        assert some <= signs.asked[sign.ground]
