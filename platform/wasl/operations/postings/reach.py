"""What an employer may learn before publishing: how many people fit, and what conditions cost.

The numbers are made so that nobody can be worked out from them: see docs/trust.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from sqlalchemy.orm import Session

from matching.block import Prepared
from matching.columns import UNKNOWN, Bools, Columns, Ints
from matching.levels import Requirement
from matching.reach import Reach, Step, StepKind, coarse, reach_of
from models.opportunity import Opportunity
from models.sealed import keys_of
from wasl.columns.kept import read_draft_columns
from wasl.figures.blur import Blur
from wasl.figures.protect import protect
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import ALL, Breakdown, Mark, PublishedTable, Shown

NOWHERE = "unknown"
_FITS = "fits"
_NAME = "reach"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some people, in all and by the governorate they live in."""

    people: Shown
    places: Mapping[str, Shown]


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a small change of a posting brings. subject: code of a licence or language, or IQD."""

    kind: StepKind
    subject: str
    people: Shown


@dataclass(frozen=True, kw_only=True)
class PostingReach:
    """Who fits a posting now, and who would besides.

    costs: for each condition, those who fail it and nothing else. gains: by condition.
    """

    fits: Group
    costs: Mapping[Requirement, Group]
    gains: Mapping[Requirement, Sequence[Gain]]


def reach_of_posting(session: Session, opportunity: Opportunity, today: date) -> PostingReach:
    """Return whom a posting reaches, a draft too, in protected numbers.

    Of people who allow that they are matched; what is known of them is as old as the latest run.
    """
    columns = coarse(read_draft_columns(session, opportunity.id, today))
    reach = reach_of(Prepared(columns), FEW)
    blur = Blur(keys_of(session.get_bind().dialect).index(_NAME, ""))
    table = _protected(columns, reach, blur)
    return PostingReach(
        fits=_group(table, _FITS),
        costs={requirement: _group(table, requirement.label) for requirement in reach.without},
        gains={
            requirement: [
                _gain(columns, step, people, table.cell(ALL, requirement.label), blur)
                for step, people in reach.steps.items()
                if step.requirement is requirement
            ]
            for requirement in reach.without
        },
    )


def _protected(columns: Columns, reach: Reach, blur: Blur) -> PublishedTable:
    """Return one table of all groups by governorate; everybody in it is counted once."""
    groups = {_FITS: reach.fits, **{one.label: people for one, people in reach.without.items()}}
    rows = {
        code: row for row, code in enumerate(columns.vocabulary.places) if _is_governorate(code)
    }
    lives = {code: columns.people.governorate == row for code, row in rows.items()}
    lives[NOWHERE] = ~np.isin(columns.people.governorate, list(rows.values()))
    counts = {
        (place, name): blur.count(_ids(columns, people & here))
        for name, people in groups.items()
        for place, here in lives.items()
    }
    return _published(tuple(lives), tuple(groups), tuple(counts.items()))


@lru_cache(maxsize=256)
def _published(
    rows: tuple[str, ...], columns: tuple[str, ...], counts: tuple[tuple[tuple[str, str], int], ...]
) -> PublishedTable:
    """Return protected counts; equal counts are protected alike, so who looks again waits less."""
    table = Breakdown(name=_NAME, rows=rows, columns=columns, counts=dict(counts))
    [published] = protect([table])
    return published


def _is_governorate(code: str) -> bool:
    return code.startswith("IQ-") and "." not in code


def _ids(columns: Columns, people: Bools) -> Ints:
    ids: Ints = columns.people.id[people]
    return ids


def _group(table: PublishedTable, name: str) -> Group:
    places = {place: table.cell(place, name) for place in table.rows if place != ALL}
    return Group(people=table.cell(ALL, name), places=places)


def _gain(columns: Columns, step: Step, people: Bools, whole: Shown, blur: Blur) -> Gain:
    """Return what a step brings, of the `whole` that leaving the condition out would bring."""
    count = blur.count(_ids(columns, people))
    return Gain(kind=step.kind, subject=_subject(columns, step), people=part_of(whole, count))


def part_of(whole: Shown, count: int) -> Shown:
    """Return what may be said of some of the people of whom `whole` was said.

    Who subtracts one from the other must be left with five possible numbers of the rest at least:
    beside five, which means five to seven, another five would leave three.
    """
    if count < FEW:
        return Mark.FEW
    if isinstance(whole, Mark) or whole < 2 * FEW:
        return Mark.KEPT_BACK
    return min(rounded(count), whole)


def _subject(columns: Columns, step: Step) -> str:
    if step.kind is StepKind.WITHOUT_LICENCE:
        return columns.vocabulary.licences[step.subject]
    if step.kind in {StepKind.WITHOUT_LANGUAGE, StepKind.LANGUAGE_LOWER}:
        return columns.vocabulary.languages[step.subject]
    return "" if step.subject == UNKNOWN else str(step.subject)
