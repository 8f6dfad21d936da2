"""Weighted criteria: for pairs that are worth scoring, the level and share of each criterion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.block import Block, Prepared
from matching.columns import UNKNOWN, Bools, Ints
from matching.levels import (
    LEVELS_OF,
    NEUTRAL_REACH,
    Requirement,
    Skills,
    WantedKind,
    Wants,
    shares,
)
from matching.policy import Criterion

USUAL_ENOUGH = 4
"""So many of an occupation's usual skills are as good as all: no posting asked for them."""

WANTED_FROM, NEAR_WANTED_FROM = 700, 400
"""Shares of nearness from which the desired work counts as this work, or as near to it."""

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
class SkillCounts:
    """Counts of skills asked for, parallel to pairs."""

    asked: Ints
    matched: Ints
    understood: Ints  # of those asked for, what can be compared at all
    listed: Bools  # whether the person's record lists any skill that was understood
    obscure: Ints  # skills of the person that were not understood; they may be any

    def unknown(self) -> Bools:
        """Tell where nothing can be compared."""
        nothing: Bools = ((self.understood == 0) | ~self.listed) & (self.matched == 0)
        return nothing

    def doubtful(self) -> Ints:
        """Count what may be there, because words on either side were not understood."""
        missing, obscure = self.asked - self.matched, self.asked - self.understood + self.obscure
        at_most: Ints = np.minimum(missing, obscure)
        return at_most

    def reach(self) -> Ints:
        """Return how far, per mille, half of the skills asked for are there; 1,000 is half or more.

        One of four is half of the way. What may be there brings a neutral part of what is left.
        """
        held = np.minimum(1000, self.matched * 1000 // np.maximum((self.asked + 1) // 2, 1))
        lacking = np.maximum(self.asked - self.matched, 1)
        hoped = (1000 - held) * NEUTRAL_REACH * self.doubtful() // (1000 * lacking)
        return np.where((self.asked == 0) | self.unknown(), NEUTRAL_REACH, held + hoped)

    def has_half(self) -> Bools:
        """Tell where half of the skills asked for are there for certain."""
        enough: Bools = (self.asked > 0) & (2 * self.matched >= self.asked)
        return enough


@dataclass(frozen=True)
class Comparison:
    """Level and share (per mille) of each pair in one criterion."""

    level: Ints
    share: Ints


def compare_skills(counts: SkillCounts) -> Comparison:
    """Compare skills by how many of those asked for are there.

    A skill that may be there, because words on either side were not understood, is neutral.
    """
    asked, matched = counts.asked, counts.matched
    neutral = counts.doubtful() * Skills.UNKNOWN.share
    level = np.select(
        [asked == 0, counts.unknown(), matched >= asked, 2 * matched >= asked, matched > 0],
        [Skills.NOT_ASKED, Skills.UNKNOWN, Skills.ALL, Skills.MOST, Skills.SOME],
        Skills.NONE,
    ).astype(np.uint8)
    fixed = (level == Skills.NOT_ASKED) | (level == Skills.UNKNOWN)
    share = (matched * 1000 + neutral) // np.maximum(asked, 1)
    return Comparison(level, np.where(fixed, shares(Skills)[level], share))


def required_counts(prepared: Prepared, block: Block, pairs: Pairs) -> SkillCounts:
    """Count the skills asked for, or the occupation's usual ones where none are."""
    rows = block.rows[pairs.row]
    most = np.where(prepared.usual[rows], USUAL_ENOUGH, np.iinfo(np.int32).max)
    return SkillCounts(
        np.minimum(prepared.asked.lengths()[rows], most),
        np.minimum(block.asked.matched[pairs.person, pairs.row], most),
        np.minimum(block.asked.understood[pairs.person, pairs.row], most),
        prepared.lists_skills[pairs.person],
        prepared.obscure_skills[pairs.person],
    )


def desired_counts(prepared: Prepared, block: Block, pairs: Pairs) -> SkillCounts:
    """Count the skills that would be welcome."""
    return SkillCounts(
        prepared.columns.opportunities.desired.lengths()[block.rows[pairs.row]],
        block.desired.matched[pairs.person, pairs.row].astype(np.int64),
        block.desired.understood[pairs.person, pairs.row].astype(np.int64),
        prepared.lists_skills[pairs.person],
        prepared.obscure_skills[pairs.person],
    )


def compare_occupation(block: Block, pairs: Pairs, skills: SkillCounts) -> Comparison:
    """Nearness of the occupation; a near trade is worth more, the nearer half of the skills is."""
    trade = block.trade[pairs.row]
    base = block.trades.base[trade, pairs.person].astype(np.int32)
    skilled = block.trades.skilled[trade, pairs.person].astype(np.int32)
    share = base + (skilled - base) * skills.reach() // 1000
    return Comparison(block.trades.level[trade, pairs.person], share)


def compare_wants(block: Block, pairs: Pairs) -> Comparison:
    """What the person said they want: this work, this kind, or something else."""
    listed = block.levels[Requirement.KIND][pairs.row, pairs.person] == WantedKind.LISTED
    desired = block.trades.desired[block.trade[pairs.row], pairs.person]
    level = np.select(
        [
            desired >= WANTED_FROM,
            desired >= NEAR_WANTED_FROM,
            desired != UNKNOWN,
            listed,
        ],
        [Wants.THIS_WORK, Wants.NEAR_WORK, Wants.OTHER_WORK, Wants.THIS_KIND],
        Wants.UNKNOWN,
    ).astype(np.uint8)
    return Comparison(level, shares(Wants)[level])


def compare(prepared: Prepared, block: Block, pairs: Pairs) -> dict[Criterion, Comparison]:
    """Return the comparison of every pair in every criterion, in the order of Criterion."""
    required = required_counts(prepared, block, pairs)
    found = {
        Criterion.OCCUPATION: compare_occupation(block, pairs, required),
        Criterion.REQUIRED_SKILLS: compare_skills(required),
        Criterion.DESIRED_SKILLS: compare_skills(desired_counts(prepared, block, pairs)),
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
