"""Code a column of titles, as `wasl code --from FILE` does (FILES.md, section 5)."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from matching.coding import Coding
from wasl.files.formulas import neutralise
from wasl.operations.load_coders import load_occupation_coder

CODING_COLUMNS = ("text", "isco1", "isco2", "isco3", "confidence", "decision")


def code_titles(session: Session, texts: Sequence[str]) -> list[Coding]:
    """Return what each title was understood as, in the order given."""
    return load_occupation_coder(session).code(texts)


def coding_rows(
    rows: Sequence[dict[str, str]], codings: Iterable[Coding]
) -> Iterator[dict[str, str]]:
    """Yield each row with its coding added; columns that the row has of its own are kept.

    Cells that a spreadsheet would run as formulas get an apostrophe.
    """
    for row, coding in zip(rows, codings, strict=True):
        codes = [code for code, _ in coding.candidates[:3]] + ["", "", ""]
        added = {"isco1": codes[0], "isco2": codes[1], "isco3": codes[2]}
        yield {
            **{name: neutralise(cell) for name, cell in row.items()},
            **added,
            "confidence": f"{coding.confidence:.3f}",
            "decision": coding.decision,
        }
