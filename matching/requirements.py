"""Hard requirements: for a block of opportunities, the level of each person (FILES.md, section 1).

Every function returns levels of shape (opportunities of the block, people). Opportunities that
ask for the same are computed once. An unknown never fails.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.columns import UNKNOWN, Columns, Hours, Ints, Opportunities, People, Ragged
from matching.levels import (
    Consent,
    Date,
    Education,
    Experience,
    Languages,
    Licences,
    Place,
    Requirement,
    Wage,
    WantedKind,
    WorkingHours,
)

Levels = NDArray[np.uint8]

GRACE_DAYS = 90
"""Days after the closing date until which somebody may become available."""

LEAST_OF_WAGE = 85
"""Per cent of the acceptable wage that must be offered at least."""

GRACE_MONTHS = 12
"""Months of experience that may be missing."""

INCLUDES_PRIVATE = ("driving_truck", "driving_public")


def _pick(*cases: tuple[Any, int], otherwise: int) -> Levels:
    """Return the level of the first case that holds, for each person."""
    conditions = [condition for condition, _ in cases]
    return np.select(conditions, [np.uint8(level) for _, level in cases], np.uint8(otherwise))


def _each(keys: list[Any], level_of: Callable[[Any], Levels], people: int) -> Levels:
    """Compute the levels of each different key once and give each opportunity its row."""
    number = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    table = np.empty((len(number), people), np.uint8)
    for key, index in number.items():
        table[index] = level_of(key)
    return table[[number[key] for key in keys]]


def consent_levels(people: People, rows: Ints) -> Levels:
    """Consent to matching, which must have been given."""
    level = np.where(people.consent, Consent.GIVEN, Consent.NOT_GIVEN).astype(np.uint8)
    return np.broadcast_to(level, (len(rows), len(people)))


def kind_levels(people: People, opportunities: Opportunities, rows: Ints) -> Levels:
    """The kind is among those wanted; who named none wants any."""

    def level_of(kind: int) -> Levels:
        return _pick(
            (people.kinds == 0, WantedKind.UNKNOWN),
            ((people.kinds >> kind) & 1 == 1, WantedKind.LISTED),
            otherwise=WantedKind.OTHER,
        )

    return _each(opportunities.kind[rows].tolist(), level_of, len(people))


def governorate_levels(columns: Columns, rows: Ints) -> Levels:
    """Same governorate, or willing to move there, or remote, or no place named."""
    people, opportunities = columns.people, columns.opportunities
    remote, place = opportunities.remote[rows].tolist(), opportunities.governorate[rows].tolist()

    def level_of(key: tuple[bool, int]) -> Levels:
        is_remote, where = key
        if where == UNKNOWN:
            named = Place.REMOTE if is_remote else Place.NO_PLACE
            return np.full(len(people), named, np.uint8)
        near = np.isin(people.governorate, columns.vocabulary.neighbours[where])
        return _pick(
            (people.governorate == where, Place.HERE),
            (np.full(len(people), is_remote), Place.REMOTE),
            (people.relocate.holders(where), Place.WILLING),
            (people.relocate_anywhere, Place.ANYWHERE),
            (people.governorate == UNKNOWN, Place.UNKNOWN),
            (near, Place.NEIGHBOUR),
            otherwise=Place.ELSEWHERE,
        )

    return _each(list(zip(remote, place, strict=True)), level_of, len(people))


def education_levels(people: People, opportunities: Opportunities, rows: Ints) -> Levels:
    """The level reached is not below the lowest that will do."""

    def level_of(lowest: int) -> Levels:
        if lowest == UNKNOWN:
            return np.full(len(people), Education.NOT_ASKED, np.uint8)
        return _pick(
            (people.education == UNKNOWN, Education.UNKNOWN),
            (people.education >= lowest, Education.MET),
            otherwise=Education.BELOW,
        )

    return _each(opportunities.education_min[rows].tolist(), level_of, len(people))


def licence_lists(columns: Columns) -> Ragged:
    """Return each person's licences; a truck or public licence brings the private one."""
    people, names = columns.people, columns.vocabulary.licences
    if "driving_private" not in names:
        return people.licences
    private = names.index("driving_private")
    wider = {names.index(name) for name in INCLUDES_PRIVATE if name in names}
    lists = [people.licences.row(index) for index in range(len(people))]
    return Ragged.of([[*row, private] if wider.intersection(row) else row for row in lists])


def licence_levels(columns: Columns, held: Ragged, rows: Ints) -> Levels:
    """Every licence asked for is in a list that is not blank; `held` is from `licence_lists`."""
    opportunities = columns.opportunities
    blank = held.lengths() == 0

    def level_of(asked: tuple[int, ...]) -> Levels:
        if not asked:
            return np.full(len(held), Licences.NOT_ASKED, np.uint8)
        missing = sum((~held.holders(licence)).astype(np.int64) for licence in asked)
        return _pick(
            (blank, Licences.UNKNOWN),
            (missing == 0, Licences.MET),
            (missing == 1, Licences.ONE_MISSING),
            otherwise=Licences.SEVERAL_MISSING,
        )

    keys = [tuple(opportunities.licences.row(row)) for row in rows]
    return _each(keys, level_of, len(held))


def language_have(people: People, language: int) -> Ints:
    """Return each person's level of a language: 0 for none, UNKNOWN where it was not said."""
    level = np.zeros(len(people), np.int64)
    spoken = people.languages.values == language
    level[people.languages.owners()[spoken]] = people.language_levels.values[spoken]
    level[people.languages.lengths() == 0] = UNKNOWN
    return level


def language_levels(people: People, opportunities: Opportunities, rows: Ints) -> Levels:
    """One CEFR level under is a soft mismatch, two or more fail."""

    def level_of(asked: tuple[tuple[int, int], ...]) -> Levels:
        if not asked:
            return np.full(len(people), Languages.NOT_ASKED, np.uint8)
        soft, far = np.zeros(len(people), np.int64), np.zeros(len(people), np.int64)
        unknown = np.zeros(len(people), bool)
        for language, lowest in asked:
            have = language_have(people, language)
            under = max(lowest, 1) - have
            unknown |= have == UNKNOWN
            soft += (have != UNKNOWN) & (under == 1)
            far += (have != UNKNOWN) & (under > 1)
        return _pick(
            (far > 1, Languages.SEVERAL_FAR_UNDER),
            (far == 1, Languages.FAR_UNDER),
            (soft > 1, Languages.SEVERAL_UNDER),
            (soft == 1, Languages.ONE_UNDER),
            (unknown, Languages.UNKNOWN),
            otherwise=Languages.MET,
        )

    keys = [languages_asked(opportunities, row) for row in rows]
    return _each(keys, level_of, len(people))


def languages_asked(opportunities: Opportunities, row: int) -> tuple[tuple[int, int], ...]:
    """Return the languages that an opportunity asks for, each with its lowest level."""
    languages, levels = opportunities.languages, opportunities.language_levels
    return tuple(zip(languages.row(row), levels.row(row), strict=True))


def experience_levels(asked: Ints, months: Ints, possible: Ints) -> Levels:
    """Judge relevant months against months asked for; more than a year short fails.

    asked: (opportunities, 1); months: relevant months that are known, UNKNOWN where the record
    names no work at all; possible: the same if everything doubtful turned out in favour.
    """
    return _pick(
        (asked == UNKNOWN, Experience.NOT_ASKED),
        (months >= asked, Experience.MET),
        (months == UNKNOWN, Experience.UNKNOWN),
        (possible >= asked, Experience.UNKNOWN),
        (months + GRACE_MONTHS >= asked, Experience.NEARLY),
        (possible + GRACE_MONTHS >= asked, Experience.UNKNOWN),
        otherwise=Experience.SHORT,
    )


def wage_levels(people: People, opportunities: Opportunities, rows: Ints) -> Levels:
    """The highest wage is not under 85 per cent of what is acceptable; under 100 it is soft."""
    asked = people.wage_min.astype(np.int64)

    def level_of(key: tuple[int, int]) -> Levels:
        low, high = key
        unknown = asked == UNKNOWN
        if high == UNKNOWN:  # the lowest wage alone proves that the highest is enough, or nothing
            enough = ~unknown & (asked <= low)
            return _pick((enough, Wage.MET), otherwise=Wage.UNKNOWN)
        return _pick(
            (unknown, Wage.UNKNOWN),
            (asked <= high, Wage.MET),
            (high * 100 >= asked * LEAST_OF_WAGE, Wage.BELOW),
            otherwise=Wage.TOO_LOW,
        )

    low, high = opportunities.wage_min[rows].tolist(), opportunities.wage_max[rows].tolist()
    return _each(list(zip(low, high, strict=True)), level_of, len(people))


def hours_levels(people: People, opportunities: Opportunities, rows: Ints) -> Levels:
    """Full time does not go with part time."""

    def level_of(offered: int) -> Levels:
        if offered == Hours.ANY:
            return np.full(len(people), WorkingHours.MET, np.uint8)
        return _pick(
            (people.hours == Hours.ANY, WorkingHours.MET),
            ((people.hours == UNKNOWN) | (offered == UNKNOWN), WorkingHours.UNKNOWN),
            (people.hours == offered, WorkingHours.MET),
            otherwise=WorkingHours.CONFLICT,
        )

    return _each(opportunities.hours[rows].tolist(), level_of, len(people))


def date_levels(columns: Columns, rows: Ints) -> Levels:
    """The person is available no later than 90 days after the closing date."""
    people, opportunities, today = columns.people, columns.opportunities, columns.as_of
    free = people.available_from.astype(np.int64)

    def level_of(key: tuple[int, int]) -> Levels:
        start, apply_by = key
        closed = UNKNOWN < apply_by < today
        begin = start if start != UNKNOWN else apply_by
        return _pick(
            ((apply_by != UNKNOWN) & (free > apply_by + GRACE_DAYS), Date.TOO_LATE),
            (np.full(len(people), closed), Date.CLOSED),
            (free == UNKNOWN, Date.UNKNOWN),
            (free <= max(begin, today), Date.READY),
            (np.full(len(people), begin == UNKNOWN), Date.UNKNOWN),
            otherwise=Date.LATER,
        )

    start, close = opportunities.start_date[rows].tolist(), opportunities.apply_by[rows].tolist()
    return _each(list(zip(start, close, strict=True)), level_of, len(people))


def record_levels(columns: Columns, held: Ragged, rows: Ints) -> dict[Requirement, Levels]:
    """Return the levels of all requirements but experience, which needs occupations."""
    people, opportunities = columns.people, columns.opportunities
    return {
        Requirement.CONSENT: consent_levels(people, rows),
        Requirement.KIND: kind_levels(people, opportunities, rows),
        Requirement.GOVERNORATE: governorate_levels(columns, rows),
        Requirement.EDUCATION: education_levels(people, opportunities, rows),
        Requirement.LICENCES: licence_levels(columns, held, rows),
        Requirement.LANGUAGES: language_levels(people, opportunities, rows),
        Requirement.WAGE: wage_levels(people, opportunities, rows),
        Requirement.HOURS: hours_levels(people, opportunities, rows),
        Requirement.AVAILABLE_FROM: date_levels(columns, rows),
    }
