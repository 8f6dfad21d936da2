"""A document as .pdf: set by Typst with our font; what it says is data, never source text."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

import typst

from wasl.documents.document import Document, Part

_HERE = Path(str(files("wasl.documents")))
# Typst knows the two letters of Kurdish and tells scripts apart by the text itself.
_LANGUAGES = {"en": "en", "ar": "ar", "ckb": "ku"}


def write_pdf(document: Document) -> bytes:
    """Return a .pdf with its text as text: it can be searched, copied and read aloud."""
    return cast("bytes", _compile(document, "pdf"))


def draw_pages(document: Document) -> list[bytes]:
    """Return each page as .png, as it is printed."""
    pages = _compile(document, "png")
    return pages if isinstance(pages, list) else [pages]


def _compile(document: Document, kind: Literal["pdf", "png"]) -> bytes | list[bytes]:
    made: bytes | list[bytes] = typst.compile(
        _HERE / "document.typ",
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_as_data(document))},
        format=kind,
    )
    return made


def _as_data(document: Document) -> dict[str, object]:
    return {
        "lang": _LANGUAGES[document.language],
        "rtl": document.right_to_left,
        "title": document.title,
        "above": document.above,
        "facts": [list(fact) for fact in document.facts],
        "parts": [_part(part) for part in document.parts],
        "foot": document.foot,
    }


def _part(part: Part) -> dict[str, object]:
    table = part.table
    return {
        "heading": part.heading,
        "text": part.text,
        "lines": list(part.lines),
        "header": list(table.header) if table else [],
        "rows": [list(row) for row in table.rows] if table else [],
    }
