"""A chamber, a workshop and people of trades, around a roundtable that lies ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.round_table_enums import MeetingKind, MeetingState, StakeholderKind
from models.stakeholder import Stakeholder
from tests.operations.cast import add_person, coded
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.database import WRITE
from wasl.figures.blur import Blur, Ids

TODAY = date(2026, 11, 23)
WELDER, BAKER = "7212", "7512"


@dataclass
class Table:
    """A roundtable in Basra, to which a chamber and a workshop come."""

    session: Session
    staff: Staff
    secretary: Account
    chamber: Organisation
    workshop: Organisation
    meeting: Meeting

    @property
    def by(self) -> Viewer:
        """Who acts: the secretariat."""
        return viewer(self.secretary)

    def organisation(self, name: str, **given: Any) -> Organisation:
        """Add an organisation that is trusted."""
        standing = OrganisationStanding.VETTED
        found = Organisation(name=name, name_key=name.lower(), standing=standing, **given)
        self.session.add(found)
        self.session.flush()
        return found

    def invite(self, *organisations: Organisation) -> None:
        """Call the meeting: some of its members are invited, or all of them."""
        self.meeting.state = MeetingState.CALLED
        for one in self.meeting.participants:
            if not organisations or one.organisation in organisations:
                one.invited_at = utc_now()
        self.session.flush()

    def people(self, count: int, occupation: str = WELDER, place: str = "IQ-BA") -> None:
        """Add people of a trade who allow that they are matched."""
        for n in range(count):
            case_no = f"{occupation}-{place}-{n}"
            add_person(self.session, case_no, occupation=occupation, governorate=place)

    def posts(self, owner: Organisation, seats: int, **given: Any) -> Job:
        """Add a job that is published."""
        values = {
            "ref": f"{owner.name}-{seats}-{len(given)}",
            "employer_wording": owner.name,
            "status": OpportunityStatus.PUBLISHED,
            "governorate_code": "IQ-BA",
            "published_at": datetime(2026, 3, 9, 22, tzinfo=UTC),
            **coded("Welder", WELDER),
            **given,
        }
        job = Job(organisation=owner, seats=seats, **values)
        self.session.add(job)
        self.session.flush()
        return job


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes, as that of a form: what is counted in it may be kept in it."""
    with Session(engine.execution_options(**{WRITE: True})) as session:
        yield session


@pytest.fixture(autouse=True)
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts as they are: that they are blurred is asked in tests/figures/test_gaps.py."""

    def exactly(blur: Blur, ids: Ids) -> int:
        del blur
        return len(ids)

    monkeypatch.setattr(Blur, "count", exactly)


@pytest.fixture
def table(session: Session) -> Table:
    """The roundtable, nobody asked for anything yet."""
    staff = staff_of(session)
    chamber = Organisation(name="Basra Chamber", name_key="basra chamber")
    chamber.governorate_code = "IQ-BA"
    workshop = Organisation(name="Workshop", name_key="workshop", sector_code="25")
    chamber.standing = workshop.standing = OrganisationStanding.VETTED
    session.add_all([chamber, workshop])
    session.flush()
    session.add(Stakeholder(organisation_id=chamber.id, kind=StakeholderKind.CHAMBER))
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="Basra", name_key="basra")
    meeting = Meeting(series=series, ref="RT-1", title="Basra", held_on=TODAY + timedelta(14))
    meeting.participants = [Participant(organisation=one) for one in (chamber, workshop)]
    session.add(meeting)
    session.flush()
    secretary = staff.add(Role.SECRETARIAT)
    return Table(session, staff, secretary, chamber, workshop, meeting)
