"""The list of meetings as a workbook: who was invited, who answered, who was there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from models.meeting import Participant
from models.round_table_enums import Attendance
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.queries.attendance import Seats
from wasl.portals.round_table.queries.meetings import MeetingRow
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def meeting_sheets(
    rows: Sequence[MeetingRow], places: Mapping[str, str], seats: Seats | None, today: date
) -> list[FileSheet]:
    """Return the meetings of a list; with seats also who said what and who was there.

    places: names of governorates by code.
    """
    about = _("As of %(day)s", day=format_day(today))
    listed = _list(rows, places, seats, about)
    return [listed] if seats is None else [listed, _seats(rows, seats, about)]


def _list(
    rows: Sequence[MeetingRow], places: Mapping[str, str], seats: Seats | None, about: str
) -> FileSheet:
    title = _("Roundtables and committees")
    header = [
        *(_("Title"), _("Reference"), _("Series"), _("Kind"), _("State"), _("Day")),
        *(_("Begins at"), _("Ends at"), _("Governorate"), _("City"), _("Building and room")),
        _("Chair"),
    ]
    if seats is not None:
        header += [
            *(_("Members"), _("Invited"), _("Coming"), _("Not coming"), _("Have not answered")),
            *(str(label(one)) for one in Attendance),
            _("Commitments"),
        ]
    cells = [_row(row, places, seats) for row in rows]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _row(row: MeetingRow, places: Mapping[str, str], seats: Seats | None) -> list[Value]:
    one, answers = row.meeting, row.answers
    cells: list[Value] = [
        *(one.title, one.ref, one.series.name, label(one.series.kind), label(one.state)),
        one.held_on,
        one.starts_at,
        one.ends_at,
        *(places.get(one.governorate_code or ""), one.place, one.venue, one.chair),
    ]
    if seats is not None:
        there = Counter(seat.attendance for seat in seats.get(one.id, ()))
        cells += [
            *(answers.members, answers.invited, answers.coming, answers.not_coming),
            answers.silent,
            *(there[attendance] for attendance in Attendance),
            row.commitments,
        ]
    return cells


def _seats(rows: Sequence[MeetingRow], seats: Seats, about: str) -> FileSheet:
    title = _("Members")
    header = [
        *(_("Organisation"), _("Roundtable or sitting"), _("Reference"), _("Day")),
        *(_("What it did there"), _("Role"), _("Invited"), _("Answer"), _("Note"), _("Was there")),
    ]
    cells: list[list[Value]] = [
        [
            *(organisation_name(seat.organisation), row.meeting.title, row.meeting.ref),
            *(row.meeting.held_on, *_seat(seat)),
        ]
        for row in rows
        for seat in seats.get(row.meeting.id, ())
    ]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _seat(seat: Participant) -> list[Value]:
    return [
        *(label(seat.part), seat.role, _("Yes") if seat.invited_at else _("No")),
        label(seat.answer) if seat.answer else None,
        seat.answer_note,
        label(seat.attendance) if seat.attendance else None,
    ]
