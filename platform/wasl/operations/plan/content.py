"""What a file on an action says, section by section, and how it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from models.base import Json

ISOLATES = "\u2066\u2067\u2068\u2069"
_UNSEEN = str.maketrans("", "", ISOLATES)


class Section(StrEnum):
    """A section of the file."""

    TITLE = "title"
    OBJECTIVE = "objective"
    LEADS = "leads"
    TIMEFRAME = "timeframe"
    RESULTS = "results"
    NEXT_STEPS = "next_steps"


LISTS = frozenset({Section.LEADS, Section.RESULTS, Section.NEXT_STEPS})


@dataclass(frozen=True)
class Line:
    """A line of a list. of: the record it was written from (`commitment:…`); none: by hand."""

    text: str
    of: str | None = None

    @property
    def plain(self) -> str:
        """The text without the signs that isolate names in it."""
        return plain(self.text)


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file on an action: three texts, three lists."""

    title: str
    objective: str
    timeframe: str
    leads: tuple[Line, ...] = ()
    results: tuple[Line, ...] = ()
    next_steps: tuple[Line, ...] = ()

    @classmethod
    def read(cls, kept: Json) -> "Content":
        """Return what a version keeps."""
        texts = {one.value: str(kept.get(one.value) or "") for one in Section if one not in LISTS}
        lists = {
            one.value: tuple(Line(line["text"], line.get("of")) for line in kept[one.value])
            for one in LISTS
        }
        return cls(**texts, **lists)  # type: ignore[arg-type]

    def keep(self) -> Json:
        """Return it as a version keeps it."""
        kept: Json = {one.value: self.text(one) for one in Section if one not in LISTS}
        for one in LISTS:
            kept[one.value] = [{"text": line.text, "of": line.of} for line in self.lines(one)]
        return kept

    def text(self, section: Section) -> str:
        """Return a text."""
        return str(getattr(self, section.value))

    def lines(self, section: Section) -> tuple[Line, ...]:
        """Return a section as lines; a text is one line, or none."""
        said = getattr(self, section.value)
        if section in LISTS:
            return tuple(said)
        return (Line(said),) if said else ()

    def typed(self, section: Section) -> str:
        """Return a section as it is edited: a line for each line."""
        return "\n".join(line.plain for line in self.lines(section))

    def edited(self, section: Section, text: str) -> "Content":
        """Return it with a section as somebody typed it.

        A line that stays as it was still says what record it was written from; another is by hand.
        """
        if section not in LISTS:
            same = plain(self.text(section)) == text.strip()
            changed: dict[str, Any] = {section.value: text.strip()}
            return self if same else replace(self, **changed)
        known = {line.plain: line for line in self.lines(section)}
        typed = [" ".join(line.split()) for line in text.splitlines()]
        lines = tuple(known.get(line, Line(line)) for line in typed if line)
        listed: dict[str, Any] = {section.value: lines}
        return replace(self, **listed)

    def renewed(self, fresh: "Content") -> "Content":
        """Return it with the lists of a fresh one; lines that were written by hand stay, below."""
        lists: dict[str, Any] = {
            one.value: (*fresh.lines(one), *_by_hand(self.lines(one))) for one in sorted(LISTS)
        }
        return replace(self, **lists)


def plain(text: str) -> str:
    """Return a text without the signs that isolate names in it."""
    return text.translate(_UNSEEN)


def _by_hand(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.of is None]
