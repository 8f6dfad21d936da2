"""The board of commitments as a workbook: every commitment, and the totals by kind."""

from collections.abc import Mapping, Sequence
from datetime import date

from wasl.files.write_workbook import FileSheet
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.queries.commitments import CommitmentLine, KindTotal
from wasl.ui.formats import format_day
from wasl.ui.labels import label


def commitment_sheets(
    lines: Sequence[CommitmentLine],
    totals: Sequence[KindTotal],
    places: Mapping[str, str],
    today: date,
) -> list[FileSheet]:
    """Return the sheets of the file. places: names of governorates by code."""
    about = [_("As of %(day)s. Every number is counted from records.", day=format_day(today))]
    numbers = [
        _("Promised"),
        _("Offered so far"),
        _("Filled so far"),
        _("Lasted"),
        _("Not confirmed yet"),
    ]
    return [
        FileSheet(
            name=_("Commitments"),
            about=[_("Commitments"), *about],
            header=[
                *(_("Reference"), _("What was promised"), _("Who made it"), _("Kind")),
                *(_("Unit"), _("Trade or job"), _("Governorate"), _("Meeting")),
                *(_("Promised on"), _("Deadline"), _("Progress"), *numbers),
            ],
            rows=[_row(line, places) for line in lines],
        ),
        FileSheet(
            name=_("Totals"),
            about=[_("What stands, by kind"), *about],
            header=[_("Kind"), _("Commitments"), *numbers],
            rows=[[label(one.kind), one.commitments, *_numbers(one)] for one in totals],
        ),
    ]


def _row(line: CommitmentLine, places: Mapping[str, str]) -> list[str | int | None]:
    one = line.commitment
    return [
        one.ref,
        one.text,
        "; ".join(party.organisation.name for party in one.parties),
        label(one.kind),
        one.unit,
        one.title,
        places.get(one.governorate_code or ""),
        one.meeting.title if one.meeting else None,
        one.made_on.isoformat(),
        one.deadline.isoformat() if one.deadline else None,
        label(line.progress),
        *_numbers(line),
    ]


def _numbers(of: CommitmentLine | KindTotal) -> list[int]:
    drawn = of.drawn
    return [drawn.pledged, drawn.offered, drawn.filled, drawn.retained, drawn.to_confirm]
