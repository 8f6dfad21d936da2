"""What a half year added: counted at its edges, in Baghdad's days, on both databases."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.referral_enums import CheckAnswer, EndCause
from tests.operations.plan.scene import AFTER, BEFORE, FIRST, HALF, LAST, Plan
from wasl.operations.plan.counted import Moved, count_within
from wasl.operations.plan.half_years import HalfYear, half_years

FIRST_DAY, LAST_DAY = HALF.since, HALF.until
DAY_BEFORE, DAY_AFTER = date(2025, 12, 31), date(2026, 7, 1)


@pytest.fixture
def plan(session: Session) -> Plan:
    return Plan(session)


def _moved(plan: Plan) -> Moved:
    plan.session.flush()
    plan.session.expire_all()
    return count_within(plan.session, [plan.promise], HALF)[plan.promise.id]


def test_what_is_offered_belongs_to_the_day_on_which_it_was_published_in_baghdad(
    plan: Plan,
) -> None:
    for seats, moment in ((1, BEFORE), (10, FIRST), (100, LAST), (1000, AFTER)):
        plan.posting(seats, moment)
    assert _moved(plan) == Moved(offered=110)


def test_it_is_the_first_time_that_counts_however_often_it_was_shown_again(plan: Plan) -> None:
    plan.posting(3, LAST, moved=BEFORE)
    plan.posting(7, AFTER, moved=FIRST)
    assert _moved(plan) == Moved(offered=7)


def test_of_a_posting_that_ended_only_what_somebody_got_was_offered(plan: Plan) -> None:
    posting = plan.posting(8, FIRST)
    plan.place(posting, FIRST_DAY)
    assert _moved(plan) == Moved(offered=8, filled=1)
    plan.session.get_one(Opportunity, posting).status = OpportunityStatus.CLOSED
    assert _moved(plan) == Moved(offered=1, filled=1)


def test_whoever_began_on_the_first_or_the_last_day_is_in_it(plan: Plan) -> None:
    posting = plan.posting(9, BEFORE)
    for quantity, day in ((1, DAY_BEFORE), (10, FIRST_DAY), (100, LAST_DAY), (1000, DAY_AFTER)):
        plan.place(posting, day, quantity=quantity)
    never = plan.place(posting, FIRST_DAY)
    never.ended_on, never.end_cause = FIRST_DAY, EndCause.NEVER_STARTED
    left = plan.place(posting, FIRST_DAY)
    left.ended_on, left.end_cause = LAST_DAY, EndCause.PERSON_LEFT
    assert _moved(plan) == Moved(filled=111)


def test_it_lasted_when_the_second_side_said_so(plan: Plan) -> None:
    posting = plan.posting(9, BEFORE)
    plan.place(posting, DAY_BEFORE, BEFORE, BEFORE, quantity=1)
    plan.place(posting, DAY_BEFORE, BEFORE, FIRST, quantity=10)
    plan.place(posting, DAY_BEFORE, LAST, FIRST, quantity=100)
    plan.place(posting, DAY_BEFORE, LAST, AFTER, quantity=1000)
    plan.place(posting, DAY_BEFORE, LAST, quantity=10_000)  # one side alone
    against = plan.place(posting, DAY_BEFORE, FIRST, FIRST, quantity=100_000)
    against.checks[1].answer = CheckAnswer.ENDED
    plan.session.flush()
    assert _moved(plan) == Moved(lasted=110)


def test_stock_counts_when_it_is_handed_over_and_when_that_is_receipted(session: Session) -> None:
    plan = Plan(session, kind="in_kind")
    posting = plan.posting(9, BEFORE)
    plan.stock(posting, 1, BEFORE, FIRST)
    plan.stock(posting, 10, FIRST, LAST)
    plan.stock(posting, 100, LAST, AFTER)
    plan.stock(posting, 1000, AFTER, None)
    assert _moved(plan) == Moved(filled=110, lasted=11)


def test_what_others_promised_counts_for_them(plan: Plan) -> None:
    other = plan.promised("C-2", "job", 5)
    plan.place(plan.posting(4, FIRST), FIRST_DAY)
    assert count_within(plan.session, [plan.promise, other], HALF) == {
        plan.promise.id: Moved(offered=4, filled=1),
        other.id: Moved(),
    }
    assert count_within(plan.session, [], HALF) == {}


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 7, 1), HALF),
        (date(2026, 6, 30), HalfYear(date(2025, 12, 1), date(2026, 5, 31))),
        (date(2026, 1, 1), HalfYear(date(2025, 7, 1), date(2025, 12, 31))),
        (date(2024, 3, 15), HalfYear(date(2023, 9, 1), date(2024, 2, 29))),
    ],
)
def test_the_last_six_full_months_come_first_then_halves_of_years(
    today: date, first: HalfYear
) -> None:
    offered = half_years(today)
    assert offered[0] == first
    assert len(offered) == len(set(offered))
    halves = offered[1:] if (first.until.month % 6) else offered
    assert {(one.since.month, one.until.month) for one in halves} == {(1, 6), (7, 12)}
    assert any(one.since <= today <= one.until for one in offered)
    assert all(one.since <= today for one in offered)
