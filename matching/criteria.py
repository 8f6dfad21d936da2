"""Weighted criteria: for pairs that are worth scoring, the level and share of each criterion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.block import Block, Prepared
from matching.columns import UNKNOWN, Bools, Ints
from matching.levels import (
    LEVELS_OF,
    Requirement,
    Skills,
    WantedKind,
    Wants,
    shares,
)
from matching.policy import Criterion

USUAL_ENOUGH = 4
"""So many of an occupation's usual skills are as good as all: no posting asked for them."""

WANTED_FROM = 400
"""Share of nearness from which the desired work counts as this work."""

_FROM_REQUIREMENT = {
    Criterion.EXPERIENCE: Requirement.EXPERIENCE,
    Criterion.EDUCATION: Requirement.EDUCATION,
    Criterion.LANGUAGES: Requirement.LANGUAGES,
    Criterion.PLACE: Requirement.GOVERNORATE,
    Criterion.WAGE: Requirement.WAGE,
    Criterion.HOURS: Requirement.HOURS,
    Criterion.DATE: Requirement.AVAILABLE_FROM,
}


@dataclass(frozen=True)
class Pairs:
    """Pairs of a block: rows of the block and people, parallel."""

    row: Ints
    person: Ints

    def __len__(self) -> int:
        return len(self.row)

    def part(self, span: slice) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(self.row[span], self.person[span])


@dataclass(frozen=True)
class Comparison:
    """Level and share (per mille) of each pair in one criterion."""

    level: Ints
    share: Ints


def compare_skills(matched: Ints, asked: Ints, understood: Ints, listed: Bools) -> Comparison:
    """Compare skills by how many of those asked for are there.

    matched, asked, understood: counts, the last of what can be compared at all; listed: whether
    the person's record lists any skill that was understood. What cannot be compared is neutral.
    """
    neutral = Skills.UNKNOWN.share
    share = (matched * 1000 + (asked - understood) * neutral) // np.maximum(asked, 1)
    unknown = ((understood == 0) | ~listed) & (matched == 0)
    level = np.select(
        [asked == 0, unknown, matched >= asked, 2 * matched >= understood, matched > 0],
        [Skills.NOT_ASKED, Skills.UNKNOWN, Skills.ALL, Skills.MOST, Skills.SOME],
        Skills.NONE,
    ).astype(np.uint8)
    fixed = (level == Skills.NOT_ASKED) | (level == Skills.UNKNOWN)
    return Comparison(level, np.where(fixed, shares(Skills)[level], share))


def compare_required(prepared: Prepared, block: Block, pairs: Pairs) -> Comparison:
    """Compare with the skills asked for, or with the occupation's usual ones if none are."""
    rows = block.rows[pairs.row]
    most = np.where(prepared.usual[rows], USUAL_ENOUGH, np.iinfo(np.int32).max)
    return compare_skills(
        np.minimum(block.asked.matched[pairs.person, pairs.row], most),
        np.minimum(prepared.asked.lengths()[rows], most),
        np.minimum(block.asked.understood[pairs.person, pairs.row], most),
        prepared.lists_skills[pairs.person],
    )


def compare_desired(prepared: Prepared, block: Block, pairs: Pairs) -> Comparison:
    """Compare with the skills that would be welcome."""
    desired = prepared.columns.opportunities.desired
    return compare_skills(
        block.desired.matched[pairs.person, pairs.row].astype(np.int64),
        desired.lengths()[block.rows[pairs.row]],
        block.desired.understood[pairs.person, pairs.row].astype(np.int64),
        prepared.lists_skills[pairs.person],
    )


def compare_occupation(block: Block, pairs: Pairs, skills: Comparison) -> Comparison:
    """Nearness of the occupation; with half of the skills a neighbouring trade is worth more.

    Where nothing is known of the skills the share lies half-way.
    """
    trade = block.trade[pairs.row]
    base = block.trades.base[trade, pairs.person].astype(np.int32)
    skilled = block.trades.skilled[trade, pairs.person].astype(np.int32)
    has_half = skills.level <= Skills.MOST
    not_known = skills.level >= Skills.NOT_ASKED
    share = np.where(has_half, skilled, np.where(not_known, (base + skilled) // 2, base))
    return Comparison(block.trades.level[trade, pairs.person], share)


def compare_wants(block: Block, pairs: Pairs) -> Comparison:
    """What the person said they want: this work, this kind, or something else."""
    listed = block.levels[Requirement.KIND][pairs.row, pairs.person] == WantedKind.LISTED
    desired = block.trades.desired[block.trade[pairs.row], pairs.person]
    level = np.select(
        [desired >= WANTED_FROM, desired != UNKNOWN, listed],
        [Wants.THIS_WORK, Wants.OTHER_WORK, Wants.THIS_KIND],
        Wants.UNKNOWN,
    ).astype(np.uint8)
    return Comparison(level, shares(Wants)[level])


def compare(prepared: Prepared, block: Block, pairs: Pairs) -> dict[Criterion, Comparison]:
    """Return the comparison of every pair in every criterion, in the order of Criterion."""
    required = compare_required(prepared, block, pairs)
    found = {
        Criterion.OCCUPATION: compare_occupation(block, pairs, required),
        Criterion.REQUIRED_SKILLS: required,
        Criterion.DESIRED_SKILLS: compare_desired(prepared, block, pairs),
        Criterion.WANTS: compare_wants(block, pairs),
    }
    for criterion, requirement in _FROM_REQUIREMENT.items():
        level = block.levels[requirement][pairs.row, pairs.person]
        found[criterion] = Comparison(level, shares(LEVELS_OF[requirement])[level])
    return {criterion: found[criterion] for criterion in Criterion}


def points_of(share: Ints, weight: int) -> Ints:
    """Return the points that a share (per mille) of a criterion is worth, rounded down."""
    return share.astype(np.int64) * weight // 1000


def total_points(found: dict[Criterion, Comparison], weights: Sequence[int] | Ints) -> Ints:
    """Add up the points of all criteria; the parts are exactly the total."""
    parts = zip(found.values(), weights, strict=True)
    return sum(
        (points_of(comparison.share, int(weight)) for comparison, weight in parts),
        np.zeros(1, np.int64),
    )
