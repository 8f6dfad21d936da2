"""All that is recorded of a person, by the columns of the intake format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import CorrectionState
from models.case import CaseAssignment, CorrectionRequest
from models.office import Office
from models.person import Person
from models.place import Place
from models.register import RegisterEntry
from wasl.operations.importing.person_state import person_values

# Said about the entry itself, shown as where things come from; consents have their own page.
_OF_THE_ENTRY = frozenset({"register", "case_no", "intake_agency", "intake_office", "intake_date"})


@dataclass(frozen=True, kw_only=True)
class OwnRecord:
    """A person's own record. corrected: on which moment a column was changed at their wish."""

    person: Person
    values: Mapping[str, object]
    entries: Sequence[RegisterEntry]
    corrected: Mapping[str, datetime]
    offices: Sequence[Office]
    places: Mapping[str, str]


def read_own_record(session: Session, person: Person, language: str) -> OwnRecord:
    """Return everything that is recorded of a person, with the names of places in a language."""
    entry = person.entries[0] if person.entries else RegisterEntry(case_no="")
    known = person_values(person, entry) if person.entries else {}
    return OwnRecord(
        person=person,
        values={
            name: value
            for name, value in known.items()
            if name not in _OF_THE_ENTRY and not name.startswith("consent_")
        },
        entries=person.entries,
        corrected=_corrected(session, person),
        offices=_offices(session, person),
        places=_places(session, language),
    )


def _corrected(session: Session, person: Person) -> dict[str, datetime]:
    rows = session.execute(
        select(CorrectionRequest.field, CorrectionRequest.decided_at)
        .where(
            CorrectionRequest.person_id == person.id,
            CorrectionRequest.state == CorrectionState.ACCEPTED,
        )
        .order_by(CorrectionRequest.decided_at)
    )
    return {field: moment for field, moment in rows if moment is not None}


def _offices(session: Session, person: Person) -> list[Office]:
    """Return the offices that work with a person now."""
    statement = (
        select(Office)
        .join(CaseAssignment, CaseAssignment.office_id == Office.id)
        .where(
            CaseAssignment.person_id == person.id,
            CaseAssignment.ended_at.is_(None),
            CaseAssignment.accepted_at.is_not(None),
        )
        .order_by(CaseAssignment.id)
    )
    return list(session.scalars(statement))


def _places(session: Session, language: str) -> dict[str, str]:
    rows = session.execute(select(Place.code, getattr(Place, f"name_{language}")))
    return {row[0]: row[1] for row in rows}
