"""Cases as pages show them: who works with a person, what is offered to an office, who could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from models.access_enums import OFFICE_ROLES, AssignmentBasis
from models.account import Account, Membership
from models.case import CaseAssignment
from models.case_states import CaseState, in_state, state_of
from models.enums import Role
from models.office import Office
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import find, visible
from wasl.access.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case of a person at an office, with the name of whoever is in charge."""

    case: CaseAssignment
    state: CaseState
    in_charge: str | None
    since: datetime
    own: bool
    sent_by_us: bool


@dataclass(frozen=True, kw_only=True)
class CasesOfPerson:
    """Who works with a person, who was asked to, and who did before."""

    now: Sequence[CaseLine]
    asked: Sequence[CaseLine]
    before: Sequence[CaseLine]

    @property
    def ours(self) -> CaseAssignment | None:
        """The open case of the viewer's office."""
        return next((line.case for line in self.now if line.own), None)


def read_cases(session: Session, viewer: Viewer, person: Person) -> CasesOfPerson:
    """Return all cases of a person, the oldest first."""
    rows = session.execute(
        select(CaseAssignment, Account.display_name)
        .outerjoin(Account, Account.id == CaseAssignment.account_id)
        .where(CaseAssignment.person_id == person.id)
        .options(joinedload(CaseAssignment.office), joinedload(CaseAssignment.from_office))
        .order_by(CaseAssignment.id)
    ).unique()
    lines = [
        CaseLine(
            case=case,
            state=state_of(case),
            in_charge=name,
            since=case.accepted_at or case.offered_at,
            own=viewer.office_id is not None and case.office_id == viewer.office_id,
            sent_by_us=viewer.office_id is not None and case.from_office_id == viewer.office_id,
        )
        for case, name in rows
    ]
    return CasesOfPerson(
        now=[line for line in lines if line.state is CaseState.OPEN],
        asked=[line for line in lines if line.state is CaseState.OFFERED],
        before=[line for line in lines if line.state not in {CaseState.OPEN, CaseState.OFFERED}],
    )


@dataclass(frozen=True, kw_only=True)
class CasePanel:
    """What a person's page shows about cases: also whom the viewer may put in charge."""

    cases: CasesOfPerson
    staff: Sequence[Account]
    may_refer: bool
    may_assign: bool
    may_end: bool


def read_case_panel(session: Session, viewer: Viewer, person: Person) -> CasePanel:
    """Return who works with a person and what the viewer may do about it."""

    def may(permission: Permission) -> bool:
        return find(session, viewer, permission, person.public_id) is not None

    may_assign = may(Permission.ASSIGN_CASE)
    return CasePanel(
        cases=read_cases(session, viewer, person),
        staff=list_staff(session, viewer.office_id) if may_assign else [],
        may_refer=may(Permission.REFER_CASE),
        may_assign=may_assign,
        may_end=may(Permission.END_CASE),
    )


def find_case_of_office(
    session: Session, viewer: Viewer, person: Person, state: CaseState
) -> CaseAssignment | None:
    """Return the case of a person at the viewer's own office that is in a state."""
    return session.scalar(
        select(CaseAssignment).where(
            CaseAssignment.person_id == person.id,
            CaseAssignment.office_id == viewer.office_id,
            in_state(state),
        )
    )


def find_offer_of_office(
    session: Session, viewer: Viewer, person: Person, case_id: str
) -> CaseAssignment | None:
    """Return what the viewer's office offered to another one, answered or not; else none."""
    return session.scalar(
        select(CaseAssignment).where(
            CaseAssignment.public_id == case_id,
            CaseAssignment.person_id == person.id,
            CaseAssignment.from_office_id == viewer.office_id,
        )
    )


def list_offered(session: Session, viewer: Viewer) -> Sequence[CaseAssignment]:
    """Return the cases that wait for an answer of the viewer's office, the oldest first."""
    return session.scalars(
        select(CaseAssignment)
        .where(visible(viewer, Permission.ANSWER_CASE), in_state(CaseState.OFFERED))
        .options(joinedload(CaseAssignment.from_office))
        .order_by(CaseAssignment.id)
    ).all()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A case that the viewer's office offered; person: public id, while they may see them."""

    case: CaseAssignment
    person: str | None


def list_sent(session: Session, viewer: Viewer, most: int = 50) -> Sequence[Sent]:
    """Return what the viewer's office offered to others, the newest first."""
    if viewer.office_id is None:
        return []
    handed_over = (AssignmentBasis.REFERRAL, AssignmentBasis.TRANSFER)
    cases = session.scalars(
        select(CaseAssignment)
        .where(
            CaseAssignment.from_office_id == viewer.office_id,
            CaseAssignment.basis.in_(handed_over),
        )
        .options(joinedload(CaseAssignment.office))
        .order_by(CaseAssignment.id.desc())
        .limit(most)
    ).all()
    seen = select(Person.id, Person.public_id).where(
        Person.id.in_({case.person_id for case in cases}), visible(viewer, Permission.SEE_PERSON)
    )
    people = dict(session.execute(seen).all())
    return [Sent(case=case, person=people.get(case.person_id)) for case in cases]


def _working() -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.revoked_at.is_(None),
        Account.suspended_at.is_(None),
        Account.closed_at.is_(None),
    )


def list_staff(session: Session, office_id: int | None) -> Sequence[Account]:
    """Return who works at an office and may be in charge of a case, by name."""
    found = session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.office_id == office_id, Membership.role.in_(OFFICE_ROLES), *_working())
    ).unique()
    return sorted(found, key=lambda account: account.display_name)


def list_managers(session: Session, offices: Sequence[int]) -> dict[int | None, list[Account]]:
    """Return who leads some offices, by the office's id."""
    rows = session.execute(
        select(Membership.office_id, Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.office_id.in_(offices),
            Membership.role == Role.OFFICE_MANAGER,
            *_working(),
        )
        .order_by(Account.id)
    ).unique()
    found: dict[int | None, list[Account]] = {}
    for office_id, account in rows:
        found.setdefault(office_id, []).append(account)
    return found


def list_other_offices(session: Session, viewer: Viewer) -> Sequence[Office]:
    """Return the offices that a case can be offered to, by agency and name."""
    statement = select(Office).where(Office.active).order_by(Office.agency, Office.name)
    if viewer.office_id is not None:
        statement = statement.where(Office.id != viewer.office_id)
    return session.scalars(statement).all()
