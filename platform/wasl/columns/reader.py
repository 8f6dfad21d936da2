"""What both sides share when tables become columns: numbering, scope, titles, languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from matching.coding.keys import core_key
from matching.columns import UNKNOWN, Hours, Ints, Kind, Ragged, Titles
from models.enums import CodingDecision, LanguageLevel
from models.enums import Hours as HoursValue
from models.enums import OpportunityKind as KindValue
from models.offered import is_offered
from models.opportunity import Opportunity
from models.taxonomy import SkillOccupation

KIND = {value: Kind[value.name] for value in KindValue}
HOURS = {value: Hours[value.name] for value in HoursValue}
# Forms ask for "Kurdish" and people answer "Sorani" or "Badini", or the other way round.
_KURDISH = {"ckb": "ku", "kmr": "ku"}
_LEVEL = {value: min(number, 6) for number, value in enumerate(LanguageLevel, start=1)}
_SURE = {CodingDecision.SURE, CodingDecision.CONFIRMED}

_WORDING = "\n"  # before the key of a wording: no code begins so

Query = Select[*tuple[Any, ...]]


class Ids:
    """Numbers things in the order in which they are first met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = list(names)
        self._numbers: dict[str, int] = {name: index for index, name in enumerate(self.names)}

    def copy(self) -> "Ids":
        """Return the same numbers, to go on from."""
        other = Ids()
        other.names, other._numbers = self.names.copy(), self._numbers.copy()
        return other

    def number(self, key: str, name: str | None = None) -> int:
        """Return the number of a key; `name` is what it is called in explanations."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.names)
            self.names.append(key if name is None else name)
        return found

    @property
    def keys(self) -> list[str]:
        """The keys in the order of their numbers."""
        return list(self._numbers)

    def of(self, key: str | None) -> int:
        """Return the number of a key that may be blank."""
        return UNKNOWN if key is None else self.number(key)


@dataclass
class Scope:
    """Whom to read: everybody and all opportunities on offer, or only some by their ids."""

    person_ids: Sequence[int] | None = None
    opportunity_ids: Sequence[int] | None = None

    def people(self, column: Any) -> list[ColumnElement[bool]]:
        """Return the condition on a column that holds a person's id."""
        return [] if self.person_ids is None else [column.in_(self.person_ids)]

    def opportunities(self, column: Any) -> list[ColumnElement[bool]]:
        """Return the condition on a column that holds an opportunity's id."""
        if self.opportunity_ids is not None:
            return [column.in_(self.opportunity_ids)]
        return [column.in_(select(Opportunity.id).where(is_offered()))]


@dataclass
class Reader:
    """Reads one side after the other with a common numbering."""

    session: Session
    scope: Scope
    occupations: Ids = field(default_factory=Ids)
    skills: Ids = field(default_factory=Ids)
    languages: Ids = field(default_factory=Ids)
    licences: Ids = field(default_factory=Ids)
    places: Ids = field(default_factory=Ids)
    wordings: Ids = field(default_factory=Ids)

    def rows(self, query: Query) -> list[Any]:
        """Return the rows of a query as tuples."""
        return list(self.session.execute(query))

    @property
    def skill_is_coded(self) -> list[bool]:
        """Tell for each skill whether it has a code."""
        return [not key.startswith(_WORDING) for key in self.skills.keys]

    def skill(self, code: str | None, wording: str) -> int:
        """Number a skill by its code, or by its telling words where no code was found."""
        if code is not None:
            return self.skills.number(code)
        return self.skills.number(_WORDING + (core_key(wording) or wording), wording)

    def listed(self, owners: "Owners", ids: Ids, query: Query) -> Ragged:
        """Read lists of codes from rows of (owner, code)."""
        return owners.ragged((owner, ids.number(code)) for owner, code in self.rows(query))

    def titles(self, owners: "Owners", rows: Iterable[tuple[Any, ...]]) -> Titles:
        """Pack rows of (owner, role, title, code, decision, candidates, years)."""
        lists = owners.lists((owner, row) for owner, *row in rows)
        flat = [row for rows_of_one in lists for row in rows_of_one]
        believed = [_candidates(code, decision, found) for _, _, code, decision, found, _ in flat]
        return Titles(
            offsets=np.cumsum([0, *map(len, lists)]),
            role=numbers([row[0] for row in flat]),
            months=numbers([UNKNOWN if row[5] is None else round(row[5] * 12) for row in flat]),
            wording=numbers([self.wordings.number(core_key(row[1]) or row[1]) for row in flat]),
            candidates=Ragged.of(
                [[self.occupations.number(code) for code, _ in found] for found in believed]
            ),
            share=numbers([share for found in believed for _, share in found]),
        )

    def spoken(
        self, owners: "Owners", table: Any, owner: Any, condition: Any
    ) -> tuple[Ragged, Ragged]:
        """Return languages and, parallel to them, levels from 1 (A1) to 6 (C2)."""
        query = select(owner, table.language, table.level).where(*condition(owner))
        best: dict[tuple[int, int], int] = {}
        for who, language, level in self.rows(query.order_by(owner, table.language)):
            key = (who, self.languages.number(_KURDISH.get(language, language)))
            best[key] = max(best.get(key, UNKNOWN), _LEVEL.get(level, UNKNOWN))
        lists = owners.lists((who, (language, level)) for (who, language), level in best.items())
        return (
            Ragged.of([[language for language, _ in row] for row in lists]),
            Ragged.of([[level for _, level in row] for row in lists]),
        )


class Owners:
    """Rows of one side in the order of ids."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids
        self._row = {id_: row for row, id_ in enumerate(ids)}

    def lists(self, pairs: Iterable[tuple[int, Any]]) -> list[list[Any]]:
        """Collect values by owner; a value of somebody who was not read is left out."""
        result: list[list[Any]] = [[] for _ in self.ids]
        for owner, value in pairs:
            row = self._row.get(owner)
            if row is not None:
                result[row].append(value)
        return result

    def ragged(self, pairs: Iterable[tuple[int, int]]) -> Ragged:
        """Collect numbers by owner."""
        return Ragged.of(self.lists(pairs))


def numbers(values: Iterable[Any]) -> Ints:
    """Pack numbers; None is a blank."""
    return np.array([UNKNOWN if value is None else value for value in values], np.int64)


def days(values: Iterable[date | None]) -> Ints:
    """Pack dates as ordinals."""
    return numbers(None if value is None else value.toordinal() for value in values)


def sure_code(code: str | None, decision: CodingDecision) -> str | None:
    """Return the unit group if it is certain."""
    return code if decision in _SURE else None


def _candidates(
    code: str | None, decision: CodingDecision, found: Sequence[tuple[str, float]]
) -> list[tuple[str, int]]:
    """Return the unit groups that a title may mean, each with its share per mille."""
    sure = sure_code(code, decision)
    if sure is not None:
        return [(sure, 1000)]
    if decision != CodingDecision.ASK:
        return []
    total = max(1.0, sum(confidence for _, confidence in found))
    shares = [(str(code), int(confidence / total * 1000)) for code, confidence in found]
    return [(code, share) for code, share in shares if share > 0]


def core_skills(reader: Reader) -> dict[int, set[int]]:
    """Return the core skills of each occupation that was met, by their numbers."""
    core: dict[int, set[int]] = {}
    numbered = {code: index for index, code in enumerate(reader.occupations.names)}
    query = select(SkillOccupation.occupation_code, SkillOccupation.skill_code)
    for occupation, skill in reader.rows(query.order_by(*query.selected_columns)):
        if occupation in numbered:
            core.setdefault(numbered[occupation], set()).add(reader.skills.number(skill))
    return core


def transpose(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Return the columns of rows, also of no rows."""
    return [[row[index] for row in rows] for index in range(width)]


def pairs(owner: Any, value: Any, condition: Any) -> Query:
    """Select owner and value in a fixed order, so that equal data give equal columns."""
    return select(owner, value).where(*condition(owner)).order_by(owner, value)
