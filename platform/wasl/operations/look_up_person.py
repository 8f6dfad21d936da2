"""Look for one person outside one's caseload: with a reason, rarely, and never to enumerate.

Whoever asks must know the name and something else that strangers do not know. The answer is the
same when nobody fits, when one of the two is wrong, and when so many fit that it would be a list.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from matching.coding.normalise import fold
from models.access_enums import AuditAction, LookUpReason
from models.person import Person, PersonIdentity
from models.register import RegisterEntry
from models.sealed import keys_of
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.cells import clean_text
from wasl.files.errors import CellError
from wasl.files.people import parse_national_id, parse_phone
from wasl.operations.count_tries import Limit, count_try
from wasl.operations.person_keys import LETTERS, has_key, name_words

MOST_FOUND = 3
"""Registers may know one person two or three times; more is a list, and nobody gets a list."""
_MOST_READ = 400  # identities that are opened to compare; a name so common fits too many anyway

PER_HOUR = Limit(name="look-up/hour", most=10, window=timedelta(hours=1))
PER_DAY = Limit(name="look-up/day", most=30, window=timedelta(days=1))


class LookUpRefusal(StrEnum):
    """Why nobody was looked for."""

    NAME_TOO_SHORT = "name_too_short"
    NOTHING_ELSE = "nothing_else"
    NO_REASON = "no_reason"


class LookUpRefusedError(ValueError):
    """Too little was given; nobody was looked for and nothing was counted."""

    def __init__(self, why: LookUpRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class TooManyLookUpsError(Exception):
    """As many look-ups as there may be were made; `until` is when the next one is possible."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """What is known of somebody, and why they are looked for. Texts are as they were typed."""

    reason: LookUpReason
    note: str
    name: str
    birth_year: int | None = None
    birth_date: date | None = None
    mother_name: str = ""
    phone: str = ""
    national_id: str = ""
    case_no: str = ""

    def given(self) -> list[str]:
        """Return the names of the attributes beside the name that were given.

        A dash or a dot is nothing: it fits whatever is recorded.
        """
        names = ("birth_year", "birth_date", "mother_name", "phone", "national_id", "case_no")
        told = ((name, getattr(self, name)) for name in names)
        return [name for name, text in told if text is not None and name_words(str(text))]

    @property
    def has_number(self) -> bool:
        """Whether a number that one person has alone is among them."""
        return bool({"phone", "national_id", "case_no"} & set(self.given()))


def look_up_person(session: Session, by: Viewer, wanted: LookUp) -> list[Person]:
    """Return who fits all that is given: up to `MOST_FOUND` people, or nobody.

    Each try is recorded with its reason: for everybody found, or once for nobody. Commit whatever
    comes of it. Raises LookUpRefusedError, TooManyLookUpsError (recorded as well).
    """
    _check(wanted)
    for limit in (PER_HOUR, PER_DAY):
        until = count_try(session, limit, by.name)
        if until is not None:
            _record(session, by, wanted, "limited", None)
            raise TooManyLookUpsError(until)
    found = list(_fitting(session, wanted))
    if not 1 <= len(found) <= MOST_FOUND:
        _record(session, by, wanted, "nobody", None)
        return []
    for person in found:
        _record(session, by, wanted, "found", person.public_id)
    return found


def _check(wanted: LookUp) -> None:
    if not wanted.note.strip():
        raise LookUpRefusedError(LookUpRefusal.NO_REASON)
    if not wanted.given():
        raise LookUpRefusedError(LookUpRefusal.NOTHING_ELSE)
    named = [word for word in _typed(wanted.name) if len(word) > 1]
    if len(named) < (1 if wanted.has_number else 2):
        raise LookUpRefusedError(LookUpRefusal.NAME_TOO_SHORT)


def _record(session: Session, by: Viewer, wanted: LookUp, outcome: str, person: str | None) -> None:
    record(
        session,
        by,
        AuditAction.PERSON_LOOKED_UP,
        person=person,
        reason=wanted.note.strip(),
        why=wanted.reason.value,
        attributes=wanted.given(),
        outcome=outcome,
    )


def _fitting(session: Session, wanted: LookUp) -> Iterator[Person]:
    """Yield who fits, one more than may be shown at most; nobody where too many share the name."""
    conditions = [*_conditions(session, wanted)]
    statement = (
        select(Person)
        .join(PersonIdentity)
        .where(Person.anonymised_at.is_(None), *conditions)
        .options(joinedload(Person.identity))
        .order_by(Person.id)
        .limit(_MOST_READ + 1)
    )
    people = session.scalars(statement).unique().all()
    if len(people) > _MOST_READ:
        return
    fitting = 0
    for person in people:
        if _fits(person.identity, wanted):
            yield person
            fitting += 1
        if fitting > MOST_FOUND:
            return


def _conditions(session: Session, wanted: LookUp) -> Iterator[ColumnElement[bool]]:
    """Yield what the database can tell: digests of the beginnings of names, and numbers."""
    ring = keys_of(session.get_bind().dialect)
    for word in _typed(wanted.name):
        yield has_key(ring, "name", word[:LETTERS])
    for word in _typed(wanted.mother_name):
        yield has_key(ring, "mother", word[:LETTERS])
    if wanted.birth_year is not None:
        yield PersonIdentity.birth_year == wanted.birth_year
    if wanted.birth_date is not None:
        yield PersonIdentity.birth_year == wanted.birth_date.year
    if wanted.phone:
        yield has_key(ring, "phone", _phone(wanted.phone))
    if wanted.national_id:
        yield has_key(ring, "national_id", _national_id(wanted.national_id))
    if wanted.case_no:
        numbers = select(RegisterEntry.person_id).where(
            func.lower(RegisterEntry.case_no) == _case_no(wanted.case_no)
        )
        yield Person.id.in_(numbers)


def _fits(identity: PersonIdentity, wanted: LookUp) -> bool:
    names = (identity.name_ar, identity.name_latin, identity.known_as)
    return (
        any(_named(name, wanted.name) for name in names)
        and (not wanted.mother_name or _named(identity.mother_name, wanted.mother_name))
        and (wanted.birth_date is None or identity.birth_date == wanted.birth_date)
        and (not wanted.phone or identity.phone == _phone(wanted.phone))
        and (not wanted.national_id or identity.national_id == _national_id(wanted.national_id))
    )


def _typed(name: str) -> list[str]:
    """Return the folded words that were typed, without the Arabic article, each once."""
    parts = (min(name_words(word), key=len, default="") for word in fold(name).split())
    return sorted({part for part in parts if part})


def _named(recorded: str | None, typed: str) -> bool:
    """Tell whether all words that were typed stand in a recorded name, folded, as whole words."""
    return set(_typed(typed)) <= name_words(recorded or "")


def _phone(typed: str) -> str:
    try:
        return parse_phone(typed) or ""
    except CellError:
        return ""


def _national_id(typed: str) -> str:
    try:
        return parse_national_id(typed) or ""
    except CellError:
        return ""


def _case_no(typed: str) -> str:
    """Write a case number as it is kept, without the name of its register, in small letters."""
    number = "".join(str(unicodedata.decimal(sign, sign)) for sign in clean_text(typed).lower())
    register, colon, rest = number.partition(":")
    return rest if colon and register.isalpha() else number
