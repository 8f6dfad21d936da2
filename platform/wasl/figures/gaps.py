"""Who could begin work, by occupation and governorate, and of an occupation in the whole country.

A cell is blurred as what a posting reaches is (`blur`), and kept out altogether below five: not
even that somebody is there is told. The only sum that is told is that of an occupation, and only
where it leaves it open of each governorate that is kept out whether nobody lives there or four do
(`_tells_of_none`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.consent_query import people_who_allow
from models.enums import ConsentPurpose, OpportunityKind
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Placement
from models.referral_enums import EndCause
from models.sealed import keys_of
from wasl.figures.blur import Blur
from wasl.figures.count import UNKNOWN, list_governorates, main_occupation
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import ALL

GROUP_DIGITS = 4
# Who is in one of these is not looking for a place; mentoring takes some hours only.
TAKEN_BY = (OpportunityKind.JOB, OpportunityKind.INTERNSHIP, OpportunityKind.TRAINING)
_NAME = "gaps"

Cell = tuple[str, str]
"""A group of ISCO-08 and a governorate."""


@dataclass(frozen=True, kw_only=True)
class GapPeople:
    """People of an occupation in a governorate, in fives; none where there are fewer than five.

    governorate: `ALL` is the whole country. ready: they allow that they are matched and are in no
    place. trained: ready, and a training for this occupation ended for them.
    """

    group: str
    governorate: str
    ready: int | None
    trained: int | None


def count_gap_people(session: Session) -> list[GapPeople]:
    """Count who could begin; each of them counts once, in the occupation of most years."""
    blur = Blur(keys_of(session.get_bind().dialect).index(_NAME, ""))
    places = set(list_governorates(session)) - {UNKNOWN}
    ready = shown_cells(session.execute(_ready()), places, blur)
    trained = shown_cells(session.execute(_trained()), places, blur)
    return [
        GapPeople(
            group=cell[0], governorate=cell[1], ready=ready.get(cell), trained=trained.get(cell)
        )
        for cell in sorted(ready | trained)
    ]


def _free_to_begin(person: Any) -> list[Any]:
    """Tell, in a statement, who allows matching, lives somewhere known and is in no place."""
    taken = (
        select(Placement.person_id)
        .join(Opportunity, Opportunity.id == Placement.opportunity_id)
        .where(
            Placement.person_id.is_not(None),
            Placement.ended_on.is_(None),
            Opportunity.kind.in_(TAKEN_BY),
        )
    )
    return [
        Person.governorate_code.is_not(None),
        person.in_(people_who_allow(ConsentPurpose.MATCHING)),
        person.not_in(taken),
    ]


def _ready() -> Select[Any]:
    occupation = main_occupation(GROUP_DIGITS)
    return (
        select(occupation.c.group, Person.governorate_code, Person.id)
        .join(occupation, occupation.c.person_id == Person.id)
        .where(*_free_to_begin(Person.id))
    )


def _trained() -> Any:
    return (
        select(Opportunity.occupation_code, Person.governorate_code, Person.id)
        .join(Placement, Placement.person_id == Person.id)
        .join(Opportunity, Opportunity.id == Placement.opportunity_id)
        .where(
            Opportunity.kind == OpportunityKind.TRAINING,
            Opportunity.occupation_code.is_not(None),
            Placement.end_cause == EndCause.TERM_OVER,
            *_free_to_begin(Person.id),
        )
        .distinct()
    )


def shown_cells(rows: Iterable[Any], places: Collection[str], blur: Blur) -> dict[Cell, int]:
    """Return what is told: cells from five on, blurred and rounded, and sums that tell of none.

    rows: a group, a governorate and the id of a person, each of them once.
    """
    people: dict[Cell, list[int]] = defaultdict(list)
    groups: dict[str, list[int]] = defaultdict(list)
    for group, governorate, person in rows:
        people[group, governorate].append(person)
        groups[group].append(person)
    told: dict[Cell, int] = {}
    for cell, ids in people.items():
        _tell(told, cell, ids, blur)
    for group, ids in groups.items():
        shown = [cell for cell in told if cell[0] == group]
        rest = len(ids) - sum(len(people[cell]) for cell in shown)
        if _tells_of_none(rest, len(places) - len(shown)):
            _tell(told, (group, ALL), ids, blur)
    return told


def _tell(told: dict[Cell, int], cell: Cell, ids: list[int], blur: Blur) -> None:
    count = blur.count(np.array(ids, dtype=np.int64)) if len(ids) >= FEW else 0
    if count >= FEW:
        told[cell] = rounded(count)


def _tells_of_none(rest: int, hidden: int) -> bool:
    """Tell whether a sum leaves everything open about the governorates that are kept out.

    rest: people in them, whom the sum gives away; hidden: how many governorates they are. Each may
    have four of them, and none, because the others have room for all.
    """
    return FEW - 1 <= rest <= (FEW - 1) * (hidden - 1)
