"""What a person says is wrong about them: asked, decided, answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, CorrectionState
from models.base import utc_now
from models.case import CorrectionRequest
from models.person import Person
from models.register import RegisterEntry
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.files.errors import CellError
from wasl.files.intake_columns import INTAKE
from wasl.files.intake_row import IntakeRow
from wasl.operations.hold_row import hold_row
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.person_changes import apply_row
from wasl.operations.importing.reference import load_reading
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers

# Columns whose new value can be written down in a line, as a file would hold it. The others are
# lists of things with parts: whoever accepts has changed them with the next list or intake.
SIMPLE = (
    *("name_ar", "name_latin", "known_as", "mother_name", "birth_date", "sex", "national_id"),
    *("phone", "email", "governorate", "district", "governorate_origin", "country_from"),
    *("return_date", "years_abroad", "reason_migrated", "category", "marital_status"),
    *("dependants", "housing", "education", "field_of_study", "skills", "desired_work"),
    *("wage_min", "hours", "available_from", "aspirations"),
)
BY_HAND = (
    *("experience", "languages", "licences", "certificates", "wants", "relocate_to"),
    *("needs", "vulnerabilities"),
)
FIELDS = (*SIMPLE, *BY_HAND)
MOST_OPEN = 20
LONGEST = 2_000


class TooManyCorrectionsError(Exception):
    """As many as can wait are waiting already."""


class CorrectionDecidedError(Exception):
    """Somebody has decided it already."""


class ValueNotUnderstoodError(ValueError):
    """The new value cannot be what this field holds; nothing was changed."""


def ask_correction(
    session: Session, by: Viewer, person: Person, field: str, said: str
) -> CorrectionRequest:
    """Keep what a person says is wrong, for their office to decide; it hears of the first one.

    field: one of FIELDS. Raises TooManyCorrectionsError.
    """
    if field not in FIELDS:
        raise ValueError(f"{field!r} is no field that can be corrected")
    is_open = CorrectionRequest.state == CorrectionState.OPEN
    waiting = session.scalar(
        select(func.count()).where(CorrectionRequest.person_id == person.id, is_open)
    )
    if (waiting or 0) >= MOST_OPEN:
        raise TooManyCorrectionsError
    if not waiting:
        tell_caseworkers(session, person, "correction_asked")
    request = CorrectionRequest(
        person=person, field=field, said=said.strip()[:LONGEST], asked_by_id=by.account_id
    )
    session.add(request)
    session.flush()
    subject = ("correction", request.public_id)
    record(
        session,
        by,
        AuditAction.CORRECTION_ASKED,
        person=person.public_id,
        subject=subject,
        field=field,
    )
    return request


def decide_correction(
    session: Session,
    by: Viewer,
    request: CorrectionRequest,
    *,
    accept: bool,
    answer: str | None = None,
    value: str | None = None,
) -> None:
    """Accept or decline what a person said, with an answer that they read.

    value: what a simple field is to hold from now on; for the others whoever accepts has changed
    the record by hand. Raises CorrectionDecidedError, ValueNotUnderstoodError.
    """
    hold_row(session, request)
    if request.state is not CorrectionState.OPEN:
        raise CorrectionDecidedError
    if accept and request.field in SIMPLE:
        _apply(session, by, request.person, request.field, value or "")
    request.state = CorrectionState.ACCEPTED if accept else CorrectionState.DECLINED
    request.answer = (answer or "").strip() or None
    request.decided_by_id, request.decided_at = by.account_id, utc_now()
    session.flush()
    record(
        session,
        by,
        AuditAction.CORRECTION_DECIDED,
        person=request.person.public_id,
        subject=("correction", request.public_id),
        field=request.field,
        state=request.state.value,
    )
    tell_person(session, request.person, "correction_decided", {})


def understand(
    session: Session, field: str, text: str, known: Mapping[str, object], today: date
) -> object:
    """Return what a text means as the value of a column of the intake format.

    known: other values of the record, such as the governorate for a district. Raises
    ValueNotUnderstoodError for a blank and for what the column cannot hold.
    """
    reading = load_reading(session, today)
    reading.values = dict(known)
    try:
        value = INTAKE.by_name[field].read(text, reading)
    except CellError as error:
        raise ValueNotUnderstoodError(str(error)) from None
    if value is None:
        raise ValueNotUnderstoodError(field)
    return value


def _apply(session: Session, by: Viewer, person: Person, field: str, text: str) -> None:
    known = {"governorate": person.governorate_code}
    value = understand(session, field, text, known, today_in_baghdad())
    entry = person.entries[0] if person.entries else RegisterEntry()
    values: dict[str, Any] = {"register": entry.register, "case_no": entry.case_no, field: value}
    row = IntakeRow(**values)
    apply_row(person, entry, row, {field}, BatchCoder(session))
    session.flush()
    record(session, by, AuditAction.PERSON_CHANGED, person=person.public_id, columns=[field])
