"""Barriers from the nightly measure to an agenda: once a day, once a meeting."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.barrier import BarrierLink, BarrierMeasure
from models.enums import Need
from models.meeting import Meeting
from models.person import PersonNeed
from models.place import Place
from models.plan_enums import Barrier
from models.round_table_enums import MeetingState, StakeholderKind
from models.stakeholder import Stakeholder
from tests.operations.cast import add_person
from tests.operations.meetings.minuting import TODAY, Table, table_of
from wasl.barriers.measure import Measured
from wasl.figures.tables import ALL
from wasl.operations.barriers.measure_barriers import keep_measures, measure_barriers
from wasl.operations.barriers.put_on_agenda import (
    BarrierRule,
    BarrierRuleError,
    Finding,
    put_on_agenda,
)
from wasl.operations.meetings.agenda import Point, remove_item
from wasl.operations.meetings.errors import MinutesRuleError

POINT = Point(title="Papers are missing", about="About 40 of 100 people.")
PAPERS = Finding(barrier=Barrier.PAPERS)


@pytest.fixture
def table(session: Session) -> Table:
    return table_of(session)


@pytest.fixture
def meeting(table: Table) -> Meeting:
    return table.meeting(TODAY + timedelta(14), MeetingState.PLANNED)


def keep(session: Session, place: str = ALL, days: int = 0) -> None:
    one = Measured(barrier=Barrier.PAPERS, governorate=place, met=40, looked_at=100)
    keep_measures(session, [one], TODAY - timedelta(days))


def test_a_day_is_measured_once_for_every_place(engine: Engine) -> None:
    with Session(engine) as session:
        for number in range(12):
            one = add_person(session, f"2026/{number}")
            one.needs.append(PersonNeed(need=Need.DOCUMENTS))
        session.commit()
    first = measure_barriers(engine, TODAY)
    with Session(engine) as session:
        governorates = session.scalar(
            select(func.count()).select_from(Place).where(Place.level == "governorate")
        )
        assert governorates
        assert first == len(Barrier) * (governorates + 1)
        found = session.scalars(
            select(BarrierMeasure).where(
                BarrierMeasure.barrier == Barrier.PAPERS, BarrierMeasure.governorate_code.is_(None)
            )
        ).one()
        assert (found.met, found.looked_at, found.on_day) == (10, 10, TODAY)
    assert measure_barriers(engine, TODAY) == 0, "who looks twice on a day sees nobody come"
    assert measure_barriers(engine, TODAY + timedelta(1)) == first


def test_a_barrier_stands_on_the_agenda_with_its_words(table: Table, meeting: Meeting) -> None:
    keep(table.session, days=3)
    keep(table.session, days=1)
    item = put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    assert (item.title, item.about) == (POINT.title, POINT.about)
    assert item in meeting.agenda
    link = table.session.scalars(select(BarrierLink)).one()
    assert (link.item_id, link.since) == (item.id, TODAY - timedelta(1))


def test_who_is_in_charge_presents_it_if_they_sit_there(table: Table, meeting: Meeting) -> None:
    keep(table.session)
    table.session.add(
        Stakeholder(
            organisation_id=table.bakery.id, kind=StakeholderKind.MINISTRY, short_name="moi"
        )
    )
    table.session.flush()
    item = put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    assert item.presenter == table.bakery


def test_nobody_else_is_put_up_to_it(table: Table, meeting: Meeting) -> None:
    keep(table.session)
    assert put_on_agenda(table.session, table.by, meeting, PAPERS, POINT).presenter is None


def test_it_stands_once_on_an_agenda_for_each_place(table: Table, meeting: Meeting) -> None:
    keep(table.session)
    keep(table.session, "IQ-BA", days=1)
    put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    with pytest.raises(BarrierRuleError) as error:
        put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    assert error.value.rule is BarrierRule.ON_AGENDA
    basra = Finding(barrier=Barrier.PAPERS, governorate="IQ-BA")
    put_on_agenda(table.session, table.by, meeting, basra, POINT)
    assert len(meeting.agenda) == 2


def test_what_was_never_measured_is_no_evidence(table: Table, meeting: Meeting) -> None:
    keep(table.session, "IQ-BA")
    with pytest.raises(BarrierRuleError) as error:
        put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    assert error.value.rule is BarrierRule.NOT_MEASURED
    assert not meeting.agenda


def test_nothing_is_put_on_the_agenda_of_what_is_over(table: Table) -> None:
    keep(table.session)
    over = table.meeting(TODAY - timedelta(30), MeetingState.PUBLISHED)
    with pytest.raises(MinutesRuleError):
        put_on_agenda(table.session, table.by, over, PAPERS, POINT)


def test_a_point_that_is_taken_off_takes_its_link_along(table: Table, meeting: Meeting) -> None:
    keep(table.session)
    item = put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
    remove_item(table.session, table.by, item)
    assert table.session.scalars(select(BarrierLink)).all() == []
    put_on_agenda(table.session, table.by, meeting, PAPERS, POINT)
