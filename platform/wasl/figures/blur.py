"""Small noise on counts of people, so that two questions cannot be told apart by one person.

Who may ask again and again, each time a little different, could look for the question at which a
rounded number jumps, and so find out of a single person whether they are there. Here every person
has a secret number; the numbers of those who are counted together decide whether the count goes up
by one, down by one or stays. The same people give the same count whoever asks, so asking again
averages nothing out; one person more or less gives another draw, which hides them. Statistical
offices that answer questions from a census do the same (the cell-key method).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.integer[Any]]

_FOUR = 4


class Blur:
    """Noise under one secret. secret: from 64 bits on, as hexadecimal digits."""

    def __init__(self, secret: str) -> None:
        self._seed = np.uint64(int(secret[:16], 16))

    def count(self, ids: Ids) -> int:
        """Return how many people there are, off by one at most; nobody is nobody."""
        if not len(ids):
            return 0
        with np.errstate(over="ignore"):
            together = np.add.reduce(_mix(ids.astype(np.uint64) + self._seed))
        draw = int(_mix(np.array([together ^ self._seed]))[0] >> np.uint64(32)) % _FOUR
        return max(0, len(ids) + {0: -1, 1: 1}.get(draw, 0))

    def number(self, count: int, whose: int) -> int:
        """Return how many of something a record has, off by one at most; none is none.

        whose: the id of the record. The same number of the same record gives the same answer; one
        more gives another draw.
        """
        draw = self.count(np.array([2 * whose + 1, 2 * count]))  # of two, that can be told apart
        return max(0, count + draw - 2) if count else 0


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return 64 bits for each value that look drawn at random (the finisher of SplitMix64)."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
