"""A block of opportunities against all people: levels of the requirements, tables of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from matching.columns import Columns, Ints, Ragged
from matching.levels import Requirement, failure_bits
from matching.requirements import Levels, experience_levels, licence_lists, record_levels
from matching.trades import Target, Trades, TradeTables, targets

CELLS = 4_000_000
"""Pairs that a block may have: some 200 MB of tables."""

LONGEST_BLOCK = 256


@dataclass(frozen=True)
class SkillMatches:
    """Skills of a block's lists that people have; shape (person, row)."""

    matched: Ints
    understood: Ints  # what can be compared: listed skills with a code, and equal wordings


@dataclass(frozen=True)
class Block:
    """What is known of all pairs of a block; pairs are (row of the block, person)."""

    rows: Ints  # indices into Opportunities
    levels: dict[Requirement, Levels]
    failures: Ints  # bit mask of the requirements that are not met, see levels.failure_bits
    trades: TradeTables
    trade: Ints  # row of the block -> row of `trades`
    asked: "SkillMatches"
    desired: "SkillMatches"


class Prepared:
    """Columns with what every block needs of them, computed once a run."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        opportunities = columns.opportunities
        self.trades = Trades(columns)
        self.targets = targets(opportunities.titles, opportunities.kind)
        self.licences = licence_lists(columns)
        self.usual = opportunities.required.lengths() == 0
        self.asked = _either(opportunities.required, opportunities.usual)
        self.skills = _indicator(columns.people.skills, len(columns.vocabulary.skills))
        self.coded = np.array(columns.vocabulary.coded, bool)
        known = self.skills[:, : len(self.coded)]
        self.lists_skills = known @ self.coded.astype(np.int16) > 0
        self.obscure_skills = known @ (~self.coded).astype(np.int16)

    def blocks(self, rows: Ints | None = None) -> Iterator[Block]:
        """Yield blocks that cover the given opportunities (default: all), bounded in memory.

        Opportunities with the same target come together, so that their tables are shared.
        """
        every = np.arange(len(self.columns.opportunities)) if rows is None else rows
        known: dict[Target, int] = {}
        keys = [known.setdefault(self.targets[row], len(known)) for row in every]
        every = every[np.argsort(np.array(keys, np.int64), kind="stable")]
        size = max(1, min(LONGEST_BLOCK, CELLS // max(1, len(self.columns.people))))
        for start in range(0, len(every), size):
            yield self.block(np.sort(every[start : start + size]))

    def block(self, rows: Ints) -> Block:
        """Compare all people with some opportunities."""
        columns = self.columns
        wanted = [self.targets[row] for row in rows]
        tables = self.trades.tables(wanted)
        trade = np.array([tables.number[target] for target in wanted], np.int64)
        levels = record_levels(columns, self.licences, rows)
        asked = columns.opportunities.experience_min[rows][:, None]
        levels[Requirement.EXPERIENCE] = experience_levels(
            asked, tables.months[trade], tables.possible[trade]
        )
        return Block(
            rows,
            levels,
            _failures(levels),
            tables,
            trade,
            self._matches(self.asked, rows),
            self._matches(columns.opportunities.desired, rows),
        )

    def _matches(self, lists: Ragged, rows: Ints) -> SkillMatches:
        """Count how many of the listed skills each person has, and how many can be compared."""
        coded = np.zeros((self.skills.shape[1], len(rows)), np.int16)
        words = np.zeros_like(coded)
        for column, row in enumerate(rows):
            skills = np.array(lists.row(row), np.int64)
            coded[skills[self.coded[skills]], column] = 1
            words[skills[~self.coded[skills]], column] = 1
        equal_words = np.asarray(self.skills @ words)
        matched = np.asarray(self.skills @ coded) + equal_words
        return SkillMatches(matched, coded.sum(axis=0, dtype=np.int16) + equal_words)


def _failures(levels: dict[Requirement, Levels]) -> Ints:
    mask = np.zeros(levels[Requirement.KIND].shape, np.uint16)
    for requirement, level in levels.items():
        mask |= failure_bits(requirement)[level]
    return mask


def _either(first: Ragged, second: Ragged) -> Ragged:
    """Return each owner's first list, or the second where the first is empty."""
    return Ragged.of([first.row(index) or second.row(index) for index in range(len(first))])


def _indicator(lists: Ragged, width: int) -> "csr_array[np.integer[Any], tuple[int, int]]":
    """Return a sparse matrix of ones, owners by values; what is listed twice counts once."""
    ones = np.ones(len(lists.values), np.int16)
    matrix = csr_array((ones, lists.values, lists.offsets), shape=(len(lists), max(width, 1)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix
