"""The facts behind each comparison of a pair, as integers, and their compact JSON.

Written beside the score by the same tables, for hundreds of thousands of pairs at a time;
`matching.explanation` turns one of them into named lines.
"""

import json
from collections.abc import Callable, Sequence

import numpy as np

from matching.block import Block, Prepared
from matching.columns import UNKNOWN, Hours, Ints, Kind, Ragged, Titles
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
from matching.requirements import language_have, languages_asked

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


Written = tuple[Callable[..., str], tuple[Ints, ...]]
"""How facts are written, and the columns that they are written from."""

_MASK = 40
_LARGEST_KEY = 1 << 62


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: int) -> str:
    return "null" if value == UNKNOWN else str(value)


def _memo(make: Callable[..., str], *columns: Ints) -> list[str]:
    """Apply `make` to each row of parallel columns, once for each different row."""
    if not len(columns[0]):
        return []
    key, size = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        low = int(column.min())
        span = int(column.max()) - low + 1
        if size * span > _LARGEST_KEY:
            kept, key = np.unique(key, return_inverse=True)
            size = len(kept)
        key = key * span + (column.astype(np.int64) - low)
        size *= span
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    rows = zip(*(column[first].tolist() for column in columns), strict=True)
    texts = np.array([make(*row) for row in rows], object)
    found: list[str] = texts[inverse].tolist()
    return found


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

    def write(self, block: Block, pairs: Pairs, found: dict[Criterion, Comparison]) -> list[str]:
        """Return the compact JSON of each pair: kind, licences, criteria."""
        rows = block.rows[pairs.row]
        written = {
            Criterion.OCCUPATION: self._occupation(block, pairs, rows),
            Criterion.REQUIRED_SKILLS: self._skill_lists(self._prepared.asked, pairs, rows, True),
            Criterion.DESIRED_SKILLS: self._skill_lists(self._offers.desired, pairs, rows, False),
            Criterion.LANGUAGES: self._spoken(pairs, rows),
            **self._terms(block, pairs, rows),
        }
        criteria = []
        for criterion, comparison in found.items():
            labels = [_text(level.label) for level in LEVELS_OF_CRITERION[criterion]]
            make, facts = written[criterion]

            def fragment(
                level: int,
                share: int,
                *values: int,
                labels: list[str] = labels,
                make: Callable[..., str] = make,
            ) -> str:
                return f"[{labels[level]},{share},{make(*values)}]"

            criteria.append(_memo(fragment, comparison.level, comparison.share, *facts))
        kinds = block.levels[Requirement.KIND][pairs.row, pairs.person]
        labels = [_text(level.label) for level in WantedKind]
        heads = _memo(lambda level: f'{{"kind":{labels[level]},"licences":', kinds)
        licences = self._licence_lists(block, pairs, rows)
        joined = map(",".join, zip(*criteria, strict=True))
        return list(map('{}{},"criteria":[{}]}}'.format, heads, licences, joined))

    def _occupation(self, block: Block, pairs: Pairs, rows: Ints) -> Written:
        titles, offered = self._people.titles, self._offers.titles
        title = block.trades.title[block.trade[pairs.row], pairs.person]
        code, share = likeliest(titles)
        wanted, wanted_share = likeliest(offered)
        at = np.maximum(title, 0)

        def of_title(values: Ints, otherwise: int) -> Ints:
            if not len(values):
                return np.full(len(title), otherwise, np.int64)
            return np.where(title == UNKNOWN, otherwise, values[at])

        basis = ('"experience"', '"desired"', "null")

        def make(mine: int, theirs: int, role: int, months: int, believed: int) -> str:
            codes = f"{self._occupations[mine]},{self._occupations[theirs]}"
            return f"{codes},{basis[role]},{_number(months)},{believed}"

        believed = of_title(share, 0).astype(np.int64) * wanted_share[rows] // 1000
        return make, (
            of_title(code, UNKNOWN),
            wanted[rows],
            of_title(titles.role, UNKNOWN),
            of_title(titles.months, UNKNOWN),
            believed,
        )

    def _skill_lists(self, lists: Ragged, pairs: Pairs, rows: Ints, required: bool) -> Written:
        """Write the skills that are there and those that are missing.

        Which are there goes through bit masks of 40 skills each, so that equal cases are equal.
        """
        usual = self._prepared.usual

        def make(row: int, *masks: int) -> str:
            asked = lists.row(row)
            there = [masks[at // _MASK] >> (at % _MASK) & 1 for at in range(len(asked))]
            pairs_of = list(zip(asked, there, strict=True))
            matched = ",".join([self._skills[skill] for skill, has in pairs_of if has])
            missing = ",".join([self._skills[skill] for skill, has in pairs_of if not has])
            ending = "" if not required else ",true" if usual[row] else ",false"
            return f"[{matched}],[{missing}]{ending}"

        return make, (rows, *self._masks(lists, pairs, rows))

    def _masks(self, lists: Ragged, pairs: Pairs, rows: Ints) -> list[Ints]:
        """Return for each pair which skills of the opportunity's list the person has."""
        asked = {row: lists.row(row) for row in np.unique(rows).tolist()}
        needed = sorted({skill for row in asked.values() for skill in row})
        column = {skill: index for index, skill in enumerate(needed)}
        nothing = len(needed)  # a last column of zeros stands for "no such skill"
        has = np.zeros((len(self._people), nothing + 1), bool)
        has[:, :nothing] = self._prepared.skills[:, needed].toarray() > 0
        width = max((len(row) for row in asked.values()), default=0)
        places = np.full((max(asked, default=0) + 1, width), nothing)
        for row, skills in asked.items():
            places[row, : len(skills)] = [column[skill] for skill in skills]
        masks: list[Ints] = []
        for start in range(0, width, _MASK):
            mask = np.zeros(len(pairs), np.int64)
            for at in range(start, min(start + _MASK, width)):
                there = has[pairs.person, places[rows, at]]
                mask |= there.astype(np.int64) << (at - start)
            masks.append(mask)
        return masks

    def _spoken(self, pairs: Pairs, rows: Ints) -> Written:
        """Write each language that is asked for with the person's level."""
        asked = {row: languages_asked(self._offers, row) for row in np.unique(rows).tolist()}
        width = max((len(row) for row in asked.values()), default=0)
        levels = [np.full(len(pairs), UNKNOWN, np.int64) for _ in range(width)]
        have: dict[int, Ints] = {}
        for row, languages in asked.items():
            mine = np.flatnonzero(rows == row) if languages else ()
            for at, (language, _) in enumerate(languages):
                if language not in have:
                    have[language] = language_have(self._people, language)
                levels[at][mine] = have[language][pairs.person[mine]]

        def make(row: int, *found: int) -> str:
            lines = [
                f"[{self._languages[language]},{_number(level)},{max(lowest, 1)}]"
                for (language, lowest), level in zip(asked[row], found, strict=False)
            ]
            return f"[{','.join(lines)}]"

        return make, (rows, *levels)

    def _terms(self, block: Block, pairs: Pairs, rows: Ints) -> dict[Criterion, Written]:
        """Write the facts that are plain numbers and codes."""
        people, offers, person = self._people, self._offers, pairs.person
        months = block.trades.months[block.trade[pairs.row], person]
        best_wage = np.where(offers.wage_max == UNKNOWN, offers.wage_min, offers.wage_max)
        places, hours = self._places, self._hours
        dates = (people.available_from[person], offers.start_date[rows], offers.apply_by[rows])
        return {
            Criterion.EXPERIENCE: (_numbers, (months, offers.experience_min[rows])),
            Criterion.EDUCATION: (_numbers, (people.education[person], offers.education_min[rows])),
            Criterion.WAGE: (_numbers, (people.wage_min[person], best_wage[rows])),
            Criterion.DATE: (_numbers, dates),
            Criterion.HOURS: (
                lambda wanted, offered: f"{hours[wanted]},{hours[offered]}",
                (people.hours[person], offers.hours[rows]),
            ),
            Criterion.PLACE: (
                lambda home, place: f"{places[home]},{places[place]}",
                (people.governorate[person], offers.governorate[rows]),
            ),
            Criterion.WANTS: (self._kinds.__getitem__, (offers.kind[rows],)),
        }

    def _licence_lists(self, block: Block, pairs: Pairs, rows: Ints) -> list[str]:
        """Write the level, the licences that are there and those that are missing."""
        labels = [_text(level.label) for level in Licences]
        lists, held = self._offers.licences, self._prepared.licences
        levels = block.levels[Requirement.LICENCES][pairs.row, pairs.person]
        result = [f"[{labels[Licences.NOT_ASKED]},[],[]]"] * len(pairs)
        for at in np.flatnonzero(lists.lengths()[rows] > 0).tolist():
            has = frozenset(held.row(int(pairs.person[at])))
            asked = lists.row(int(rows[at]))
            there = ",".join([self._licences[item] for item in asked if item in has])
            missing = ",".join([self._licences[item] for item in asked if item not in has])
            result[at] = f"[{labels[levels[at]]},[{there}],[{missing}]]"
        return result


def _numbers(*values: int) -> str:
    return ",".join(map(_number, values))


def likeliest(titles: Titles) -> tuple[Ints, Ints]:
    """Return for each title its likeliest occupation and how far it is believed (or unknown, 0)."""
    offsets = titles.candidates.offsets
    code, believed = np.full(len(titles), UNKNOWN, np.int64), np.zeros(len(titles), np.int64)
    filled = np.flatnonzero(np.diff(offsets))
    code[filled] = titles.candidates.values[offsets[filled]]
    believed[filled] = titles.share[offsets[filled]]
    return code, believed


def unmet_of(failures: Sequence[int]) -> list[list[str]]:
    """Return the words of FILES.md for masks of requirements that are not met."""
    known: dict[int, list[str]] = {}
    for mask in failures:
        if mask not in known:
            known[mask] = [item.label for item in Requirement if mask >> item & 1]
    return [known[mask] for mask in failures]
