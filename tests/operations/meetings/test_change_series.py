"""A series of meetings is renamed: by one at a time, never to the name of another one."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.meeting import MeetingSeries
from models.round_table_enums import MeetingKind
from tests.operations.staff import at_once
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.meetings.change_series import change_series, series_seen
from wasl.operations.meetings.plan import plan_series
from wasl.operations.meetings.rules import MeetingChangedError, MeetingRule, MeetingRuleError

NAME = "Tables of Basra"


@pytest.fixture
def series(session: Session) -> MeetingSeries:
    """A committee."""
    made = plan_series(session, COMMAND_LINE, kind=MeetingKind.COMMITTEE, name=NAME, about="Work")
    session.commit()
    return made


def rename(session: Session, series: MeetingSeries, name: str, about: str = "Work") -> list[str]:
    seen = series_seen(series)
    return change_series(session, COMMAND_LINE, series, name=name, about=about, seen=seen)


def test_it_gets_another_name_and_the_log_says_so(session: Session, series: MeetingSeries) -> None:
    assert rename(session, series, "  Tables  of the South ") == ["name"]
    assert rename(session, series, "Tables of the South", "") == ["about"]
    assert rename(session, series, "Tables of the South", " ") == []
    assert (series.name, series.about, series.kind) == (
        "Tables of the South",
        None,
        MeetingKind.COMMITTEE,
    )
    session.commit()
    changed = select(AuditEvent).where(AuditEvent.action == AuditAction.SERIES_CHANGED)
    events = session.scalars(changed.order_by(AuditEvent.id)).all()
    assert [one.details for one in events] == [{"columns": ["name"]}, {"columns": ["about"]}]
    assert {(one.object_kind, one.object_id) for one in events} == {("series", series.public_id)}
    free = plan_series(session, COMMAND_LINE, kind=MeetingKind.ROUNDTABLE, name=NAME)
    assert free.id != series.id, "the old name is free again"


def test_it_keeps_a_name_of_its_own(session: Session, series: MeetingSeries) -> None:
    plan_series(session, COMMAND_LINE, kind=MeetingKind.ROUNDTABLE, name="اللجنة العليا")
    for name, rule in ((" ", MeetingRule.NAME_MISSING), ("اللجنه  العليا", MeetingRule.NAME_TAKEN)):
        with pytest.raises(MeetingRuleError) as error:
            rename(session, series, name)
        assert error.value.rule is rule
    assert rename(session, series, NAME.upper()) == ["name"], "its own name in other letters"


def test_who_saw_an_older_one_changes_nothing(session: Session, series: MeetingSeries) -> None:
    seen = series_seen(series)
    rename(session, series, NAME, "Boats")
    with pytest.raises(MeetingChangedError):
        change_series(session, COMMAND_LINE, series, name="Other", about="Work", seen=seen)
    assert (series.name, series.about) == (NAME, "Boats")


def test_two_that_take_one_name_at_the_same_moment(
    engine: Engine, session: Session, series: MeetingSeries
) -> None:
    other = plan_series(session, COMMAND_LINE, kind=MeetingKind.ROUNDTABLE, name="Tables of Erbil")
    session.commit()
    ids = [series.id, other.id]
    session.rollback()

    def take(series_id: int) -> object:
        return lambda one: rename(one, one.get_one(MeetingSeries, series_id), "Tables of Iraq")

    errors = at_once(engine, *(take(one) for one in ids))  # type: ignore[arg-type]
    refused = [one for one in errors if one is not None]
    assert [type(one) for one in refused] == [MeetingRuleError]
    session.rollback()
    names = session.scalars(select(MeetingSeries.name)).all()
    assert names.count("Tables of Iraq") == 1
