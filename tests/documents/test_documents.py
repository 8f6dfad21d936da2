"""Documents in both directions: Word is told of each, and no text is ever read as markup."""

import io
import json
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import docx
import pytest
import typst
from docx.oxml.ns import qn

from wasl.documents import pdf
from wasl.documents.document import Document, Part, Table
from wasl.documents.pdf import draw_pages, write_pdf
from wasl.documents.word import write_docx

WORDS = "*bold* _it_ 1 & 2"
MARKUP = (
    '#import "@preview/evil:1.0.0" #panic("x") *bold* _it_ $x^2$ = No heading - @no <b> \\ `raw`'
)
ARABIC = {"title": "تدريب اللحامين", "said": "التزام من شركة \u2068Oven & Co.\u2069 هذا العام"}


def _document(language: str, title: str, said: str) -> Document:
    return Document(
        language=language,
        title=title,
        above=said,
        facts=[(said, said)],
        parts=[
            Part(heading=said, text=said, lines=[said, said]),
            Part(heading=title, table=Table(header=[said, title], rows=[[said, title]] * 2)),
        ],
        foot=said,
    )


def _opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(write_docx(document)))


def _paragraphs(file: Any) -> Iterator[Any]:
    yield from file.element.body.iter(qn("w:p"))
    yield from file.sections[0].footer._element.iter(qn("w:p"))


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_word_is_told_of_each_paragraph_run_and_table_that_it_is_right_to_left(
    language: str,
) -> None:
    file = _opened(_document(language, ARABIC["title"], ARABIC["said"]))
    for paragraph in _paragraphs(file):
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
        for run in paragraph.iter(qn("w:r")):
            words = "".join(one.text or "" for one in run.iter(qn("w:t")))
            if re.search("[\u0600-\u06ff]", words):
                assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None, words
            elif words.strip():
                assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None, words
    tables = list(file.element.body.iter(qn("w:tbl")))
    assert len(tables) == 2
    assert all(one.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None for one in tables)
    assert file.sections[0]._sectPr.find(qn("w:bidi")) is not None


def test_a_document_in_english_has_no_mark_of_the_other_direction() -> None:
    file = _opened(_document("en", "Train welders", "Led by \u2068وزارة العمل\u2069"))
    marks = ("w:bidi", "w:rtl", "w:bidiVisual")
    assert not [one for name in marks for one in file.element.body.iter(qn(name))]
    assert "Led by وزارة العمل" in [one.text for one in file.paragraphs]


def test_word_gets_words_that_it_can_hold() -> None:
    file = _opened(_document("en", "x", f"a\x00b\u2068c\u2069 <w:p/> & {WORDS}"))
    assert f"a\ufffdbc <w:p/> & {WORDS}" in [one.text for one in file.paragraphs]


def test_word_takes_a_long_title_and_line_breaks_as_they_are_pasted() -> None:
    file = _opened(_document("ar", "لحام " * 100, "first\vsecond\fthird"))
    assert len(file.core_properties.title) == 255
    assert file.paragraphs[0].text == "first\nsecond\nthird"


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_pdf_is_one_and_has_its_pages(language: str) -> None:
    document = _document(language, ARABIC["title"], ARABIC["said"])
    made = write_pdf(document)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert [page[:4] for page in draw_pages(document)] == [b"\x89PNG"]


def _set(document: Document, kind: str) -> list[Any]:
    """Return the elements of a kind as Typst has set them."""
    found = typst.query(
        files("wasl.documents").joinpath("document.typ"),
        kind,
        sys_inputs={"data": json.dumps(pdf._as_data(document))},
        font_paths=[files("wasl.documents").joinpath("fonts")],
        ignore_system_fonts=True,
    )
    return list(json.loads(found))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_typst_gets_texts_as_words_and_never_as_markup(language: str) -> None:
    document = _document(language, MARKUP, MARKUP)
    assert write_pdf(document).startswith(b"%PDF-")
    headings = _set(document, "heading")
    assert len(headings) == 3
    assert {_words(one["body"]) for one in headings} == {MARKUP}
    for kind in ("math.equation", "emph", "raw", "image", "ref"):
        assert _set(document, kind) == [], kind
    (listed,) = _set(document, "list")
    assert [_words(item["body"]) for item in listed["children"]] == [MARKUP, MARKUP]


def _words(body: dict[str, Any]) -> str:
    return str(body.get("text", ""))


def test_the_same_text_as_source_would_be_more_than_words() -> None:
    with pytest.raises(typst.TypstError, match="panicked"):
        typst.compile(MARKUP.split(" ", 2)[2].encode())
    assert json.loads(typst.query(WORDS.encode(), "strong"))


def _calls(document: Document) -> int:
    """Return how many functions of Python writing a document calls: its cost on any machine."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        write_docx(document)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("kind", ["lines", "rows"])
def test_a_line_costs_the_same_however_many_there_are(kind: str) -> None:
    """A style that is looked for by its name costs 2,000 calls a line; ten thousand take long."""

    def of(number: int) -> Document:
        table = Table(header=["a", "b"], rows=[["عشرون فرصة", "Basra"]] * number)
        lines = ["عشرون فرصة تدريب في Basra"] * number
        part = Part(heading="a", **({"lines": lines} if kind == "lines" else {"table": table}))
        return Document(language="ar", title="a", parts=[part])

    none, some, many = (_calls(of(number)) for number in (1, 101, 301))
    assert (some - none) / 100 < 800
    assert (many - some) / 200 == pytest.approx((some - none) / 100, rel=0.05)


def test_lines_are_a_list_of_word() -> None:
    file = _opened(_document("en", "Title", "Said"))
    listed = [one.text for one in file.paragraphs if one.style.name == "List Bullet"]
    assert listed == ["Said", "Said"]
