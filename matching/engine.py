"""A run: columns in, the best pairs of both sides out, ranked and in a total order."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.block import Prepared
from matching.columns import Bools, Columns, Ints
from matching.kernel import score_block
from matching.policy import Policy
from matching.topk import MOST, BestLists, pack, positions, unpack


@dataclass(frozen=True)
class Keep:
    """How many pairs are kept for each person, and as many for each opportunity."""

    eligible: int = 50
    near: int = 20


@dataclass(frozen=True)
class Matches:
    """Kept pairs, parallel arrays ordered by person and opportunity; rank 0 means not listed."""

    person: Ints
    opportunity: Ints
    points: Ints
    eligible: Bools
    rank_for_person: Ints
    rank_for_opportunity: Ints
    eligible_pairs: int  # of all pairs, kept or not

    def __len__(self) -> int:
        return len(self.person)


def compute_matches(
    columns: Columns,
    policy: Policy,
    keep: Keep = Keep(),
    progress: Callable[[int], None] = lambda _: None,
) -> Matches:
    """Score every eligible pair and near miss, and keep the best for each person and opportunity.

    `progress` is told how many opportunities are done. Raises ValueError for more people or
    opportunities than packed lists can tell apart.
    """
    if max(len(columns.people), len(columns.opportunities)) > MOST:
        raise ValueError(f"more than {MOST:,} on one side do not fit into the packed lists")
    prepared, weights = Prepared(columns), policy.vector()
    sides = [(BestLists(keep.eligible), BestLists(keep.near)) for _ in range(2)]
    eligible_pairs = done = 0
    for block in prepared.blocks():
        scored = score_block(prepared, block, weights)
        person, opportunity = scored.pairs.person, block.rows[scored.pairs.row]
        eligible_pairs += scored.eligible
        spans = (slice(None, scored.eligible), slice(scored.eligible, None))
        for which, span in enumerate(spans):
            of_person = pack(person[span], scored.points[span], opportunity[span])
            of_opportunity = pack(opportunity[span], scored.points[span], person[span])
            sides[0][which].add(of_person)
            sides[1][which].add(of_opportunity)
        done += len(block.rows)
        progress(done)
    return _merge(_ranked(*sides[0]), _ranked(*sides[1]), eligible_pairs)


def _ranked(eligible: BestLists, near: BestLists) -> tuple[Ints, Ints, Ints, Bools, Ints]:
    """Return owner, points, other, eligible and rank; near misses follow the eligible ones."""
    owner, points, other = unpack(eligible.result())
    near_owner, near_points, near_other = unpack(near.result())
    size = 1 + max(owner.max(initial=0), near_owner.max(initial=0))
    before = np.bincount(owner, minlength=size)
    rank = positions(owner) + 1
    near_rank = positions(near_owner) + 1 + before[near_owner]
    return (
        np.concatenate([owner, near_owner]),
        np.concatenate([points, near_points]),
        np.concatenate([other, near_other]),
        np.arange(len(owner) + len(near_owner)) < len(owner),
        np.concatenate([rank, near_rank]),
    )


def _merge(
    people: tuple[Ints, Ints, Ints, Bools, Ints],
    opportunities: tuple[Ints, Ints, Ints, Bools, Ints],
    eligible_pairs: int,
) -> Matches:
    """Join both sides' lists; a pair that both keep appears once with both ranks."""
    person, points, opportunity, eligible, rank = people
    other, other_points, other_person, other_eligible, other_rank = opportunities
    key = np.concatenate([person << 22 | opportunity, other_person << 22 | other])
    unique, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    ranks = np.zeros((2, len(unique)), np.int64)
    ranks[0, inverse[: len(person)]] = rank
    ranks[1, inverse[len(person) :]] = other_rank
    return Matches(
        person=unique >> 22,
        opportunity=unique & ((1 << 22) - 1),
        points=np.concatenate([points, other_points])[first],
        eligible=np.concatenate([eligible, other_eligible])[first],
        rank_for_person=ranks[0],
        rank_for_opportunity=ranks[1],
        eligible_pairs=eligible_pairs,
    )
