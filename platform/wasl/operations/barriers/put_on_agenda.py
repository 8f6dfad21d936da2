"""Put a barrier on the agenda of a roundtable, with its evidence and the body in charge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.barrier import BarrierLink, BarrierMeasure
from models.meeting import AgendaItem, Meeting
from models.opportunity import Organisation
from models.plan_enums import Barrier
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer
from wasl.barriers.bodies import bodies_of
from wasl.operations.meetings.agenda import Point, add_item, hold_to_write
from wasl.operations.meetings.series import series_members
from wasl.operations.organisation_names import all_names


class BarrierRule(StrEnum):
    """What putting a barrier on an agenda keeps to."""

    NOT_MEASURED = "not_measured"
    ON_AGENDA = "on_agenda"
    LINKED = "linked"


class BarrierRuleError(ValueError):
    """It cannot be done; `rule` says why. Nothing was changed."""

    def __init__(self, rule: BarrierRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A barrier in a governorate, or in the whole country where none is named."""

    barrier: Barrier
    governorate: str | None = None


def put_on_agenda(
    session: Session, by: Viewer, meeting: Meeting, found: Finding, point: Point
) -> AgendaItem:
    """Put a barrier at the end of an agenda, and follow from its last measure on what comes of it.

    point: its words; where nobody is to present it, a body in charge does that is a member.
    Raises MinutesRuleError, and BarrierRuleError: it was never measured, or stands there already.
    """
    hold_to_write(session, meeting)
    since = last_measured(session, found)
    if since is None:
        raise BarrierRuleError(BarrierRule.NOT_MEASURED)
    if _stands(session, meeting, found):
        raise BarrierRuleError(BarrierRule.ON_AGENDA)
    if point.presenter is None:
        point = replace(point, presenter=_in_charge(session, meeting, found.barrier))
    item = add_item(session, by, meeting, point)
    place = found.governorate
    link = BarrierLink(barrier=found.barrier, governorate_code=place, item=item, since=since)
    session.add(link)
    session.flush()
    return item


def last_measured(session: Session, found: Finding) -> date | None:
    """Return the day of the last measure of a barrier."""
    return session.scalar(
        select(func.max(BarrierMeasure.on_day)).where(
            BarrierMeasure.barrier == found.barrier,
            # NULL stands for the whole country, and equals nothing.
            BarrierMeasure.governorate_code.is_not_distinct_from(found.governorate),
        )
    )


def _stands(session: Session, meeting: Meeting, found: Finding) -> bool:
    same = (
        select(BarrierLink.id)
        .join(AgendaItem, AgendaItem.id == BarrierLink.item_id)
        .where(
            AgendaItem.meeting_id == meeting.id,
            BarrierLink.barrier == found.barrier,
            BarrierLink.governorate_code.is_not_distinct_from(found.governorate),
        )
    )
    return session.scalar(same.limit(1)) is not None


def _in_charge(session: Session, meeting: Meeting, barrier: Barrier) -> Organisation | None:
    """Return the member of a series that is in charge of a barrier, the first of several."""
    members: Sequence[Organisation] = session.scalars(series_members(meeting.series_id)).all()
    rows = session.execute(
        select(Stakeholder.organisation_id, Stakeholder.short_name).where(
            Stakeholder.organisation_id.in_([one.id for one in members])
        )
    )
    short = {row.organisation_id: row.short_name for row in rows}
    for body in bodies_of(barrier):
        for one in members:
            if {fold(name) for name in (*all_names(one), short.get(one.id) or "")} & body.keys:
                return one
    return None
