"""What is wrong with a file or row, said to a person: what happened, what was kept, what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from models.round_table_enums import CommitmentKind
from wasl.files import codes
from wasl.files.errors import FileError
from wasl.files.messages import FILE_MESSAGES, ROW_MESSAGES
from wasl.files.round_table_columns import COMMITMENT_TYPES
from wasl.files.template import accepted_words
from wasl.files.vocabulary import ENUM_FIELDS
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.formats import format_day
from wasl.ui.labels import label

_KINDS = frozenset(CommitmentKind)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Lists of values as reasons carry them, by the field that knows the words for them. Levels of
# languages have the same names everywhere, except the last.
ACCEPTED_LISTS: dict[str, str] = {
    **{codes.accepted(field): field for field in ENUM_FIELDS if field != "level"},
    COMMITMENT_TYPES: "commitment",
    "yes, no": "yes_no",
    "0–8, secondary, دبلوم, بكالوريوس, …": "education",
}


@dataclass(frozen=True, kw_only=True)
class FileTrouble:
    """Why nothing of a file could be used."""

    happened: str
    kept: str
    todo: str


NOTHING_TAKEN = _("Nothing of the file was taken. What was in the platform before is unchanged.")

_SAVE_AS_XLSX = _(
    "Open the file in Excel, choose “Save as”, “Excel workbook (.xlsx)”, and send that."
)
_ASK_AGAIN = _("Ask the sender for the file once more, or send the list as CSV.")
_SPLIT = _("Keep the row of headers in each part; send them one after the other.")
_SEND_TABLE = _("If the list is inside it, copy the rows into the blank template and send that.")
_USE_TEMPLATE = _("Download the blank template, copy the rows into it and send it.")

# What to do for each code of FILE_MESSAGES; a test compares the two.
TODO: dict[str, str] = {
    "missing": _("Choose the file once more."),
    "empty": _("Open the file, check that the list is in it, save it and send it again."),
    "too_large": _SPLIT,
    "not_a_table": _SEND_TABLE,
    "old_excel": _SAVE_AS_XLSX,
    "other_spreadsheet": _SAVE_AS_XLSX,
    "encrypted": _(
        "Open the workbook, remove its password under “File”, “Info”, save and send it."
    ),
    "bomb": _ASK_AGAIN,
    "damaged": _ASK_AGAIN,
    "entities": _ASK_AGAIN,
    "too_many_columns": _("Delete the columns that are not part of the list and send it again."),
    "too_many_rows": _SPLIT,
    "too_much_text": _SPLIT,
    "no_rows": _("Fill in the rows and send the file again."),
    "headers_unknown": _USE_TEMPLATE,
    "nothing_found": _USE_TEMPLATE,
    "column_unknown": _("Choose another meaning for this column."),
    "header_missing": _("Send the file again as it is now: its columns have changed since."),
}

# What `found` says where the reader of files recognised something else than a table.
FOUND: dict[str, str] = {
    "a PDF document": _("a PDF document"),
    "a picture": _("a picture"),
    "a text document (RTF)": _("a text document (RTF)"),
    "a program": _("a program"),
    "a packed archive": _("a packed archive"),
    "a database": _("a database"),
    "a database (Access)": _("a database (Access)"),
    "a Word document": _("a Word document"),
    "an old Office document": _("an old Office document"),
    "a presentation": _("a presentation"),
    "a web page": _("a web page"),
    "an XML document": _("an XML document"),
    "JSON (write one object a line)": _("JSON (write one object a line)"),
    "a file that is not text": _("a file that is not text"),
    "OpenDocument": _("OpenDocument"),
    "XML 2003": _("XML 2003"),
    ".xlsb": ".xlsb",
}


def file_trouble(code: str, params: Mapping[str, str]) -> FileTrouble:
    """Say in the language of the page why a file was refused; an unknown code is `damaged`."""
    if code not in FILE_MESSAGES:
        code, params = "damaged", {"detail": code}
    return FileTrouble(
        happened=_filled(FILE_MESSAGES[code], params),
        kept=str(NOTHING_TAKEN),
        todo=str(TODO[code]),
    )


def trouble_of(error: FileError) -> FileTrouble:
    """Say in the language of the page what a FileError says."""
    return file_trouble(error.code, error.params)


def row_reason(record: Mapping[str, Any], language: str) -> str:
    """Say in the language of the page why a row was rejected.

    record: an entry of a report as `Problem.to_record` makes it; an entry without a code that is
    known keeps its English reason. language: that of the words that would be accepted.
    """
    message = ROW_MESSAGES.get(str(record.get("code")))
    if message is None:
        return str(record.get("reason", ""))
    params = dict(record.get("params") or {})
    if "accepted" in params:
        params["accepted"] = _in_words(params["accepted"], language)
    if params.get("known") in _KINDS:
        params["known"] = str(label(CommitmentKind(params["known"])))
    if _ISO_DAY.fullmatch(params.get("day", "")):
        params["day"] = format_day(date.fromisoformat(params["day"]))
    return _filled(message, params)


def _in_words(accepted: str, language: str) -> str:
    """Say a list of accepted values in the words of a language, where it is a list we know."""
    words = _accepted_lists(language).get(accepted)
    return accepted if words is None else (", " if language == "en" else "، ").join(words)


@cache
def _accepted_lists(language: str) -> dict[str, tuple[str, ...]]:
    found = {values: accepted_words(field, language) for values, field in ACCEPTED_LISTS.items()}
    known = {values: words for values, words in found.items() if words}
    *levels, native = ENUM_FIELDS["level"]
    own_word = accepted_words("level", language)[-1:] or (native.value,)
    return {**known, codes.accepted("level"): (*(level.value for level in levels), *own_word)}


def _filled(message: str, params: Mapping[str, str]) -> str:
    values = {name: str(FOUND.get(value, value)) for name, value in params.items()}
    return str(gettext(message) % values)
