"""Who could begin work: who counts, and that nobody can be worked out from what is told."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.enums import ConsentPurpose, OpportunityKind
from models.figures import PublishedFigures
from models.opportunity_kinds import CLASS_OF_KIND
from models.person import WorkExperience
from models.placement import Placement
from models.referral_enums import EndCause
from models.register import Consent
from tests.operations.cast import add_offer, coded
from tests.operations.crowd import BAKER, WELDER, add_crowd, count_exactly
from wasl.figures import gaps, read_figures
from wasl.figures.gaps import count_gap_people
from wasl.figures.tables import ALL

TODAY = date(2026, 11, 23)


@pytest.fixture
def unblurred(monkeypatch: pytest.MonkeyPatch) -> None:
    count_exactly(monkeypatch)


def told(session: Session) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    return {
        (one.group, one.governorate): (one.ready, one.trained) for one in count_gap_people(session)
    }


@pytest.mark.usefixtures("unblurred")
def test_who_allows_it_and_is_in_no_place_counts_once(session: Session) -> None:
    bakers = add_crowd(session, 13)
    add_crowd(session, 9, consent=False)
    bakers[0].governorate_code = None
    bakers[1].consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    bakers[2].experiences.append(WorkExperience(years=1, **coded("Welder", WELDER)))
    for one in bakers[3:6]:
        offer = add_offer(session, one.public_id)
        session.add(Placement(person=one, opportunity=offer, starts_on=TODAY))
    over = Placement(person=bakers[6], opportunity=add_offer(session, "x"), starts_on=TODAY)
    over.ended_on, over.end_cause = TODAY, EndCause.PERSON_LEFT
    session.add(over)
    session.flush()
    assert told(session) == {(BAKER, "IQ-BA"): (10, None)}, "13 - 2 - 3 are 8"


@pytest.mark.usefixtures("unblurred")
def test_who_was_trained_and_has_no_place_counts_for_the_trade_of_the_training(
    session: Session,
) -> None:
    course = CLASS_OF_KIND[OpportunityKind.TRAINING](
        organisation=add_offer(session, "o").organisation,
        ref="course",
        employer_wording="x",
        seats=20,
        **coded("Welding", WELDER),
    )
    session.add(course)
    learners = add_crowd(session, 8)
    for one in learners:
        ended = Placement(person=one, opportunity=course, starts_on=TODAY, ended_on=TODAY)
        ended.end_cause = EndCause.TERM_OVER
        session.add(ended)
    session.flush()
    assert told(session) == {(BAKER, "IQ-BA"): (10, None), (WELDER, "IQ-BA"): (None, 10)}
    for one in learners[:3]:
        one_more = Placement(person=one, opportunity=add_offer(session, one.public_id))
        one_more.starts_on = TODAY
        session.add(one_more)
    session.flush()
    assert told(session) == {(BAKER, "IQ-BA"): (5, None), (WELDER, "IQ-BA"): (None, 5)}


@pytest.mark.usefixtures("unblurred")
def test_under_five_leave_no_trace_and_the_country_is_told_where_it_gives_nobody_away(
    session: Session,
) -> None:
    add_crowd(session, 4)
    assert told(session) == {}
    add_crowd(session, 4, governorate="IQ-NI")
    assert told(session) == {(BAKER, ALL): (10, None)}
    add_crowd(session, 12, governorate="IQ-AR")
    assert told(session) == {(BAKER, ALL): (20, None), (BAKER, "IQ-AR"): (10, None)}


@pytest.mark.usefixtures("unblurred")
@pytest.mark.parametrize("rest", [0, 1, 3])
def test_a_sum_that_gives_a_governorate_away_is_not_told(session: Session, rest: int) -> None:
    add_crowd(session, 20)
    add_crowd(session, rest, governorate="IQ-NI")
    assert told(session) == {(BAKER, "IQ-BA"): (20, None)}


def test_what_is_told_leaves_open_of_each_place_whether_there_are_none_or_four() -> None:
    """Counted out: all ways to spread the rest over what is kept out, five places at most."""

    def ways(rest: int, hidden: int) -> list[tuple[int, ...]]:
        if hidden == 0:
            return [()] if rest == 0 else []
        return [(n, *more) for n in range(5) if n <= rest for more in ways(rest - n, hidden - 1)]

    for hidden in range(6):
        for rest in range(22):
            firsts = {way[0] for way in ways(rest, hidden) if way}
            open_ = {0, 4} <= firsts
            assert gaps._tells_of_none(rest, hidden) == open_, (rest, hidden)


def test_counts_are_blurred_and_the_same_all_day(session: Session) -> None:
    add_crowd(session, 7)
    session.commit()
    first = read_figures(session, TODAY)
    assert first.gaps is not None
    assert all(one.ready in {5, 10} for one in first.gaps), "seven, one more or less, in fives"
    session.commit()
    add_crowd(session, 30)
    session.commit()
    assert read_figures(session, TODAY) == first


def test_a_day_that_was_published_without_them_is_told_apart(session: Session) -> None:
    tables = {"day": TODAY.isoformat(), "people": [], "offers": []}
    session.add(PublishedFigures(day=TODAY, tables=tables))
    session.commit()
    assert read_figures(session, TODAY).gaps is None


@pytest.mark.usefixtures("unblurred")
def test_without_the_rule_a_sum_would_tell_of_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(rest: int, hidden: int) -> bool:
        return rest + hidden >= 0

    monkeypatch.setattr(gaps, "_tells_of_none", always)
    add_crowd(session, 20)
    add_crowd(session, 3, governorate="IQ-NI")
    assert told(session) == {(BAKER, "IQ-BA"): (20, None), (BAKER, ALL): (25, None)}
