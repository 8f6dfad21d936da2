"""The policy of a run: how many of 1,000,000 points each criterion is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.columns import Ints

TOTAL = 1_000_000

ENGINE_VERSION = "2"
"""Raised whenever the same columns and the same policy would give another score."""


class Criterion(StrEnum):
    """The weighted criteria, in the order of explanations."""

    OCCUPATION = "occupation"
    REQUIRED_SKILLS = "required_skills"
    DESIRED_SKILLS = "desired_skills"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    LANGUAGES = "languages"
    PLACE = "place"
    WAGE = "wage"
    HOURS = "hours"
    DATE = "date"
    WANTS = "wants"


DEFAULT_WEIGHTS: dict[Criterion, int] = {
    Criterion.OCCUPATION: 520_000,
    Criterion.REQUIRED_SKILLS: 80_000,
    Criterion.DESIRED_SKILLS: 20_000,
    Criterion.EXPERIENCE: 40_000,
    Criterion.EDUCATION: 20_000,
    Criterion.LANGUAGES: 100_000,
    Criterion.PLACE: 40_000,
    Criterion.WAGE: 110_000,
    Criterion.HOURS: 20_000,
    Criterion.DATE: 20_000,
    Criterion.WANTS: 30_000,
}


class PolicyError(ValueError):
    """Weights that cannot be used; the message says why."""


@dataclass(frozen=True)
class Policy:
    """A version of the weights."""

    version: int
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        check_weights(self.weights)

    def vector(self) -> Ints:
        """Return the weights in the order of Criterion."""
        return np.array([self.weights[criterion] for criterion in Criterion], np.int64)


def check_weights(weights: Mapping[str, int]) -> None:
    """Raise PolicyError unless every criterion has whole points >= 0 that add up to 1,000,000."""
    known = {criterion.value for criterion in Criterion}
    given = {str(name) for name in weights}
    if given != known:
        odd = ", ".join(sorted(given ^ known))
        raise PolicyError(f"weights must name each criterion once; look at: {odd}")
    for name, points in weights.items():
        if type(points) is not int or points < 0:
            raise PolicyError(f"{name}: points are whole numbers from 0, not {points!r}")
    total = sum(weights.values())
    if total != TOTAL:
        raise PolicyError(f"weights add up to {total:,}, not to {TOTAL:,}")


def default_policy(version: int = 1) -> Policy:
    """Return the policy that Wasl ships with."""
    weights = {criterion.value: points for criterion, points in DEFAULT_WEIGHTS.items()}
    return Policy(version, weights)
