"""What stands behind commitments, as sheets of a workbook: each line names its commitment."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.amendment_words import amendment_text
from wasl.portals.round_table.counted_cells import counted_header
from wasl.portals.round_table.queries.commitment_details import (
    list_amendments,
    list_cited,
    list_milestones,
    list_words,
    status_told,
)
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def detail_sheets(
    session: Session, refs: Mapping[int, str], language: str, *, people: bool
) -> list[FileSheet]:
    """Return the sheets behind some commitments. refs: their references by their ids.

    people: whether the reader is told whom the postings came to.
    """
    return [
        _postings(session, refs, people=people),
        _milestones(session, refs),
        _words(session, refs),
        _history(session, refs, language),
    ]


def _postings(session: Session, refs: Mapping[int, str], *, people: bool) -> FileSheet:
    rows: list[list[Value]] = [
        [
            *(
                refs[cited.commitment_id],
                posting.title,
                organisation_name(posting.organisation),
                posting.ref,
            ),
            label(posting.status if people else status_told(posting)),
            _("Counts") if cited.counts else _("Waits for a word"),
            *([cited.offered, cited.filled, cited.retained] if people else [cited.posted]),
        ]
        for cited, posting in list_cited(session, list(refs))
    ]
    header = [
        *(_("Commitment"), _("Posting"), _("Employer"), _("Reference"), _("State")),
        *(_("Does it count?"), *counted_header(people=people)[1:]),
    ]
    return _sheet(_("Postings behind the numbers"), header, rows)


def _milestones(session: Session, refs: Mapping[int, str]) -> FileSheet:
    rows: list[list[Value]] = [
        [
            *(refs[one.commitment_id], one.text),
            one.due_on,
            one.done_on,
            one.evidence,
        ]
        for one in list_milestones(session, list(refs))
    ]
    header = [_("Commitment"), _("Milestone"), _("Due on"), _("Done on"), _("Evidence")]
    return _sheet(_("Milestones"), header, rows)


def _words(session: Session, refs: Mapping[int, str]) -> FileSheet:
    rows: list[list[Value]] = [
        [
            *(refs[one.commitment_id], one.at, label(one.voice)),
            organisation_name(one.organisation) if one.organisation else None,
            label(one.achievement) if one.achievement else one.wording,
            one.note,
        ]
        for one in list_words(session, list(refs))
    ]
    header = [
        *(_("Commitment"), _("When"), _("Whose word"), _("Organisation")),
        *(_("How far it has come"), _("Note")),
    ]
    return _sheet(_("What is said of it"), header, rows)


def _history(session: Session, refs: Mapping[int, str], language: str) -> FileSheet:
    rows: list[list[Value]] = [
        [
            *(refs[one.commitment_id], one.at, label(one.field)),
            amendment_text(session, one.field, one.before, language),
            amendment_text(session, one.field, one.after, language),
            one.reason,
        ]
        for one in list_amendments(session, list(refs))
    ]
    header = [_("Commitment"), _("When"), _("What"), _("Before"), _("After"), _("Why")]
    return _sheet(_("History"), header, rows)


def _sheet(title: str, header: list[str], rows: list[list[Value]]) -> FileSheet:
    return FileSheet(name=title, about=[title], header=header, rows=rows)
