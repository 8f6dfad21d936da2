"""A person says which occupation a wording means; the wording itself stays as it was given."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from matching.coding.keys import exact_key
from matching.coding.normalise import fold, is_arabic_script
from models.access_enums import AuditAction
from models.enums import UNDECIDED, CodingDecision, TermKind, TermSource
from models.opportunity import Opportunity
from models.person import DesiredWork, Person, WorkExperience
from models.taxonomy import Occupation, OccupationTerm
from wasl.access.viewer import Viewer
from wasl.audit.record import record as note
from wasl.audit.record import record_each as note_each

CodedTitle = WorkExperience | DesiredWork | Opportunity
CODED: tuple[type[WorkExperience] | type[DesiredWork] | type[Opportunity], ...] = (
    WorkExperience,
    DesiredWork,
    Opportunity,
)
NO_OCCUPATION = "none"
_UNIT_GROUP_DIGITS = 4
_Item = TypeVar("_Item")
_KURDISH_LETTERS = frozenset("ەێۆڕڵۊھڤ")


class UnknownOccupationError(Exception):
    """The code is not a unit group of ISCO-08 that the database knows."""


class UnusableWordingError(Exception):
    """The wording has no letters that could be recognised again."""


def _check_unit_group(session: Session, code: str | None) -> None:
    if code is None:
        return
    if len(code) != _UNIT_GROUP_DIGITS or session.get(Occupation, code) is None:
        raise UnknownOccupationError(code)


def confirm_occupation(session: Session, by: Viewer, record: CodedTitle, code: str | None) -> None:
    """Set the unit group that one record's title means, or None: it names no occupation.

    Raises UnknownOccupationError.
    """
    _check_unit_group(session, code)
    record.occupation_code = code
    record.coding_decision = CodingDecision.CONFIRMED
    record.coding_confidence = 1.0
    session.flush()
    _note(session, by, type(record), [record.id], code)


def confirm_wording(session: Session, by: Viewer, wording: str, code: str | None) -> int:
    """Set what a wording means wherever nobody was sure of it, and learn it for the next time.

    code: a unit group, or None for a wording that names no occupation; that is not learnt.
    Wordings that differ only in spelling count as the same. Returns how many records changed.
    Raises UnknownOccupationError, and UnusableWordingError for a wording without letters.
    """
    _check_unit_group(session, code)
    key = exact_key(wording)
    if not key:
        raise UnusableWordingError(wording)
    if code is not None:
        _learn(session, wording, key, code)
    changed = sum(_confirm_all(session, by, table, key, code) for table in CODED)
    session.expire_all()
    return changed


def _confirm_all(
    session: Session, by: Viewer, table: type[CodedTitle], key: str, code: str | None
) -> int:
    undecided = table.coding_decision.in_(UNDECIDED)
    titles = session.scalars(select(table.title).where(undecided).distinct())
    same = [title for title in titles if exact_key(title) == key]
    changed = 0
    for some in _in_parts(same):
        touched = session.scalars(select(table.id).where(undecided, table.title.in_(some))).all()
        _note(session, by, table, touched, code)
        result = session.execute(
            update(table)
            .where(undecided, table.title.in_(some))
            .values(
                occupation_code=code,
                coding_decision=CodingDecision.CONFIRMED,
                coding_confidence=1.0,
            )
            .execution_options(synchronize_session=False)
        )
        changed += cast("CursorResult[Any]", result).rowcount
    return changed


def _note(
    session: Session, by: Viewer, table: type[CodedTitle], ids: Sequence[int], code: str | None
) -> None:
    """Record whose titles are decided: people, each once, or postings."""
    told = code or NO_OCCUPATION
    if issubclass(table, Opportunity):
        for some in _in_parts(ids):
            query = select(Opportunity.public_id).where(Opportunity.id.in_(some))
            for posting in session.scalars(query):
                subject = ("opportunity", posting)
                note(session, by, AuditAction.OPPORTUNITY_CODED, subject=subject, code=told)
        return
    people: set[str] = set()
    for some in _in_parts(ids):
        whose = select(Person.public_id).join(table, table.person_id == Person.id)
        people |= set(session.scalars(whose.where(table.id.in_(some))))
    note_each(session, by, AuditAction.PERSON_CODED, sorted(people), code=told)


def _in_parts(items: Sequence[_Item], size: int = 500) -> Iterator[Sequence[_Item]]:
    """Cut a list so that no statement has more parameters than a database takes."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _learn(session: Session, wording: str, key: str, code: str) -> None:
    """Keep the wording as a term of the office, in the place of one that is spelled alike."""
    own = session.scalars(
        select(OccupationTerm).where(OccupationTerm.source == TermSource.OFFICE)
    ).all()
    known = next((term for term in own if exact_key(term.term) == key), None)
    if known is not None:
        known.codes = code
        return
    session.add(
        OccupationTerm(
            codes=code,
            language=_language_of(wording),
            kind=TermKind.TITLE,
            term=" ".join(wording.split()),
            source=TermSource.OFFICE,
        )
    )
    session.flush()


def _language_of(wording: str) -> str:
    """Guess the language from the letters; it only sorts the term, nothing is matched by it."""
    if not is_arabic_script(fold(wording)):
        return "en"
    return "ckb" if _KURDISH_LETTERS & set(wording) else "ar"
