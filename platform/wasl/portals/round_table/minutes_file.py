"""Agenda and minutes of one meeting, or of all of a series, as a workbook."""

from datetime import date

from models.meeting import Meeting
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.queries.minuted import Minuted, Point
from wasl.portals.round_table.resolution_file import ended, is_overdue, said_of
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def minutes_sheets(found: Minuted, title: str, today: date) -> list[FileSheet]:
    """Return agenda with minutes, what came of it, what was promised, and who took part.

    title: the meeting, or the series; it stands above each sheet.
    """
    about = [title, _("As of %(day)s", day=format_day(today))]
    return [
        _agenda(found, about),
        _results(found, about, today),
        _promised(found, about),
        _seats(found, about),
    ]


def _of(meeting: Meeting) -> list[Value]:
    return [meeting.title, meeting.ref, meeting.held_on]


def _of_header() -> list[str]:
    return [_("Roundtable or sitting"), _("Reference"), _("Day")]


def _agenda(found: Minuted, about: list[str]) -> FileSheet:
    numbers = {point.item.id: point for point in found.points}
    header = [
        *(_("Point"), _("Number"), *_of_header(), _("Who presents it")),
        *(_("What it is for"), _("Carried on from"), _("What was said")),
    ]
    rows: list[list[Value]] = [
        [
            *(point.item.title, point.number, *_of(point.item.meeting)),
            point.item.presenter.name if point.item.presenter else None,
            point.item.about,
            _earlier(point, numbers),
            point.item.minutes,
        ]
        for point in found.points
    ]
    return FileSheet(name=_("Agenda and minutes"), about=about, header=header, rows=rows)


def _earlier(point: Point, known: dict[int, Point]) -> str | None:
    """Return at which meeting of the file the same point stood before."""
    before = known.get(point.item.carried_from_id or 0)
    return before.item.meeting.ref if before else None


def _results(found: Minuted, about: list[str], today: date) -> FileSheet:
    header = [
        *(_("What"), _("Kind"), _("Whose it is to do"), _("Role"), _("Until when"), _("State")),
        *(_("Overdue"), _("Ended on"), _("By what, or why"), _("Point"), *_of_header()),
    ]
    rows: list[list[Value]] = [
        [
            *(*said_of(one), _("Yes") if is_overdue(one, today) else _("No"), *ended(one)),
            *(point.item.title, *_of(point.item.meeting)),
        ]
        for point in found.points
        for one in point.item.resolutions
    ]
    return FileSheet(name=_("What came of it"), about=about, header=header, rows=rows)


def _promised(found: Minuted, about: list[str]) -> FileSheet:
    header = [
        *(_("What was promised"), _("Reference"), _("Who made it"), _("Kind"), _("How many")),
        *(_("Unit"), _("Deadline"), _("Point"), _("Roundtable or sitting"), _("Day")),
    ]
    rows: list[list[Value]] = [
        [
            *(
                one.text,
                one.ref,
                "; ".join(organisation_name(party.organisation) for party in one.parties),
            ),
            *(label(one.kind), one.quantity, one.unit),
            one.deadline,
            one.item.title if one.item else None,
            *(meeting.title, meeting.held_on),
        ]
        for meeting in found.meetings
        for one in found.commitments.get(meeting.id, ())
    ]
    return FileSheet(name=_("What was promised"), about=about, header=header, rows=rows)


def _seats(found: Minuted, about: list[str]) -> FileSheet:
    header = [
        *(_("Organisation"), *_of_header(), _("Role")),
        *(_("What it did there"), _("Was there")),
    ]
    rows: list[list[Value]] = [
        [
            *(organisation_name(seat.organisation), *_of(meeting), seat.role, label(seat.part)),
            label(seat.attendance) if seat.attendance else None,
        ]
        for meeting in found.meetings
        for seat in found.seats.get(meeting.id, ())
    ]
    return FileSheet(name=_("Who took part"), about=about, header=header, rows=rows)
