"""Many people of a trade, and members of a roundtable: for tests of what is counted of them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.person import Person
from models.round_table_enums import MeetingKind, StakeholderKind
from models.stakeholder import Stakeholder
from tests.operations.cast import add_person
from wasl.figures.blur import Blur, Ids

WELDER, BAKER = "7212", "7512"


def count_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count people as they are, so that a test can say which number is right.

    That numbers are blurred is asked in tests/figures/test_blur.py.
    """

    def exactly(blur: Blur, ids: Ids) -> int:
        del blur
        return len(ids)

    monkeypatch.setattr(Blur, "count", exactly)


def add_crowd(
    session: Session,
    count: int,
    occupation: str = BAKER,
    governorate: str | None = "IQ-BA",
    **more: Any,
) -> list[Person]:
    """Add people of a trade, who agreed to be matched unless `consent` says otherwise."""
    there = session.query(Person).count()
    return [
        add_person(
            session, f"2026/{there + n}", occupation=occupation, governorate=governorate, **more
        )
        for n in range(count)
    ]


def add_member(
    session: Session, name: str, kind: StakeholderKind | None = None, **given: Any
) -> Organisation:
    """Add an organisation that was vetted; with a kind, a stakeholder of the round table."""
    given = {"standing": OrganisationStanding.VETTED, **given}
    found = Organisation(name=name, name_key=name.lower(), **given)
    session.add(found)
    session.flush()
    if kind is not None:
        session.add(Stakeholder(organisation_id=found.id, kind=kind))
        session.flush()
    return found


def add_roundtable(session: Session, held_on: date, *members: Organisation) -> Meeting:
    """Add a roundtable in Basra to which some organisations come; nobody is invited yet."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="البصرة", name_key="basra")
    meeting = Meeting(series=series, ref="RT-1", title="طاولة البصرة", held_on=held_on)
    meeting.participants = [Participant(organisation=one) for one in members]
    session.add(meeting)
    session.flush()
    return meeting
