"""Whose cases the people of a file become, and which of those already known it may change."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.access_enums import AssignmentBasis
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Agency, Register
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.files.errors import Problem
from wasl.files.intake_row import IntakeRow
from wasl.files.rows import ParsedRow
from wasl.operations.ensure_office import ensure_office

# "The general register": where the cases of an agency go that names no office of its own. A name
# of an office is data, and Arabic is what the registers are kept in.
GENERAL_REGISTER = "السجل العام"


class Caseload:
    """The cases of one import.

    What an office imports becomes its own. What the machine's owner imports goes to the agency and
    office that the row names, or to whoever keeps its register; who registered themselves and is
    at no agency gets no case.
    """

    def __init__(self, session: Session, by: Viewer) -> None:
        self._session = session
        self._by = by
        self._offices: dict[tuple[Agency, str], int] = {}

    def holds(self) -> ColumnElement[bool]:
        """Tell, in a statement on Person, whether the importer may change what is known."""
        return visible(self._by, Permission.CHANGE_PERSON)

    def refusal(self, row: ParsedRow) -> Problem:
        """Return why a row stays out whose case is not the importer's; it tells nothing of it."""
        return Problem(row.number, "case_no", str(row.values["case_no"]), "another_office")

    def open_case(self, person: Person, row: IntakeRow) -> CaseAssignment | None:
        """Give a new person to an office, accepted at once; none when there is no office."""
        office_id = self._office_of(row)
        if office_id is None:
            return None
        now = utc_now()
        case = CaseAssignment(
            person=person,
            office_id=office_id,
            basis=AssignmentBasis.INTAKE,
            offered_by_id=self._by.account_id,
            offered_at=now,
            accepted_by_id=self._by.account_id,
            accepted_at=now,
        )
        self._session.add(case)
        return case

    def _office_of(self, row: IntakeRow) -> int | None:
        if not self._by.is_system:
            return self._by.office_id
        agency = _agency_of(row)
        if agency is None:
            return None
        name = row.intake_office or GENERAL_REGISTER
        key = (agency, fold(name))
        if key not in self._offices:
            self._offices[key] = ensure_office(self._session, agency, name).id
        return self._offices[key]


def _agency_of(row: IntakeRow) -> Agency | None:
    """Return the agency that a row names, or else the one that keeps its register."""
    if row.intake_agency is not None:
        return Agency(row.intake_agency)
    return Agency.__members__.get(Register(row.register).name)
