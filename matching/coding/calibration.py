"""From likeness to probability: logistic regression, then isotonic, learned on left-out terms."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from matching.coding.keys import core_key


@dataclass(frozen=True, slots=True)
class Calibration:
    """A monotone map from (best likeness, lead over the second, length) to a probability."""

    intercept: float
    likeness: float
    lead: float
    length: float
    raw: tuple[float, ...]
    calibrated: tuple[float, ...]

    def chance(self, likeness: float, lead: float, length: float) -> float:
        """Return the probability (0 to 1) that the likest code is right; all inputs 0 to 1."""
        raw = self.intercept + self.likeness * likeness + self.lead * lead + self.length * length
        return float(np.interp(raw, self.raw, self.calibrated))


def length_share(text: str) -> float:
    """Return how long the telling words of a text are, as a share of thirty letters."""
    return min(len(core_key(text)), 30) / 30


@cache
def load_calibration(name: str) -> Calibration:
    """Return a shipped calibration (`benchmarks/calibrate_coding.py` writes them)."""
    content = files("matching").joinpath("data", "calibration.json").read_text("utf-8")
    values = json.loads(content)[name]
    raw, calibrated = tuple(values.pop("raw")), tuple(values.pop("calibrated"))
    return Calibration(**values, raw=raw, calibrated=calibrated)
