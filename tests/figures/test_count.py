"""Figures from the database: what is counted, that everybody counts once, kept for a day."""

from datetime import date, timedelta
from threading import Barrier, Thread

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, Sex
from models.figures import PublishedFigures
from models.person import ReturnJourney, WorkExperience
from tests.operations.cast import add_offer, add_person, coded
from wasl.access.viewer import COMMAND_LINE
from wasl.database import begin_write
from wasl.figures import Figures, read_figures
from wasl.figures.count import EARLIER, UNKNOWN, Prospect, count_offers, count_people
from wasl.figures.tables import ALL, Breakdown, Mark
from wasl.operations.compute_matches import compute_matches

TODAY = date(2026, 11, 22)


def _by_name(session: Session) -> dict[str, Breakdown]:
    return {table.name: table for table in count_people(session, TODAY)}


def test_everybody_counts_once_in_each_table(session: Session) -> None:
    first = add_person(session, "1")
    first.sex, first.identity.birth_year = Sex.FEMALE, 2009
    first.experiences.append(WorkExperience(years=9, **coded("Welder", "7212")))
    first.experiences.append(WorkExperience(years=1, **coded("Teacher", "2341")))
    second = add_person(session, "2", governorate="IQ-AR", consent=False)
    second.experiences.clear()
    add_person(session, "3").governorate_code = None
    session.flush()
    tables = _by_name(session)
    assert {name: sum(table.counts.values()) for name, table in tables.items()} == dict.fromkeys(
        ("sex", "category", "age", "occupation", "returned", "prospect"), 3
    )
    assert tables["sex"].counts["IQ-BA", "female"] == 1
    assert tables["age"].counts["IQ-BA", "under_18"] == 1
    assert tables["age"].counts["IQ-AR", UNKNOWN] == 1
    assert tables["occupation"].counts["IQ-BA", "7"] == 1
    assert tables["occupation"].counts["IQ-AR", UNKNOWN] == 1
    assert tables["category"].counts[UNKNOWN, UNKNOWN] == 1
    assert all(
        {column for _, column in table.counts} <= set(table.columns) for table in tables.values()
    )


def test_who_fits_and_who_waits(session: Session) -> None:
    add_person(session, "1")
    add_person(session, "2", occupation="2341")
    add_person(session, "3", consent=False)
    add_offer(session, "A")
    compute_matches(session, COMMAND_LINE, TODAY)
    counts = _by_name(session)["prospect"].counts
    assert counts["IQ-BA", Prospect.FITS] == 1
    assert counts["IQ-BA", Prospect.NOTHING_YET] == 1
    assert counts["IQ-BA", Prospect.NOT_ALLOWED] == 1


def test_bands_of_age_are_by_the_year(session: Session) -> None:
    for number, year in enumerate((2008, 2002, 2001, 1991, 1971, None)):
        add_person(session, str(number)).identity.birth_year = year
    session.flush()
    counts = _by_name(session)["age"].counts
    named = {column: count for (_, column), count in counts.items()}
    assert named == {"18_24": 2, "25_34": 1, "35_44": 1, "55": 1, UNKNOWN: 1}


def test_time_of_return_is_told_by_the_year(session: Session) -> None:
    days = (date(2026, 1, 1), date(2025, 12, 31), date(2024, 1, 1), date(2023, 12, 31), None)
    for number, day in enumerate(days):
        add_person(session, str(number)).journey = ReturnJourney(return_date=day)
    add_person(session, "never said").journey = None
    session.flush()
    counts = _by_name(session)["returned"].counts
    named = {column: count for (_, column), count in counts.items()}
    assert named == {"2026": 1, "2025": 1, "2024": 1, EARLIER: 1, UNKNOWN: 2}


def test_offers_are_counted_exactly(session: Session) -> None:
    add_offer(session, "A")
    add_offer(session, "B").seats = 7
    session.flush()
    (offer,) = count_offers(session)
    assert (offer.governorate, offer.kind) == ("IQ-BA", OpportunityKind.JOB)
    assert (offer.count, offer.seats) == (2, 8)


def test_nobody_looks_twice_and_sees_one_person_come(session: Session) -> None:
    for number in range(22):
        add_person(session, str(number))
    session.commit()
    before = read_figures(session, TODAY)
    session.rollback()
    add_person(session, "one more")
    session.commit()
    assert read_figures(session, TODAY) == before
    assert before.everybody == 20
    tomorrow = read_figures(session, TODAY + timedelta(days=1))
    assert tomorrow.everybody == 25


def test_figures_that_are_asked_for_within_a_change_are_kept_with_it(session: Session) -> None:
    begin_write(session)
    figures = read_figures(session, TODAY)
    session.commit()
    assert Figures.from_json(session.get_one(PublishedFigures, TODAY).tables) == figures
    assert figures.table("sex").cell("IQ-BA", ALL) is Mark.FEW


def test_eight_first_readers_get_the_same_figures(engine: Engine) -> None:
    start, seen = Barrier(8), []

    def read() -> None:
        start.wait()
        with Session(engine) as session:
            seen.append(read_figures(session, TODAY))

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert all(figures == seen[0] for figures in seen)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(PublishedFigures)) == 1
