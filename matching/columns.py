"""Columns in: what the engine knows of people and opportunities, as arrays.

There is deliberately no column for sex, age, disability, category, origin, vulnerability or name:
what has no place here cannot enter a score.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

UNKNOWN = -1
"""Stands in every integer column for a blank."""


class Kind(IntEnum):
    """The six kinds of opportunity, in the order of FILES.md."""

    JOB = 0
    INTERNSHIP = 1
    TRAINING = 2
    MENTORING = 3
    IN_KIND = 4
    FINANCE = 5


class Hours(IntEnum):
    """Working time."""

    FULL = 0
    PART = 1
    ANY = 2


class Role(IntEnum):
    """What a person's title stands for."""

    EXPERIENCE = 0
    DESIRED = 1


@dataclass(frozen=True)
class Ragged:
    """Lists of integers, one list an owner: `values[offsets[i]:offsets[i + 1]]`."""

    offsets: Ints
    values: Ints

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Ragged":
        """Pack lists."""
        rows = list(lists)
        offsets = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=offsets[1:])
        flat = [value for row in rows for value in row]
        return cls(offsets, np.array(flat, np.int64))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, index: int) -> list[int]:
        """Return one owner's list."""
        values: list[int] = self.values[self.offsets[index] : self.offsets[index + 1]].tolist()
        return values

    def lengths(self) -> Ints:
        """Return how many values each owner has."""
        return np.diff(self.offsets)

    def owners(self) -> Ints:
        """Return the owner of each value."""
        return np.repeat(np.arange(len(self)), self.lengths())

    def holders(self, value: int) -> Bools:
        """Tell for each owner whether the list holds a value."""
        found = np.zeros(len(self), bool)
        found[self.owners()[self.values == value]] = True
        return found


@dataclass(frozen=True)
class Titles:
    """Titles of work, several an owner, each with the unit groups that it may mean.

    `share` is how far a candidate is believed, per mille; a title that was coded surely has one
    candidate with 1,000, a title that nobody understood has none.
    """

    offsets: Ints  # owner -> titles
    role: Ints
    months: Ints  # UNKNOWN when not said
    wording: Ints  # interned folded wording
    candidates: Ragged  # title -> indices into Vocabulary.occupations, best first
    share: Ints  # parallel to candidates.values

    def __len__(self) -> int:
        return len(self.role)

    def certain(self) -> Bools:
        """Tell for each title whether it was coded surely."""
        first = self.candidates.offsets[:-1]
        sure = np.zeros(len(self), bool)
        has = self.candidates.lengths() > 0
        sure[has] = self.share[first[has]] == 1000
        return sure


@dataclass(frozen=True)
class People:
    """One row a person, ordered by id."""

    id: Ints
    consent: Bools  # to matching
    kinds: Ints  # bit set of Kind; 0 means none was named, hence any
    governorate: Ints
    relocate: Ragged
    relocate_anywhere: Bools
    education: Ints  # ISCED 2011
    licences: Ragged
    languages: Ragged
    language_levels: Ragged  # parallel: 1 (A1) to 6 (C2 and native), UNKNOWN when not said
    titles: Titles
    skills: Ragged
    wage_min: Ints
    hours: Ints
    available_from: Ints  # ordinal day

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Opportunities:
    """One row an opportunity, ordered by id; `titles` holds exactly one title for each."""

    id: Ints
    kind: Ints
    titles: Titles
    required: Ragged
    desired: Ragged
    usual: Ragged  # core skills of the occupation, for postings that list none
    education_min: Ints
    experience_min: Ints  # months
    languages: Ragged
    language_levels: Ragged
    licences: Ragged
    governorate: Ints
    remote: Bools
    wage_min: Ints
    wage_max: Ints
    hours: Ints
    start_date: Ints
    apply_by: Ints

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Vocabulary:
    """What the small integers of the columns stand for."""

    occupations: list[str]
    skills: list[str]  # a code, or the wording where no code was found
    coded: list[bool]  # parallel: whether it is a code
    languages: list[str]
    licences: list[str]
    places: list[str]
    neighbours: list[list[int]]  # place -> places it borders


@dataclass(frozen=True)
class Columns:
    """All that a run is computed from."""

    people: People
    opportunities: Opportunities
    vocabulary: Vocabulary
    as_of: int  # ordinal of the day that counts as today


def _feed(digest: "hashlib._Hash", value: object) -> None:
    if isinstance(value, np.ndarray):
        digest.update(np.ascontiguousarray(value, np.int64).tobytes())
    elif is_dataclass(value):
        for item in fields(value):
            digest.update(item.name.encode())
            _feed(digest, getattr(value, item.name))
    else:
        digest.update(json.dumps(value, ensure_ascii=False).encode())


def digest_columns(columns: Columns) -> str:
    """Return the SHA-256 of everything that a run is computed from, except the day."""
    digest = hashlib.sha256()
    for part in (columns.people, columns.opportunities, columns.vocabulary):
        _feed(digest, part)
    return digest.hexdigest()
