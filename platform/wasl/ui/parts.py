"""What the larger components are given: reasons and the parts of a fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wasl.i18n.texts import lazy_gettext as _


class Tone(StrEnum):
    """How a requirement or criterion stands; shown by an icon, a word and only then a colour."""

    MET = "met"
    SOFT = "soft"
    UNMET = "unmet"
    UNKNOWN = "unknown"


TONE_WORDS: dict[Tone, str] = {
    Tone.MET: _("Fits"),
    Tone.SOFT: _("Nearly"),
    Tone.UNMET: _("Does not fit"),
    Tone.UNKNOWN: _("Not known"),
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One sentence of an explanation; `word` stands instead of the tone's own."""

    tone: Tone
    text: str
    detail: str | None = None
    word: str | None = None


@dataclass(frozen=True, kw_only=True)
class FitPart:
    """One criterion of a fit: `points` of the `weight` it could have given."""

    label: str
    tone: Tone
    points: int
    weight: int


@dataclass(frozen=True, kw_only=True)
class FitSegment:
    """A part as drawn: where its box starts, how wide it is and how much of it is filled."""

    part: FitPart
    start: float
    width: float
    filled: float


FIT_WIDTH = 300.0
_GAP = 3.0


def lay_out_fit(parts: Sequence[FitPart]) -> list[FitSegment]:
    """Place the parts side by side on a bar of `FIT_WIDTH`, as wide as their weights."""
    shown = [part for part in parts if part.weight > 0]
    total = sum(part.weight for part in shown)
    room = FIT_WIDTH - _GAP * max(0, len(shown) - 1)
    segments, start = [], 0.0
    for part in shown:
        width = room * part.weight / total
        filled = width * min(1.0, max(0.0, part.points / part.weight))
        segments.append(
            FitSegment(
                part=part, start=round(start, 2), width=round(width, 2), filled=round(filled, 2)
            )
        )
        start += width + _GAP
    return segments
