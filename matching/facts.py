"""The facts behind each comparison of a pair, as integers, and their compact JSON.

Written beside the score by the same tables, for hundreds of thousands of pairs at a time;
`matching.explanation` turns one of them into named lines.
"""

import json
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from matching.block import Block, Prepared
from matching.columns import UNKNOWN, Hours, Ints, Kind
from matching.criteria import Comparison, Pairs
from matching.levels import (
    Date,
    Education,
    Experience,
    Languages,
    Level,
    Licences,
    Occupation,
    Place,
    Requirement,
    Skills,
    Wage,
    WantedKind,
    Wants,
    WorkingHours,
)
from matching.policy import Criterion
from matching.requirements import languages_asked

LEVELS_OF_CRITERION: dict[Criterion, type[Level]] = {
    Criterion.OCCUPATION: Occupation,
    Criterion.REQUIRED_SKILLS: Skills,
    Criterion.DESIRED_SKILLS: Skills,
    Criterion.EXPERIENCE: Experience,
    Criterion.EDUCATION: Education,
    Criterion.LANGUAGES: Languages,
    Criterion.PLACE: Place,
    Criterion.WAGE: Wage,
    Criterion.HOURS: WorkingHours,
    Criterion.DATE: Date,
    Criterion.WANTS: Wants,
}

FACTS: dict[Criterion, tuple[str, ...]] = {
    Criterion.OCCUPATION: ("person", "opportunity", "basis", "months", "believed"),
    Criterion.REQUIRED_SKILLS: ("matched", "missing", "usual"),
    Criterion.DESIRED_SKILLS: ("matched", "missing"),
    Criterion.EXPERIENCE: ("months", "months_asked"),
    Criterion.EDUCATION: ("level", "level_asked"),
    Criterion.LANGUAGES: ("languages",),
    Criterion.PLACE: ("person", "opportunity"),
    Criterion.WAGE: ("asked", "offered"),
    Criterion.HOURS: ("wanted", "offered"),
    Criterion.DATE: ("available_from", "start_date", "apply_by"),
    Criterion.WANTS: ("kind",),
}
"""Names of the facts of each criterion, in the order in which they are stored after level and
share. Months are whole numbers, wages IQD a month, days ordinals; null is a blank."""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: int) -> str:
    return "null" if value == UNKNOWN else str(value)


def _memo(make: Callable[..., str], *columns: Ints) -> list[str]:
    """Apply `make` to each row of parallel columns, once for each different row."""
    known: dict[tuple[int, ...], str] = {}
    result = []
    for key in zip(*(column.tolist() for column in columns), strict=True):
        text = known.get(key)
        if text is None:
            text = known[key] = make(*key)
        result.append(text)
    return result


class FactWriter:
    """Writes the facts of pairs of a prepared run."""

    def __init__(self, prepared: Prepared) -> None:
        words = prepared.columns.vocabulary
        self._prepared = prepared
        self._people = prepared.columns.people
        self._offers = prepared.columns.opportunities
        self._occupations = [*map(_text, words.occupations), "null"]  # index -1 is unknown
        self._places = [*map(_text, words.places), "null"]
        self._hours = [*(_text(hours.name.lower()) for hours in Hours), "null"]
        self._kinds = [_text(kind.name.lower()) for kind in Kind]
        self._skills = list(map(_text, words.skills))
        self._languages = list(map(_text, words.languages))
        self._licences = list(map(_text, words.licences))
        skills, licences = self._people.skills, prepared.licences
        self._has_skill = [frozenset(skills.row(index)) for index in range(len(skills))]
        self._has_licence = [frozenset(licences.row(index)) for index in range(len(licences))]

    def write(self, block: Block, pairs: Pairs, found: dict[Criterion, Comparison]) -> list[str]:
        """Return the compact JSON of each pair: kind, licences, criteria."""
        rows = block.rows[pairs.row]
        parts: dict[Criterion, Iterable[str]] = {
            Criterion.OCCUPATION: self._occupation(block, pairs, rows),
            Criterion.REQUIRED_SKILLS: self._required(pairs, rows),
            Criterion.DESIRED_SKILLS: self._desired(pairs, rows),
            Criterion.LANGUAGES: self._spoken(pairs, rows),
            Criterion.PLACE: self._place(pairs, rows),
            Criterion.WANTS: _memo(self._kinds.__getitem__, self._offers.kind[rows]),
            **self._numbers(block, pairs, rows),
        }
        criteria = []
        for criterion, comparison in found.items():
            labels = [_text(level.label) for level in LEVELS_OF_CRITERION[criterion]]
            heads = _memo(
                lambda level, share, labels=labels: f"[{labels[level]},{share},",
                comparison.level,
                comparison.share,
            )
            criteria.append(map("{}{}]".format, heads, parts[criterion]))
        kinds = block.levels[Requirement.KIND][pairs.row, pairs.person]
        labels = [_text(level.label) for level in WantedKind]
        heads = _memo(lambda level: f'{{"kind":{labels[level]},"licences":', kinds)
        licences = self._licence_lists(block, pairs, rows)
        joined = map(",".join, zip(*criteria, strict=True))
        return list(map('{}{},"criteria":[{}]}}'.format, heads, licences, joined))

    def _occupation(self, block: Block, pairs: Pairs, rows: Ints) -> list[str]:
        titles, offered = self._people.titles, self._offers.titles
        title = block.trades.title[block.trade[pairs.row], pairs.person]
        code, share = first_candidates(
            titles.candidates.offsets, titles.candidates.values, titles.share
        )
        wanted, wanted_share = first_candidates(
            offered.candidates.offsets, offered.candidates.values, offered.share
        )
        at = np.maximum(title, 0)
        none = title == UNKNOWN

        def of_title(values: Ints, otherwise: int) -> Ints:
            if not len(values):
                return np.full(len(title), otherwise, np.int64)
            return np.where(none, otherwise, values[at])

        basis = ('"experience"', '"desired"', "null")

        def make(mine: int, theirs: int, role: int, months: int, believed: int) -> str:
            codes = f"{self._occupations[mine]},{self._occupations[theirs]}"
            return f"{codes},{basis[role]},{_number(months)},{believed}"

        believed = of_title(share, 0).astype(np.int64) * wanted_share[rows] // 1000
        return _memo(
            make,
            of_title(code, UNKNOWN),
            wanted[rows],
            of_title(titles.role, UNKNOWN),
            of_title(titles.months, UNKNOWN),
            believed,
        )

    def _skill_lists(self, lists: list[list[int]], pairs: Pairs, rows: Ints) -> list[str]:
        """Write the skills that are there and those that are missing."""
        names, held = self._skills, self._has_skill
        result = []
        for person, row in zip(pairs.person.tolist(), rows.tolist(), strict=True):
            asked, has = lists[row], held[person]
            matched = ",".join([names[skill] for skill in asked if skill in has])
            missing = ",".join([names[skill] for skill in asked if skill not in has])
            result.append(f"[{matched}],[{missing}]")
        return result

    def _required(self, pairs: Pairs, rows: Ints) -> Iterable[str]:
        asked = self._prepared.asked
        lists = [asked.row(row) for row in range(len(asked))]
        usual = np.where(self._prepared.usual[rows], "true", "false").tolist()
        return map("{},{}".format, self._skill_lists(lists, pairs, rows), usual)

    def _desired(self, pairs: Pairs, rows: Ints) -> list[str]:
        lists = [self._offers.desired.row(row) for row in range(len(self._offers))]
        return self._skill_lists(lists, pairs, rows)

    def _spoken(self, pairs: Pairs, rows: Ints) -> list[str]:
        asked = {row: languages_asked(self._offers, row) for row in set(rows.tolist())}
        result = []
        for person, row in zip(pairs.person.tolist(), rows.tolist(), strict=True):
            spoken = self._levels_of(person) if asked[row] else {}
            blank = 0 if spoken else UNKNOWN
            lines = [
                (self._languages[language], _number(spoken.get(language, blank)), max(lowest, 1))
                for language, lowest in asked[row]
            ]
            result.append(f"[{','.join(map('[{0[0]},{0[1]},{0[2]}]'.format, lines))}]")
        return result

    def _levels_of(self, person: int) -> dict[int, int]:
        people = self._people
        return dict(
            zip(people.languages.row(person), people.language_levels.row(person), strict=True)
        )

    def _place(self, pairs: Pairs, rows: Ints) -> list[str]:
        return _memo(
            lambda person, place: f"{self._places[person]},{self._places[place]}",
            self._people.governorate[pairs.person],
            self._offers.governorate[rows],
        )

    def _numbers(self, block: Block, pairs: Pairs, rows: Ints) -> dict[Criterion, Iterable[str]]:
        """Write the facts that are plain numbers."""
        people, offers, person = self._people, self._offers, pairs.person
        months = block.trades.months[block.trade[pairs.row], person]
        best_wage = np.where(offers.wage_max == UNKNOWN, offers.wage_min, offers.wage_max)[rows]
        hours = (people.hours[person], offers.hours[rows])
        dates = (people.available_from[person], offers.start_date[rows], offers.apply_by[rows])
        return {
            Criterion.EXPERIENCE: _join_numbers(months, offers.experience_min[rows]),
            Criterion.EDUCATION: _join_numbers(
                people.education[person], offers.education_min[rows]
            ),
            Criterion.WAGE: _join_numbers(people.wage_min[person], best_wage),
            Criterion.HOURS: _memo(lambda a, b: f"{self._hours[a]},{self._hours[b]}", *hours),
            Criterion.DATE: _join_numbers(*dates),
        }

    def _licence_lists(self, block: Block, pairs: Pairs, rows: Ints) -> list[str]:
        """Write the level, the licences that are there and those that are missing."""
        labels = [_text(level.label) for level in Licences]
        asked = {row: self._offers.licences.row(row) for row in set(rows.tolist())}
        levels = block.levels[Requirement.LICENCES][pairs.row, pairs.person].tolist()
        result = []
        for level, person, row in zip(levels, pairs.person.tolist(), rows.tolist(), strict=True):
            has = self._has_licence[person]
            held = ",".join([self._licences[item] for item in asked[row] if item in has])
            missing = ",".join([self._licences[item] for item in asked[row] if item not in has])
            result.append(f"[{labels[level]},[{held}],[{missing}]]")
        return result


def _join_numbers(*columns: Ints) -> list[str]:
    return _memo(lambda *numbers: ",".join(map(_number, numbers)), *columns)


def first_candidates(offsets: Ints, values: Ints, share: Ints) -> tuple[Ints, Ints]:
    """Return for each title its likeliest occupation and how far it is believed (or unknown, 0)."""
    count = len(offsets) - 1
    code, believed = np.full(count, UNKNOWN, np.int64), np.zeros(count, np.int64)
    filled = np.flatnonzero(np.diff(offsets))
    code[filled], believed[filled] = values[offsets[filled]], share[offsets[filled]]
    return code, believed


def unmet_of(failures: Sequence[int]) -> list[list[str]]:
    """Return the words of FILES.md for masks of requirements that are not met."""
    known: dict[int, list[str]] = {}
    for mask in failures:
        if mask not in known:
            known[mask] = [item.label for item in Requirement if mask >> item & 1]
    return [known[mask] for mask in failures]
