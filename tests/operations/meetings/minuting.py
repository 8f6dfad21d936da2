"""A series of roundtables with two members, for tests of agenda, minutes and what came of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.enums import Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant, Resolution
from models.message import Message
from models.opportunity import Organisation
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind
from tests.operations.staff import Staff, staff_of
from wasl.access.viewer import Viewer, viewer_of
from wasl.operations.meetings.agenda import Point, add_item, minutes_seen, write_minutes
from wasl.operations.meetings.resolutions import Resolved, add_resolution

TODAY = date(2026, 11, 23)


@dataclass
class Table:
    """Two members of a series, one with an account, and the secretariat that minutes it."""

    session: Session
    staff: Staff
    series: MeetingSeries
    by: Viewer
    owner: Account

    @property
    def bakery(self) -> Organisation:
        """The member with an account."""
        return self.staff.bakery

    def meeting(self, day: date, state: MeetingState = MeetingState.HELD) -> Meeting:
        """Add a meeting of the series to which both were invited."""
        made = Meeting(
            series=self.series, ref=f"RT-{day}", title=f"Table of {day}", state=state, held_on=day
        )
        made.participants = [
            Participant(organisation=one, invited_at=utc_now())
            for one in (self.staff.bakery, self.staff.mill)
        ]
        self.session.add(made)
        self.session.flush()
        return made

    def item(self, meeting: Meeting, title: str = "Training") -> AgendaItem:
        """Put a point on an agenda."""
        return add_item(self.session, self.by, meeting, Point(title=title))

    def minute(self, item: AgendaItem, text: str) -> None:
        """Write what was said about a point."""
        write_minutes(self.session, self.by, item, text, seen=minutes_seen(item))

    def resolve(
        self,
        item: AgendaItem,
        kind: ResolutionKind = ResolutionKind.DECISION,
        text: str = "A course begins",
        *,
        responsible: Organisation | None = None,
        due_on: date | None = None,
        follows: Resolution | None = None,
        settles: bool = False,
    ) -> Resolution:
        """Write down what came of a point."""
        said = Resolved(text=text, responsible=responsible, due_on=due_on, follows=follows)
        return add_resolution(self.session, self.by, item, kind, said, today=TODAY, settles=settles)

    def told(self) -> list[str]:
        """Return which messages wait, in their order, and take them out."""
        waiting = self.session.scalars(select(Message).order_by(Message.id)).all()
        for message in waiting:
            self.session.delete(message)
        self.session.flush()
        return [message.template for message in waiting]


def table_of(session: Session) -> Table:
    """Lay a table for two."""
    staff = staff_of(session)
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="Basra", name_key="basra")
    session.add(series)
    owner = staff.add(Role.EMPLOYER_OWNER)
    owner.login = "owner@bakery.example"
    by = viewer_of(staff.add(Role.SECRETARIAT))
    session.flush()
    return Table(session=session, staff=staff, series=series, by=by, owner=owner)
