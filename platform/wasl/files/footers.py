"""Rows that are no record: totals, signatures, headers that a printout repeats."""

from collections.abc import Iterator, Sequence

from wasl.files.cells import Cell, RawRow, cell_text, clean_text, is_blank
from wasl.files.columns import Format
from wasl.files.header import Layout
from wasl.files.vocabulary import value_words, word_key

FEW_CELLS = 3  # a total or a signature fills no more
FEW_SHARE = 0.25  # and no more than this share of the columns


def repeats_header(raw: RawRow, headers: Sequence[str]) -> bool:
    """Tell whether a row is the header once more, as at the top of a printed page."""
    pairs = [
        (clean_text(cell_text(cell)).replace("\n", " "), header)
        for cell, header in zip(raw.cells, headers, strict=False)
        if header and not is_blank(cell)
    ]
    return len(pairs) > 2 and sum(text == header for text, header in pairs) > 0.8 * len(pairs)


class TailFilter:
    """Lets records through and holds back what may be the foot of the table.

    A row with few cells and no key is left out where it reads as a total or a signature, or where
    no record follows it; elsewhere it is a record without its key, to be rejected.
    """

    def __init__(self, layout: Layout, format_: Format) -> None:
        self._key = next((p for p, n in layout.columns.items() if n == format_.key), None)
        self._names = {
            position
            for position, name in layout.columns.items()
            if name in {"name_ar", "name_latin", "title"}
        }
        required = {column.name for column in format_.columns if column.required}
        self._needed = {p for p, name in layout.columns.items() if name in required}
        self._limit = max(1, min(FEW_CELLS, int(FEW_SHARE * len(layout.columns)) or 1))
        self._held: list[RawRow] = []

    def take(self, raw: RawRow) -> Iterator[RawRow]:
        """Yield the rows that are now known to be records."""
        if raw.error:
            yield raw
            return
        filled = [position for position, cell in enumerate(raw.cells) if not is_blank(cell)]
        if self._is_total(raw, filled):
            return
        if len(filled) > self._limit or self._has_key(raw, filled):
            yield from self._held
            self._held = []
            yield raw
        elif not self._reads_as_footer(raw):
            self._held.append(raw)

    def _is_total(self, raw: RawRow, filled: list[int]) -> bool:
        """Tell a word for a total, a signature or the like beside nothing but figures."""
        if self._needed <= set(filled):
            return False
        labels = [cell for cell in map(raw.cells.__getitem__, filled) if not _is_figure(cell)]
        return len(labels) == 1 and self._reads_as_footer(RawRow(raw.number, labels))

    def _has_key(self, raw: RawRow, filled: list[int]) -> bool:
        return self._key in filled and not self._reads_as_footer(raw)

    def _reads_as_footer(self, raw: RawRow) -> bool:
        words = value_words()["footer"]
        for cell in raw.cells:
            key = word_key(clean_text(cell_text(cell)))
            if key in words or any(key.startswith(f"{word} ") for word in words):
                return True
        return False


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) or not any(c.isalpha() for c in cell_text(cell))
