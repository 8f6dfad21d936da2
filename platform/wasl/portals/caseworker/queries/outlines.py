"""What somebody sees of a person who was looked up: a name, and whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.case import CaseAssignment
from models.case_states import CaseState, in_state
from models.office import Office
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.open_looked_up import may_open
from wasl.portals.caseworker.queries.cases import list_managers


@dataclass(frozen=True, kw_only=True)
class Contact:
    """An office that works with a person, and who leads it."""

    office: Office
    managers: Sequence[Account]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A person as found. mine: the viewer works with them; may_open: of the same agency."""

    person: Person
    contacts: Sequence[Contact]
    mine: bool
    may_open: bool


def read_outlines(session: Session, viewer: Viewer, people: Sequence[Person]) -> list[Outline]:
    """Return the outlines of the people that a look-up found."""
    return [_outline(session, viewer, person) for person in people]


def _outline(session: Session, viewer: Viewer, person: Person) -> Outline:
    offices = session.scalars(
        select(Office)
        .join(CaseAssignment, CaseAssignment.office_id == Office.id)
        .where(CaseAssignment.person_id == person.id, in_state(CaseState.OPEN))
        .order_by(CaseAssignment.id)
    ).all()
    managers = list_managers(session, [office.id for office in offices])
    mine = select(Person.id).where(
        Person.id == person.id, visible(viewer, Permission.CHANGE_PERSON)
    )
    return Outline(
        person=person,
        contacts=[
            Contact(office=office, managers=managers.get(office.id, [])) for office in offices
        ],
        mine=session.scalar(mine) is not None,
        may_open=may_open(session, viewer, person),
    )
