"""A row is locked also when it was loaded together with others."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NotSupportedError
from sqlalchemy.orm import Session, joinedload

from models.meeting import Meeting
from tests.operations.meetings.minuting import table_of
from wasl.operations.hold_row import hold_row


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """A meeting that was loaded with its series, as pages load it."""
    table_of(session).meeting(date(2026, 10, 7))
    session.commit()
    session.expunge_all()
    return session.scalars(select(Meeting).options(joinedload(Meeting.series))).one()


def test_a_row_that_was_loaded_with_others_is_held(session: Session, meeting: Meeting) -> None:
    hold_row(session, meeting)
    assert meeting.series.name == "Basra"


def test_twin_without_naming_its_table_postgresql_refuses(
    session: Session, meeting: Meeting
) -> None:
    if session.get_bind().dialect.name == "postgresql":
        with pytest.raises(NotSupportedError):
            session.refresh(meeting, with_for_update=True)
    else:  # SQLite knows no such lock: its one writer holds the whole file
        session.refresh(meeting, with_for_update=True)
