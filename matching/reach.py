"""How far a posting reaches before it is seen: who fits now, and what each requirement costs.

Everything is a set of people, from the engine's own masks of failures: counting, rounding and
hiding are for those who show it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from matching.block import Block, Prepared
from matching.columns import UNKNOWN, Bools, Columns, Hours, Ints, Opportunities, Ragged
from matching.criteria import Pairs
from matching.kernel import related_pairs
from matching.levels import NOT_NEGOTIABLE, Requirement, failure_bits
from matching.requirements import (
    LEAST_OF_WAGE,
    Levels,
    education_levels,
    experience_levels,
    governorate_levels,
    language_levels,
    licence_levels,
    wage_levels,
)

WAGE_STEP = 25_000
"""IQD: what wages are rounded to here, so that asking again and again finds out nobody's wish."""

MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_WEEK = 7


class StepKind(StrEnum):
    """A small change of a posting."""

    EDUCATION_LOWER = "education_lower"
    EXPERIENCE_LESS = "experience_less"
    WITHOUT_LICENCE = "without_licence"
    WITHOUT_LANGUAGE = "without_language"
    LANGUAGE_LOWER = "language_lower"
    REMOTE = "remote"
    WAGE_HIGHER = "wage_higher"


@dataclass(frozen=True)
class Step:
    """A change of one requirement. subject: index of a licence or language, or a wage in IQD."""

    kind: StepKind
    requirement: Requirement
    subject: int = UNKNOWN


@dataclass(frozen=True)
class Reach:
    """Sets of people, as one truth value a person.

    fits: who fails nothing. without: who fails that requirement and nothing else. steps: who
    fails something now and nothing after the step; always among those of its requirement.
    """

    fits: Bools
    without: dict[Requirement, Bools]
    steps: dict[Step, Bools]


def reach_of(prepared: Prepared, few: int) -> Reach:
    """Return the reach of the one opportunity of some columns.

    Only people count whose work or skills have to do with it, as for near misses, unless nobody
    understood its title. few: a higher wage is proposed where it brings at least so many people.
    """
    row = np.zeros(1, np.int64)
    block = prepared.block(row)
    useful = _useful(prepared, block)
    failures = block.failures[0] & ~np.uint16(NOT_NEGOTIABLE)
    without = {
        requirement: useful & (failures == 1 << requirement)
        for requirement in asked_of(prepared.columns.opportunities)
    }
    fits = useful & (failures == 0)
    steps = {
        step: without[step.requirement] & _meets(prepared, block, step, changed)
        for step, changed in _changed(prepared.columns, few, without)
    }
    return Reach(fits, without, steps)


def asked_of(asked: Opportunities) -> list[Requirement]:
    """Return what the first opportunity asks for and its employer could change, kind apart."""
    holds = {
        Requirement.GOVERNORATE: asked.governorate[0] != UNKNOWN and not asked.remote[0],
        Requirement.EDUCATION: asked.education_min[0] > 0,
        Requirement.LICENCES: bool(asked.licences.row(0)),
        Requirement.LANGUAGES: bool(asked.languages.row(0)),
        Requirement.EXPERIENCE: asked.experience_min[0] > 0,
        Requirement.WAGE: asked.wage_max[0] != UNKNOWN,
        Requirement.HOURS: asked.hours[0] in (Hours.FULL, Hours.PART),
        Requirement.AVAILABLE_FROM: asked.apply_by[0] != UNKNOWN,
    }
    return [requirement for requirement, asks in holds.items() if asks]


def coarse(columns: Columns) -> Columns:
    """Return columns whose opportunities ask in round numbers.

    Wages in whole `WAGE_STEP`, experience in whole years, days in whole weeks: so that two
    questions that differ by next to nothing get the same answer.
    """
    asked = columns.opportunities

    def down(values: Ints, unit: int) -> Ints:
        return np.where(values == UNKNOWN, UNKNOWN, values // unit * unit)

    return replace(
        columns,
        opportunities=replace(
            asked,
            experience_min=down(asked.experience_min, MONTHS_OF_A_YEAR),
            wage_min=down(asked.wage_min, WAGE_STEP),
            wage_max=down(asked.wage_max, WAGE_STEP),
            start_date=down(asked.start_date, _DAYS_OF_A_WEEK),
            apply_by=down(asked.apply_by, _DAYS_OF_A_WEEK),
        ),
    )


def _useful(prepared: Prepared, block: Block) -> Bools:
    """Tell whose work or skills have to do with the opportunity."""
    people = len(prepared.columns.people)
    if not prepared.targets[0].codes:
        return np.ones(people, bool)
    every = Pairs(np.zeros(people, np.int64), np.arange(people))
    useful = np.zeros(people, bool)
    useful[related_pairs(prepared, block, every).person] = True
    return useful


def _meets(prepared: Prepared, block: Block, step: Step, changed: Opportunities) -> Bools:
    """Tell who does not fail the requirement of a step after it."""
    columns = replace(prepared.columns, opportunities=changed)
    people, row, requirement = columns.people, block.rows, step.requirement
    level: Levels
    match requirement:
        case Requirement.GOVERNORATE:
            level = governorate_levels(columns, row)
        case Requirement.EDUCATION:
            level = education_levels(people, changed, row)
        case Requirement.LICENCES:
            level = licence_levels(columns, prepared.licences, row)
        case Requirement.LANGUAGES:
            level = language_levels(people, changed, row)
        case Requirement.WAGE:
            level = wage_levels(people, changed, row)
        case _:
            tables, trade = block.trades, block.trade
            asked = changed.experience_min[row][:, None]
            level = experience_levels(asked, tables.months[trade], tables.possible[trade])
    met: Bools = failure_bits(requirement)[level[0]] == 0
    return met


def _changed(
    columns: Columns, few: int, without: dict[Requirement, Bools]
) -> Iterator[tuple[Step, Opportunities]]:
    """Yield each step that makes sense, and the opportunity after it."""
    asked = columns.opportunities
    education, months = int(asked.education_min[0]), int(asked.experience_min[0])
    if education > 0:
        step = Step(StepKind.EDUCATION_LOWER, Requirement.EDUCATION, education - 1)
        yield step, replace(asked, education_min=np.array([education - 1]))
    if months >= MONTHS_OF_A_YEAR:
        step = Step(StepKind.EXPERIENCE_LESS, Requirement.EXPERIENCE, months - MONTHS_OF_A_YEAR)
        yield step, replace(asked, experience_min=np.array([months - MONTHS_OF_A_YEAR]))
    yield from _without_licence(asked)
    yield from _other_languages(asked)
    if asked.governorate[0] != UNKNOWN and not asked.remote[0]:
        step = Step(StepKind.REMOTE, Requirement.GOVERNORATE)
        yield step, replace(asked, remote=np.array([True]))
    wage = _wage_that_brings(columns, without.get(Requirement.WAGE), few)
    if wage is not None:
        step = Step(StepKind.WAGE_HIGHER, Requirement.WAGE, wage)
        yield step, replace(asked, wage_max=np.array([wage]))


def _without_licence(asked: Opportunities) -> Iterator[tuple[Step, Opportunities]]:
    licences = asked.licences.row(0)
    for licence in licences if len(licences) > 1 else []:
        rest = Ragged.of([[other for other in licences if other != licence]])
        step = Step(StepKind.WITHOUT_LICENCE, Requirement.LICENCES, licence)
        yield step, replace(asked, licences=rest)


def _other_languages(asked: Opportunities) -> Iterator[tuple[Step, Opportunities]]:
    """Yield each language left out where there are several, and each asked for a level lower."""
    pairs = list(zip(asked.languages.row(0), asked.language_levels.row(0), strict=True))
    for language, level in pairs:
        others = [pair for pair in pairs if pair[0] != language]
        if others:
            step = Step(StepKind.WITHOUT_LANGUAGE, Requirement.LANGUAGES, language)
            yield step, _asking(asked, others)
        if level > 1:
            step = Step(StepKind.LANGUAGE_LOWER, Requirement.LANGUAGES, language)
            yield step, _asking(asked, [*others, (language, level - 1)])


def _asking(asked: Opportunities, pairs: Sequence[tuple[int, int]]) -> Opportunities:
    return replace(
        asked,
        languages=Ragged.of([[language for language, _ in pairs]]),
        language_levels=Ragged.of([[level for _, level in pairs]]),
    )


def _wage_that_brings(columns: Columns, people: Bools | None, few: int) -> int | None:
    """Return the lowest round wage at which at least a few more people fit, if there is one."""
    if people is None or people.sum() < few:
        return None
    wanted = columns.people.wage_min[people].astype(np.int64)
    enough = np.sort(-(-wanted * LEAST_OF_WAGE // 100))[few - 1]
    return int(-(-enough // WAGE_STEP) * WAGE_STEP)
