"""Titles that nobody is sure of, the most frequent first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from models.enums import UNDECIDED
from models.opportunity import Opportunity
from models.person import DesiredWork, Person, WorkExperience
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.occupations import Choice
from wasl.portals.caseworker.queries.common import Page, cut, name_occupations

QUEUE_PAGE = 10
_OF_PEOPLE = (WorkExperience, DesiredWork)


@dataclass(frozen=True, kw_only=True)
class OpenWording:
    """A wording, how often it stands in records, and what it may mean, the likeliest first."""

    wording: str
    people: int
    postings: int
    candidates: list[Choice]

    @property
    def key(self) -> str:
        """What an address calls it."""
        return wording_key(self.wording)


def _counted(viewer: Viewer) -> Select[tuple[str, int, int]]:
    ours = visible(viewer, Permission.SEE_PEOPLE)
    parts = [
        select(table.title.label("title"), literal(1).label("of_person"))
        .join(Person, Person.id == table.person_id)
        .where(table.coding_decision.in_(UNDECIDED), ours)
        for table in _OF_PEOPLE
    ]
    open_postings = Opportunity.coding_decision.in_(UNDECIDED)
    parts.append(select(Opportunity.title, literal(0)).where(open_postings))
    every = union_all(*parts).subquery()
    people = func.sum(every.c.of_person)
    postings = func.sum(1 - every.c.of_person)
    return (
        select(every.c.title, people.label("people"), postings.label("postings"))
        .group_by(every.c.title)
        .order_by(func.count().desc(), every.c.title)
    )


def wording_key(wording: str) -> str:
    """Return what an address calls a wording: it may say something of a person, this does not."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


def find_wording(session: Session, viewer: Viewer, key: str) -> str | None:
    """Return the waiting wording of a key; none when it is decided on or not for this viewer."""
    rows = session.execute(_counted(viewer))
    return next((row.title for row in rows if wording_key(row.title) == key), None)


def count_open_wordings(session: Session, viewer: Viewer) -> int:
    """Return how many different wordings wait for this viewer to decide."""
    return session.scalar(select(func.count()).select_from(_counted(viewer).subquery())) or 0


def find_open_wordings(
    session: Session, viewer: Viewer, page: int, language: str
) -> Page[OpenWording]:
    """Return a page of the wordings that wait in postings and in one's caseload.

    Each comes with the choices that the coder thought of.
    """
    statement = _counted(viewer)
    part = cut(session, statement, page, QUEUE_PAGE)
    rows = session.execute(statement.offset(part.offset).limit(part.size)).all()
    choices = find_candidates(session, [row.title for row in rows], language)
    return part.page(
        [
            OpenWording(
                wording=row.title,
                people=row.people,
                postings=row.postings,
                candidates=choices.get(row.title, []),
            )
            for row in rows
        ]
    )


def find_candidates(
    session: Session, wordings: Sequence[str], language: str
) -> dict[str, list[Choice]]:
    """Return what each wording may mean, code and label, as the records themselves have it."""
    stored: dict[str, list[str]] = {}
    for table in (*_OF_PEOPLE, Opportunity):
        statement = select(table.title, table.coding_candidates).where(
            table.title.in_(wordings), table.coding_decision.in_(UNDECIDED)
        )
        for title, candidates in session.execute(statement):
            codes = [str(code) for code, _ in candidates]
            if len(codes) > len(stored.get(title, [])):
                stored[title] = codes
    every = [code for codes in stored.values() for code in codes]
    labels = name_occupations(session, every, language)
    return {
        title: [(code, labels[code]) for code in codes if code in labels]
        for title, codes in stored.items()
    }
