"""What the coders hand out and what they are built from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Decision = Literal["sure", "ask", "unknown"]


@dataclass(frozen=True, slots=True)
class Term:
    """A wording and the codes it stands for, the likeliest first.

    A `downloaded` term (ESCO) holds only where no term written for Iraq says something else.
    """

    text: str
    codes: tuple[str, ...]
    kind: Literal["label", "title", "cue"] = "title"
    downloaded: bool = False


@dataclass(frozen=True, slots=True)
class Coding:
    """What a wording was understood as: at most five candidates, best first.

    `confidence` is the estimated probability (0 to 1) that the first candidate is right.
    """

    text: str
    decision: Decision
    candidates: tuple[tuple[str, float], ...]

    @property
    def confidence(self) -> float:
        """Probability that the first candidate is right; 0 without a candidate."""
        return self.candidates[0][1] if self.candidates else 0.0

    @property
    def code(self) -> str | None:
        """The first candidate when it is sure, else None."""
        return self.candidates[0][0] if self.decision == "sure" else None


@dataclass(frozen=True, slots=True)
class SkillCoding:
    """The skill that a wording was understood as, None when it was not."""

    text: str
    code: str | None
    confidence: float


def unique(texts: Sequence[str]) -> list[str]:
    """Return the distinct texts in the order they come."""
    return list(dict.fromkeys(texts))
