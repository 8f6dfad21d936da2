"""Postings that name commitments as a sheet of a workbook: what counts, what waits, what not."""

from collections.abc import Sequence
from datetime import date

from models.commitment import Citation
from models.round_table_enums import CitationState
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def citation_sheets(found: Sequence[tuple[Citation, bool]], today: date) -> list[FileSheet]:
    """Return each posting with the commitment that it names, and whether it counts for it."""
    title = _("Postings that may count")
    header = [
        *(_("Posting"), _("Posted by"), _("Places"), _("Commitment"), _("What was promised")),
        *(_("Who made it"), _("How it came"), _("Does it count?")),
        *(_("When"), _("Note")),
    ]
    about = [title, _("As of %(day)s", day=format_day(today))]
    rows = [_row(one, counts=counts) for one, counts in found]
    return [FileSheet(name=title, about=about, header=header, rows=rows)]


def _row(one: Citation, *, counts: bool) -> list[Value]:
    posting, promise = one.opportunity, one.commitment
    return [
        *(
            posting.title,
            organisation_name(posting.organisation),
            posting.seats,
            promise.ref,
            promise.text,
        ),
        "; ".join(organisation_name(party.organisation) for party in promise.parties),
        *(label(one.origin), label(CitationState.CONFIRMED if counts else one.state)),
        one.decided_at,
        one.note,
    ]
