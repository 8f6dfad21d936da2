"""A commitment that answers a barrier though it was made at no point about it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.barrier import BarrierPromise
from models.commitment import Commitment
from models.meeting import AgendaItem
from models.plan_enums import Barrier
from models.round_table_enums import CommitmentState, MeetingState
from tests.operations.beside import beside
from tests.operations.commitments.promises import add_promise
from tests.operations.meetings.minuting import TODAY, Table, table_of
from wasl.access.viewer import COMMAND_LINE
from wasl.barriers.measure import Measured
from wasl.figures.tables import ALL
from wasl.operations.barriers import link_promise as operations
from wasl.operations.barriers.link_promise import link_promise, unlink_promise
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.operations.barriers.put_on_agenda import (
    BarrierRule,
    BarrierRuleError,
    Finding,
    put_on_agenda,
)
from wasl.operations.commitments.errors import CommitmentWithdrawnError
from wasl.operations.meetings.agenda import Point

PAPERS = Finding(barrier=Barrier.PAPERS)
BASRA = Finding(barrier=Barrier.PAPERS, governorate="IQ-BA")


def keep(session: Session, place: str = ALL, days: int = 0) -> None:
    one = Measured(barrier=Barrier.PAPERS, governorate=place, met=40, looked_at=100)
    keep_measures(session, [one], TODAY - timedelta(days))


@pytest.fixture
def table(session: Session) -> Table:
    """Papers were missing in the country yesterday, and in Basra a week ago."""
    found = table_of(session)
    keep(session, "IQ-BA", days=7)
    keep(session, days=1)
    return found


@pytest.fixture
def made(table: Table) -> Commitment:
    return add_promise(table.session, table.bakery)


def links(session: Session) -> list[tuple[Barrier, str | None, date]]:
    found = session.scalars(select(BarrierPromise).order_by(BarrierPromise.id))
    return [(one.barrier, one.governorate_code, one.since) for one in found]


def test_it_is_followed_from_the_last_measure_on(table: Table, made: Commitment) -> None:
    link_promise(table.session, table.by, made, PAPERS)
    link_promise(table.session, table.by, made, BASRA)
    assert links(table.session) == [
        (Barrier.PAPERS, None, TODAY - timedelta(1)),
        (Barrier.PAPERS, "IQ-BA", TODAY - timedelta(7)),
    ]
    assert unlink_promise(table.session, table.by, made, BASRA)
    assert not unlink_promise(table.session, table.by, made, BASRA)
    assert [place for _barrier, place, _since in links(table.session)] == [None]
    table.session.commit()
    [*events] = table.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == AuditAction.BARRIER_LINKED)
        .order_by(AuditEvent.id)
    )
    papers = Barrier.PAPERS.value
    assert [one.details for one in events] == [
        {"what": "tied", "barrier": papers, "governorate": None},
        {"what": "tied", "barrier": papers, "governorate": "IQ-BA"},
        {"what": "untied", "barrier": papers, "governorate": "IQ-BA"},
    ]
    assert {one.object_id for one in events} == {made.public_id}


def test_it_is_linked_once_for_each_place(table: Table, made: Commitment) -> None:
    link_promise(table.session, table.by, made, PAPERS)
    with pytest.raises(BarrierRuleError) as error:
        link_promise(table.session, table.by, made, PAPERS)
    assert error.value.rule is BarrierRule.LINKED
    assert len(links(table.session)) == 1


def test_what_was_made_at_its_point_needs_no_link(table: Table) -> None:
    meeting = table.meeting(TODAY + timedelta(14), MeetingState.PLANNED)
    first = put_on_agenda(table.session, table.by, meeting, PAPERS, Point(title="Papers"))
    later = table.meeting(TODAY + timedelta(30), MeetingState.PLANNED)
    carried = AgendaItem(meeting=later, position=1, title="Papers", carried_from=first)
    table.session.add(carried)
    table.session.flush()
    for number, item in enumerate((first, carried)):
        made = add_promise(table.session, table.bakery, ref=f"C-{number}", item=item)
        with pytest.raises(BarrierRuleError) as error:
            link_promise(table.session, table.by, made, PAPERS)
        assert error.value.rule is BarrierRule.LINKED
        link_promise(table.session, table.by, made, BASRA)


def test_what_was_never_measured_or_is_withdrawn_is_not_linked(
    table: Table, made: Commitment
) -> None:
    with pytest.raises(BarrierRuleError) as error:
        link_promise(table.session, table.by, made, Finding(barrier=Barrier.WAGE))
    assert error.value.rule is BarrierRule.NOT_MEASURED
    link_promise(table.session, table.by, made, PAPERS)
    made.state = CommitmentState.WITHDRAWN
    table.session.flush()
    with pytest.raises(CommitmentWithdrawnError):
        link_promise(table.session, table.by, made, BASRA)
    assert unlink_promise(table.session, table.by, made, PAPERS), (
        "a link is taken back all the same"
    )


def _lay(engine: Engine) -> None:
    with Session(engine) as session:
        table = table_of(session)
        keep(session)
        add_promise(session, table.bakery)
        session.commit()


def _link(session: Session) -> None:
    link_promise(session, COMMAND_LINE, session.scalars(select(Commitment)).one(), PAPERS)


def _count(engine: Engine) -> int | None:
    with Session(engine) as session:
        return session.scalar(select(func.count(BarrierPromise.id)))


def test_of_two_who_link_at_once_the_second_is_told(engine: Engine) -> None:
    _lay(engine)
    raised = beside(engine, _link, _link)
    assert isinstance(raised, BarrierRuleError)
    assert raised.rule is BarrierRule.LINKED
    assert _count(engine) == 1


@pytest.mark.postgresql
def test_without_holding_the_commitment_it_would_be_linked_twice(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what keeps it to one link is the lock."""
    monkeypatch.setattr(operations, "hold_standing", lambda *_: None)
    _lay(postgresql)
    assert beside(postgresql, _link, _link) is None
    assert _count(postgresql) == 2
