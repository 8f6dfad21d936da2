"""What a page about an organisation consists of: parts with rows; some of it stays inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wasl.i18n.texts import lazy_gettext
from wasl.operations.engagement.standing import Standing
from wasl.ui.sentence_names import isolate

STANDINGS: Mapping[Standing, str] = {
    Standing.KNOWN: lazy_gettext("On a list"),
    Standing.MET: lazy_gettext("Was at a meeting"),
    Standing.PROMISED: lazy_gettext("Has promised something"),
    Standing.UNDER_WAY: lazy_gettext("Something promised is under way"),
    Standing.FULFILLED: lazy_gettext("Kept a promise"),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a part. href: where the page leads; on paper it is text. code: stands beside it."""

    text: str
    href: str | None = None
    code: str = ""

    @property
    def on_paper(self) -> str:
        """All of it as one text; nothing in it changes the direction of what follows."""
        return f"{isolate(self.text)} {isolate(self.code)}" if self.code else self.text


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a part. handed: it may leave the platform; the first cell names it."""

    cells: Sequence[Cell]
    handed: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part. inside: how many columns at the end are for the secretariat alone.

    numbers: which columns hold them.
    """

    key: str
    title: str
    header: Sequence[str]
    rows: Sequence[Row]
    inside: int = 0
    numbers: Sequence[int] = ()


def cells(first: str, *texts: str, href: str | None = None, code: str = "") -> list[Cell]:
    """Return cells of a row; the first leads somewhere."""
    return [Cell(text=first, href=href, code=code), *(Cell(text=text) for text in texts)]
