"""Events of the audit log as the administrator reads them: who, what, about which record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from wasl.audit.reading import EventFilter, read_events
from wasl.portals.admin.queries.accounts import is_named

ROWS_ON_A_PAGE = 25
# Looking through a long list of people is one act of many events.
EVENTS_READ = 500


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """An event, or several that are one act and differ only in the person.

    name: what a member of staff goes by; nobody else is named here. people: public ids.
    """

    first: int
    last: int
    at: datetime
    action: AuditAction
    actor: str
    name: str | None
    role: Role | None
    place: str | None
    people: Sequence[str]
    object_kind: str | None
    object_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """A page of acts, the latest first. older: the event before which the next page begins."""

    rows: Sequence[EventRow]
    older: int | None


def find_events(session: Session, wanted: EventFilter, before: int | None) -> EventPage:
    """Return a page of the events that a filter finds, from before an event on."""
    found = read_events(session, wanted, EVENTS_READ + 1, before)
    rows = describe_events(session, found[:EVENTS_READ])
    shown = rows[:ROWS_ON_A_PAGE]
    more = len(found) > EVENTS_READ or len(rows) > ROWS_ON_A_PAGE
    return EventPage(rows=shown, older=shown[-1].first if more else None)


def describe_events(session: Session, events: Sequence[AuditEvent]) -> list[EventRow]:
    """Return events with the names of staff, offices and organisations."""
    names = _staff(session, {event.actor for event in events})
    offices = _texts(session, Office, {event.actor_office_id for event in events})
    employers = _texts(session, Organisation, {event.actor_organisation_id for event in events})
    rows = []
    for _act, same in groupby(events, _act_of):
        acts = list(same)
        event = acts[0]
        place = offices.get(event.actor_office_id) or employers.get(event.actor_organisation_id)
        rows.append(
            EventRow(
                first=acts[-1].id,
                last=event.id,
                at=event.at,
                action=event.action,
                actor=event.actor,
                name=names.get(event.actor),
                role=event.actor_role,
                place=place,
                people=[act.person for act in acts if act.person],
                object_kind=event.object_kind,
                object_id=event.object_id,
                details=event.details,
            )
        )
    return rows


def _act_of(event: AuditEvent) -> tuple[object, ...]:
    """Return what events have in common that were recorded in one go."""
    about = (event.object_kind, event.object_id, event.person is None and event.id)
    return (event.at, event.actor, event.action, str(event.details), *about)


def _staff(session: Session, actors: set[str]) -> dict[str, str]:
    """Return the names of those accounts that are not a returnee's and never were."""
    statement = select(Account).where(Account.public_id.in_(actors))
    accounts = session.scalars(statement.options(selectinload(Account.memberships))).unique()
    return {one.public_id: one.display_name for one in accounts if is_named(one)}


def _texts(session: Session, table: Any, ids: set[int | None]) -> dict[int | None, str]:
    wanted = ids - {None}
    if not wanted:
        return {}
    rows = session.execute(select(table.id, table.name).where(table.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}
