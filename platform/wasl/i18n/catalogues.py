"""Collect the texts of code and templates, and read and write the catalogues."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from wasl.i18n.compile import LOCALE_DIR

LANGUAGES = ("ar", "ckb")  # the third, English, is what the texts are written in
_PACKAGE = Path(__file__).parent.parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "N_": None,  # marks a text where it stands; it is translated where it is shown
    "N2_": (1, 2),  # the same of one that is said of numbers
}
_TEMPLATE_OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
# These say when a file was written and by what, which changes every time and tells nobody anything.
_NOISE = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By')


def templates_folder() -> Path:
    """Find the templates: beside the package in a wheel, two folders up in a checkout."""
    beside = _PACKAGE / "templates"
    return beside if beside.is_dir() else _PACKAGE.parent.parent / "templates"


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield "python", path
    for path in sorted(templates_folder().rglob("*.html")):
        yield "jinja2.ext.babel_extract", path


def collect_texts() -> Catalog:
    """Return all texts that are to be translated."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for method, path in _sources():
        options = _TEMPLATE_OPTIONS if method.startswith("jinja2") else {}
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(
                method, file, keywords=KEYWORDS, options=options
            ):
                found.add(message)
    return found


def forms_of(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return a text, or the singular and plural forms of one, as a list."""
    if text is None:
        return []
    return [text] if isinstance(text, str) else list(text)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts of a catalogue that lack a translation or one of its forms."""
    return [
        forms_of(message.id)[0]
        for message in catalogue
        if message.id and not (message.string and all(forms_of(message.string)))
    ]


def catalogue_path(language: str, folder: Path = LOCALE_DIR) -> Path:
    """Return where the catalogue of a language is."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str, folder: Path = LOCALE_DIR) -> Catalog:
    """Read the catalogue of a language; an empty one where there is none yet."""
    path = catalogue_path(language, folder)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue so that only what changed in it changes in the file."""
    catalogue.project, catalogue.version = "Wasl", "1"
    catalogue.header_comment = "# Texts of Wasl. Written by `make translations`; fill in msgstr."
    catalogue.fuzzy = False
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = [line for line in buffer.getvalue().splitlines(True) if not line.startswith(_NOISE)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))
