"""Recommendations, decisions and actions across meetings, as a sheet of a workbook."""

from collections.abc import Collection, Sequence
from datetime import date

from models.meeting import Resolution
from models.round_table_enums import ResolutionState
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_day
from wasl.ui.labels import label


def resolution_sheets(found: Sequence[Resolution], today: date) -> list[FileSheet]:
    """Return what meetings came to, in the order of a list, each with its meeting and point.

    What one follows from is named where it is in the list as well.
    """
    title = _("Recommendations, decisions, actions")
    header = [
        *(_("What"), _("Kind"), _("Whose it is to do"), _("Role"), _("Until when")),
        *(_("State"), _("Overdue"), _("Ended on"), _("By what, or why")),
        *(_("What it follows from"), _("Point"), _("Roundtable or sitting"), _("Reference")),
        *(_("Series"), _("Day")),
    ]
    about = [title, _("As of %(day)s", day=format_day(today))]
    known = {one.id for one in found}
    rows = [_row(one, known, today) for one in found]
    return [FileSheet(name=title, about=about, header=header, rows=rows)]


def is_overdue(one: Resolution, today: date) -> bool:
    """Tell whether the day of something that is open is over."""
    open_ = one.state is ResolutionState.OPEN
    return open_ and one.due_on is not None and one.due_on < today


def said_of(one: Resolution) -> list[Value]:
    """Return what it says, whose it is, until when and what became of it."""
    return [
        *(one.text, label(one.kind), one.responsible.name if one.responsible else None),
        one.responsible_role,
        one.due_on,
        label(one.state),
    ]


def ended(one: Resolution) -> list[Value]:
    """Return on which day it was settled or dropped, and by what or why."""
    return [one.ended_on, one.ended_note]


def _row(one: Resolution, known: Collection[int], today: date) -> list[Value]:
    meeting = one.item.meeting
    return [
        *said_of(one),
        _("Yes") if is_overdue(one, today) else _("No"),
        *ended(one),
        one.follows.text if one.follows and one.follows.id in known else None,
        *(one.item.title, meeting.title, meeting.ref),
        *(meeting.series.name, meeting.held_on),
    ]
