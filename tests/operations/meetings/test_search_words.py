"""Meetings are found by what is said in them, however it is spelled, and by what is said now."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.round_table_states import ResolutionStep
from tests.operations.meetings.minuting import TODAY, Table, table_of
from wasl.operations.meetings.agenda import remove_item
from wasl.operations.meetings.resolutions import take_resolution_step
from wasl.operations.meetings.search_words import meeting_has, wanted_words


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members."""
    return table_of(session)


@pytest.fixture
def meeting(table: Table) -> Meeting:
    """A meeting about welders in Arabic, lorries in Sorani and certificates in English."""
    made = table.meeting(date(2026, 10, 7))
    table.minute(table.item(made, "نقص اللحامين"), "قالت الغرفة إنّ المصانع تنتظر")
    table.minute(table.item(made, "شۆفێری لۆری"), "Certificates from abroad, 100% of them")
    return made


def found(session: Session, text: str) -> list[Meeting]:
    session.flush()
    return list(session.scalars(select(Meeting).where(meeting_has(wanted_words(text)))))


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("لحام", True),
        ("اللحّاميـن الغرفه", True),
        ("شوفيري", True),
        ("CERTIFICATES لحام", True),
        ("100%", True),
        ("certificates bakery", False),
        ("خباز", False),
    ],
)
def test_words_of_any_point_in_any_spelling(
    session: Session, meeting: Meeting, words: str, is_found: bool
) -> None:
    assert found(session, words) == ([meeting] if is_found else [])


def test_what_is_said_anew_is_found_and_what_is_taken_back_is_not(
    session: Session, table: Table, meeting: Meeting
) -> None:
    item = meeting.agenda[0]
    table.minute(item, "قيل شيء عن الخبازين")
    assert found(session, "خباز") == [meeting]
    assert found(session, "مصانع") == []
    extra = table.item(meeting, "Tailors")
    assert found(session, "tailors") == [meeting]
    remove_item(session, table.by, extra)
    assert found(session, "tailors") == []


def test_what_came_of_it_is_found_with_what_became_of_it(
    session: Session, table: Table, meeting: Meeting
) -> None:
    one = table.resolve(meeting.agenda[0], text="Open a workshop")
    assert found(session, "workshop") == [meeting]
    step = ResolutionStep.SETTLE
    take_resolution_step(
        session, table.by, one, step, "Ribbon was cut", today=TODAY, seen=one.version
    )
    assert found(session, "ribbon workshop") == [meeting]


def test_keeping_words_is_no_change_of_the_meeting(
    session: Session, table: Table, meeting: Meeting
) -> None:
    session.commit()
    before = meeting.version, meeting.updated_at
    table.minute(meeting.agenda[0], "other words")
    session.commit()
    assert (meeting.version, meeting.updated_at) == before


def test_words_are_rolled_back_with_what_was_said(
    session: Session, table: Table, meeting: Meeting
) -> None:
    session.commit()
    table.minute(meeting.agenda[0], "tailors")
    session.rollback()
    assert found(session, "tailors") == []
