"""Lists of the best pairs, kept short while blocks go by; order is total: points, then index."""

import numpy as np

from matching.columns import Ints

_OTHER_BITS = 22
_POINT_BITS = 20  # 1,000,000 points fit
_MOST_POINTS = (1 << _POINT_BITS) - 1

MOST = 1 << (63 - _POINT_BITS - _OTHER_BITS)
"""Most people or opportunities whose indices fit into a key."""

FLUSH_AT = 4_000_000
"""Keys that may wait before the lists are cut again: 32 MB."""


def pack(owner: Ints, points: Ints, other: Ints) -> Ints:
    """Pack pairs into integers that sort by owner, then points downwards, then the other index."""
    high = owner.astype(np.int64) << (_POINT_BITS + _OTHER_BITS)
    return high | (_MOST_POINTS - points.astype(np.int64)) << _OTHER_BITS | other.astype(np.int64)


def unpack(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Return owners, points and other indices of packed pairs."""
    points = _MOST_POINTS - ((keys >> _OTHER_BITS) & _MOST_POINTS)
    return keys >> (_POINT_BITS + _OTHER_BITS), points, keys & ((1 << _OTHER_BITS) - 1)


def positions(owners: Ints) -> Ints:
    """Return for sorted owners the position of each entry within its owner, from 0."""
    if not len(owners):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    return np.arange(len(owners)) - np.repeat(starts, np.diff([*starts, len(owners)]))


def best_of(keys: Ints, keep: int) -> Ints:
    """Return the first `keep` keys of each owner, sorted."""
    keys = np.sort(keys)
    return keys[positions(keys >> (_POINT_BITS + _OTHER_BITS)) < keep]


class BestLists:
    """The best `keep` pairs of each owner, of all that were ever added."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._waiting: list[Ints] = []
        self._count = 0

    def add(self, keys: Ints) -> None:
        """Add packed pairs."""
        self._waiting.append(keys)
        self._count += len(keys)
        if self._count > FLUSH_AT:
            self._waiting = [self.result()]
            self._count = len(self._waiting[0])

    def result(self) -> Ints:
        """Return the packed pairs that are kept, sorted."""
        if not self._waiting:
            return np.zeros(0, np.int64)
        return best_of(np.concatenate(self._waiting), self._keep)
