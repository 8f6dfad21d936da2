"""The board of commitments as a workbook: every commitment, its totals, and what stands behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.commitment import Commitment
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.commitment_details_file import detail_sheets
from wasl.portals.round_table.queries.commitments import (
    CommitmentLine,
    KindTotal,
    total_by_kind,
)
from wasl.priorities import name_priorities
from wasl.sectors import name_sector
from wasl.ui.formats import format_day
from wasl.ui.labels import label


@dataclass(frozen=True, kw_only=True)
class _Names:
    """What codes are called."""

    places: Mapping[str, str]
    priorities: Mapping[int, str]
    sectors: Mapping[str | None, str | None]


def commitment_sheets(
    session: Session,
    lines: Sequence[CommitmentLine],
    places: Mapping[str, str],
    today: date,
    language: str,
) -> list[FileSheet]:
    """Return the sheets of the file. places: names of governorates by code."""
    about = _("As of %(day)s. Every number is counted from records.", day=format_day(today))
    sectors = {line.commitment.sector_code for line in lines}
    names = _Names(
        places=places,
        priorities=name_priorities(session, language),
        sectors={code: name_sector(session, code, language) for code in sectors},
    )
    refs = {line.commitment.id: line.commitment.ref for line in lines}
    return [
        _board(lines, names, about),
        _totals(total_by_kind(lines), about),
        *detail_sheets(session, refs, language),
    ]


def _board(lines: Sequence[CommitmentLine], names: _Names, about: str) -> FileSheet:
    title = _("Commitments")
    header = [
        *(_("Reference"), _("What was promised"), _("Who made it"), _("Kind")),
        *(_("Unit"), _("Trade or job"), _("Governorate"), _("Sector"), _("National priority")),
        *(_("Roundtable or sitting"), _("Promised on"), _("Deadline")),
        _("Who answers for it, by role"),
        *(_("Progress"), *_counted()),
    ]
    rows = [_row(line, names) for line in lines]
    return FileSheet(name=title, about=[title, about], header=header, rows=rows)


def _totals(totals: Sequence[KindTotal], about: str) -> FileSheet:
    return FileSheet(
        name=_("Totals"),
        about=[_("What stands, by kind"), about],
        header=[_("Kind"), _("Commitments"), *_counted()],
        rows=[[label(one.kind), one.commitments, *_numbers(one)] for one in totals],
    )


def _counted() -> list[str]:
    return [
        *(_("Promised"), _("Offered so far"), _("Filled so far")),
        *(_("Lasted"), _("Not confirmed yet")),
    ]


def _row(line: CommitmentLine, names: _Names) -> list[Value]:
    one = line.commitment
    return [
        *(one.ref, one.text, "; ".join(party.organisation.name for party in one.parties)),
        *(label(one.kind), one.unit, one.title, names.places.get(one.governorate_code or "")),
        names.sectors[one.sector_code],
        _priority(one, names),
        one.meeting.title if one.meeting else None,
        one.made_on.isoformat(),
        one.deadline.isoformat() if one.deadline else None,
        one.responsible_role,
        label(line.progress),
        *_numbers(line),
    ]


def _priority(one: Commitment, names: _Names) -> str | None:
    return names.priorities.get(one.priority.number) if one.priority else None


def _numbers(of: CommitmentLine | KindTotal) -> list[int]:
    drawn = of.drawn
    return [drawn.pledged, drawn.offered, drawn.filled, drawn.retained, drawn.to_confirm]
