"""What is wrong with a part of a posting, said to its employer."""

from collections.abc import Mapping

from wasl.files.errors import CellError
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.import_messages import row_reason

# What only postings know of; the rest is said as for a row of a file.
POSTING_PROBLEMS: Mapping[str, str] = {
    "required": _("Fill this in before you send it in."),
    "day_over": _("This day is over. Write a later one."),
    "seats_taken": _("%(taken)s are taken already. Write that many or more."),
    "bad_date": _("This is not a date. Write day/month/year."),
}


def posting_problem(error: CellError, language: str) -> str:
    """Say in a language why a part of a posting cannot stay as it is."""
    if error.code in POSTING_PROBLEMS:
        return str(POSTING_PROBLEMS[error.code]) % error.params
    return row_reason({"code": error.code, "params": error.params}, language)
