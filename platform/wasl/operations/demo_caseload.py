"""The people of the demo: imported by one office, some of them cases of another ministry's."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.case import CaseAssignment
from models.enums import Agency
from models.person import Person
from models.register import RegisterEntry
from wasl.access.viewer import Viewer, viewer_of
from wasl.audit.record import record_each
from wasl.config import Settings
from wasl.demo_accounts import NINAWA
from wasl.operations.ensure_office import ensure_office
from wasl.operations.import_intake import import_intake
from wasl.operations.logins import find_by_login

DEMO_FILES = Path(__file__).parent.parent / "demo_data"
# The files were made for this day; on it their deadlines are still ahead.
DEMO_DAY = date(2026, 11, 22)


def import_people(session: Session, by: Viewer, settings: Settings) -> int:
    """Import the people as the office in Erbil does, once, and return how many there are.

    Those whom the migration ministry registered become cases of its office in Ninawa.
    """
    count = select(func.count()).select_from(Person)
    if not session.scalar(count):
        erbil = _manager(session)
        import_intake(session, erbil, DEMO_FILES / "intake.xlsx", settings, today=DEMO_DAY)
        _give_to_ninawa(session, by)
    return session.scalar(count) or 0


def _give_to_ninawa(session: Session, by: Viewer) -> None:
    theirs = select(RegisterEntry.person_id).where(RegisterEntry.agency == Agency.MOMD)
    office = ensure_office(session, *NINAWA)
    cases = session.execute(
        update(CaseAssignment)
        .where(CaseAssignment.person_id.in_(theirs))
        .values(office_id=office.id, offered_by_id=None, accepted_by_id=None)
        .returning(CaseAssignment.basis, CaseAssignment.person_id)
    ).all()
    if cases:
        ids = select(Person.public_id).where(Person.id.in_([case.person_id for case in cases]))
        record_each(
            session,
            by,
            AuditAction.CASE_ASSIGNED,
            session.scalars(ids).all(),
            office=office.public_id,
            basis=cases[0].basis.value,
        )


def _manager(session: Session) -> Viewer:
    found = find_by_login(session, "manager@demo.example")
    if found is None:
        raise LookupError("the demo's office in Erbil has no manager")
    return viewer_of(found)
