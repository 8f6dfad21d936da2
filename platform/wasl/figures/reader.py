"""What somebody can conclude who reads all tables and knows how they were made."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from wasl.figures.system import Counts, System, key_of
from wasl.figures.tables import ALL

FEW = 5
"""From so many people on, a cell may show a number, rounded to a multiple of it."""

# What it costs to keep a cell back: first cells inside a table, small ones before large ones; sums
# only where nothing else helps, the number of all last.
_COST_OF_SUM = 10_000
_COST_OF_ALL = 1_000_000

Numbers = npt.NDArray[np.float64]
Target = tuple[int, int]
"""A cell and a value that it could have, as far as a reader knows."""


class ProtectionError(RuntimeError):
    """No protected set of tables was found: nothing is published."""


def rounded(count: int) -> int:
    """Return the nearest multiple of five."""
    return (count + FEW // 2) // FEW * FEW


class Reader:
    """The lowest and the highest count that each cell may have, and the sums among the cells."""

    def __init__(self, system: System) -> None:
        self.system = system
        counts = system.counts
        near = (counts + FEW // 2) // FEW * FEW
        few = counts < FEW
        self.lowest: Numbers = np.where(few, 0.0, np.maximum(near - FEW // 2, FEW))
        self.highest: Numbers = np.where(few, FEW - 1.0, near + FEW // 2)

    def keep_back(self, cells: Sequence[int]) -> None:
        """Say nothing about some cells, not even whether they are under five."""
        self.lowest[list(cells)] = 0
        self.highest[list(cells)] = np.inf

    def agreeing(self, wish: Numbers, target: Target | None = None) -> Counts | None:
        """Return whole counts that agree with all that is known, or None: there are none.

        wish: of all such counts, those with the smallest sum weighted like this.
        """
        lowest, highest = self._knowing(target)
        found = milp(
            wish,
            integrality=np.ones(len(wish), dtype=np.int64),
            bounds=Bounds(lowest, highest),
            constraints=LinearConstraint(self.system.sums, 0, 0),
        )
        return None if found.x is None else np.rint(found.x).astype(np.int64)

    def _knowing(self, target: Target | None) -> tuple[Numbers, Numbers]:
        lowest, highest = self.lowest.copy(), self.highest.copy()
        if target is not None:
            lowest[target[0]] = highest[target[0]] = target[1]
        return lowest, highest

    def cheapest_to_keep_back(self, target: Target) -> list[int]:
        """Return the cells to keep back so that a reader must believe a value possible.

        Beside the counts the program has, for each cell, how far its count is above and below
        what is shown of it; what has to move must not be shown. Raises ProtectionError.
        """
        size, sums = len(self.lowest), self.system.sums
        lowest, highest = self._knowing(target)
        movable = np.isfinite(self.highest)
        movable[target[0]] = False
        moved_up = np.where(movable, np.inf, 0.0)
        moved_down = np.where(movable, lowest, 0.0)
        one, cost = eye_array(size), self._costs()
        found = milp(
            np.concatenate([np.zeros(size), cost, cost]),
            integrality=np.ones(3 * size, dtype=np.int64),
            bounds=Bounds(
                np.concatenate([np.where(movable, 0, lowest), np.zeros(2 * size)]),
                np.concatenate([np.where(movable, np.inf, highest), moved_up, moved_down]),
            ),
            constraints=[
                LinearConstraint(hstack([sums, csr_array((sums.shape[0], 2 * size))]), 0, 0),
                LinearConstraint(hstack([one, -one, one]), lowest, highest),
            ],
        )
        if found.x is None:
            raise ProtectionError(f"keeping cells back does not make {target} possible")
        moved = np.rint(found.x[size : 2 * size] + found.x[2 * size :])
        return [int(place) for place in np.flatnonzero(moved)]

    def _costs(self) -> Numbers:
        system = self.system
        costs: Numbers = np.log2(system.counts + 2.0)
        costs[list(system.totals)] += _COST_OF_SUM
        costs[system.index[key_of("", ALL, ALL)]] += _COST_OF_ALL
        return costs
