"""What a document holds; how it is laid out is its writers' business."""

from collections.abc import Sequence
from dataclasses import dataclass

RIGHT_TO_LEFT = frozenset({"ar", "ckb"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a header; each row has as many cells."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part under a heading: a text, a list, a table; what is empty is left out."""

    heading: str
    text: str = ""
    lines: Sequence[str] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document in one language (en, ar or ckb).

    above: a short line over the title. facts: what stands in the box under it, term and value.
    foot: what stands at the foot of each page, before its number. Names of other languages inside
    a text may be isolated with U+2068 and U+2069.
    """

    language: str
    title: str
    above: str = ""
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    foot: str = ""

    @property
    def right_to_left(self) -> bool:
        """Whether it is read from right to left."""
        return self.language in RIGHT_TO_LEFT
