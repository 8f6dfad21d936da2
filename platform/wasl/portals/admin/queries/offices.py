"""Offices with how much happens in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import Membership
from models.case import CaseAssignment
from models.enums import PlaceLevel
from models.office import Office
from models.place import Place


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """A line of the list."""

    office: Office
    governorate: str | None
    staff: int
    cases: int


def list_places(session: Session, language: str) -> list[tuple[str, str]]:
    """Return code and name of the governorates, by name."""
    name = getattr(Place, f"name_{language}")
    statement = select(Place.code, name).where(Place.level == PlaceLevel.GOVERNORATE).order_by(name)
    return [(code, text) for code, text in session.execute(statement)]


def _staff(session: Session) -> Mapping[int | None, int]:
    statement = (
        select(Membership.office_id, func.count())
        .where(Membership.revoked_at.is_(None))
        .group_by(Membership.office_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _cases(session: Session) -> Mapping[int, int]:
    statement = (
        select(CaseAssignment.office_id, func.count())
        .where(CaseAssignment.ended_at.is_(None))
        .group_by(CaseAssignment.office_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def list_offices(session: Session, language: str) -> Sequence[OfficeRow]:
    """Return all offices by agency and name, the closed ones last."""
    places, staff, cases = dict(list_places(session, language)), _staff(session), _cases(session)
    order = (Office.active.desc(), Office.agency, Office.name)
    return [
        OfficeRow(
            office=office,
            governorate=places.get(office.governorate_code or ""),
            staff=staff.get(office.id, 0),
            cases=cases.get(office.id, 0),
        )
        for office in session.scalars(select(Office).order_by(*order))
    ]
