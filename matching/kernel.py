"""The inner loop: which pairs of a block are worth keeping, and their points.

`score_block` is the one place that a compiled kernel would replace: a prepared run, a block of
opportunities and weights go in, parallel integer arrays come out. Any replacement must give the
same integers, bit for bit.
"""

from dataclasses import dataclass

import numpy as np

from matching.block import Block, Prepared
from matching.columns import Bools, Ints
from matching.criteria import (
    Pairs,
    compare,
    compare_occupation,
    required_counts,
    total_points,
)
from matching.levels import NOT_NEGOTIABLE, Occupation
from matching.trades import is_related

PART = 1_000_000
"""Pairs that are scored at a time."""

NEAR_FROM = 300
"""Share of occupation nearness from which a pair that fails one requirement is worth showing."""

_RELATED = np.array([is_related(level) for level in Occupation])


@dataclass(frozen=True)
class Scored:
    """Scored pairs of a block: eligible ones and near misses."""

    pairs: Pairs
    points: Ints
    eligible: int  # so many pairs at the beginning are eligible, the rest are near misses


def near_misses(failures: Ints) -> Bools:
    """Tell where exactly one requirement is not met, and that one is negotiable."""
    one = (failures & (failures - 1)) == 0
    settled: Bools = (failures != 0) & one & (failures & NOT_NEGOTIABLE == 0)
    return settled


def related_pairs(prepared: Prepared, block: Block, pairs: Pairs) -> Pairs:
    """Return the pairs whose occupations, or else whose skills, have to do with each other."""
    skills = required_counts(prepared, block, pairs)
    occupation = compare_occupation(block, pairs, skills)
    related = _RELATED[occupation.level] & (occupation.share >= NEAR_FROM)
    by_skills = (occupation.level == Occupation.UNKNOWN) & skills.has_half()
    keep = related | by_skills
    return Pairs(pairs.row[keep], pairs.person[keep])


def score_block(prepared: Prepared, block: Block, weights: Ints) -> Scored:
    """Score the pairs of a block that meet every requirement, and its near misses."""
    eligible = Pairs(*np.nonzero(block.failures == 0))
    near = related_pairs(prepared, block, Pairs(*np.nonzero(near_misses(block.failures))))
    pairs = Pairs(
        np.concatenate([eligible.row, near.row]), np.concatenate([eligible.person, near.person])
    )
    points = np.empty(len(pairs), np.int64)
    for start in range(0, len(pairs), PART):
        span = slice(start, start + PART)
        points[span] = total_points(compare(prepared, block, pairs.part(span)), weights)
    return Scored(pairs, points, len(eligible))
