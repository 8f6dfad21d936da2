"""Doubtful titles read beside the skills that stand with them, as a counsellor would.

"Taylor" with cutting and embroidery is a tailor. Skills only weigh the candidates that the words
have brought up; they never add one, and a title that was coded surely stays as it is.
"""

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np

from matching.columns import Ragged, Titles

MOST_SKILLS = 3
"""More core skills of a candidate than so many prove no more."""

TRUST = 300
"""Per mille of the remaining doubt that one core skill takes away."""


def corroborate(titles: Titles, skills: Ragged, core: Mapping[int, Set[int]]) -> Titles:
    """Weigh the candidates of doubtful titles by their owner's skills.

    skills: of each owner; core: occupation -> skills that are core skills of it. A candidate
    weighs as many times more as the owner has core skills of it, plus one; the belief in all
    candidates together grows with the best one's skills. Candidates stay best first, and their
    shares add up to at most 1,000.
    """
    shares = titles.share.astype(np.int64).copy()
    order = np.arange(len(shares))
    certain = titles.certain()
    for owner in range(len(titles.offsets) - 1):
        held = frozenset(skills.row(owner))
        if not held:
            continue
        for title in range(titles.offsets[owner], titles.offsets[owner + 1]):
            if certain[title]:
                continue
            span = slice(*titles.candidates.offsets[title : title + 2])
            codes = titles.candidates.values[span].tolist()
            shown = [min(MOST_SKILLS, len(held & core.get(code, frozenset()))) for code in codes]
            if any(shown):
                shares[span] = _weigh(shares[span].tolist(), shown)
                order[span] = span.start + np.argsort(-shares[span], kind="stable")
    candidates = Ragged(titles.candidates.offsets, titles.candidates.values[order])
    return replace(titles, candidates=candidates, share=shares[order])


def _weigh(shares: list[int], shown: list[int]) -> list[int]:
    """Return new shares; `shown` counts the core skills of each candidate."""
    weights = [share * (1 + count) for share, count in zip(shares, shown, strict=True)]
    total = sum(shares)
    believed = total + (1000 - total) * TRUST * max(shown) // 1000
    whole = sum(weights)
    return [believed * weight // whole for weight in weights] if whole else shares
