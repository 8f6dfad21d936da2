"""The board of commitments as a workbook: every commitment, its totals, and what stands behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.commitment import Commitment
from wasl.access.viewer import Viewer
from wasl.figures.totals import totals
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.commitments.told import Drawn, sees_people
from wasl.portals.round_table.commitment_details_file import detail_sheets
from wasl.portals.round_table.counted_cells import counted, counted_header, shown_cell
from wasl.portals.round_table.queries.commitments import (
    CommitmentLine,
    KindTotal,
    total_by_kind,
)
from wasl.priorities import name_priorities
from wasl.sectors import name_sector
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name

PEOPLE_IN_TOTALS = lazy_gettext(
    "How many people got something is counted once a day. Under 5, no number is shown; all others "
    "are rounded to fives."
)


@dataclass(frozen=True, kw_only=True)
class _Names:
    """What codes are called."""

    places: Mapping[str, str]
    priorities: Mapping[int, str]
    sectors: Mapping[str | None, str | None]


def commitment_sheets(
    session: Session,
    viewer: Viewer,
    lines: Sequence[CommitmentLine],
    places: Mapping[str, str],
    *,
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
    people = sees_people(viewer)
    refs = {line.commitment.id: line.commitment.ref for line in lines}
    return [
        _board(lines, names, about, people=people),
        _totals(total_by_kind(lines), about) if people else _published(session, today),
        *detail_sheets(session, refs, language, people=people),
    ]


def _board(
    lines: Sequence[CommitmentLine], names: _Names, about: str, *, people: bool
) -> FileSheet:
    title = _("Commitments")
    header = [
        *(_("Reference"), _("What was promised"), _("Who made it"), _("Kind")),
        *(_("Unit"), _("Trade or job"), _("Governorate"), _("Sector"), _("National priority")),
        *(_("Roundtable or sitting"), _("Promised on"), _("Deadline")),
        _("Who answers for it, by role"),
        *(_("Progress"), *counted_header(people=people), _("Not confirmed yet")),
    ]
    rows = [_row(line, names, people=people) for line in lines]
    return FileSheet(name=title, about=[title, about], header=header, rows=rows)


def _totals(of_kinds: Sequence[KindTotal], about: str) -> FileSheet:
    return FileSheet(
        name=_("Totals"),
        about=[_("What stands, by kind"), about],
        header=[
            *(_("Kind"), _("Commitments")),
            *(*counted_header(people=True), _("Not confirmed yet")),
        ],
        rows=[
            [label(one.kind), one.commitments, *_numbers(one.drawn, people=True)]
            for one in of_kinds
        ],
    )


def _published(session: Session, today: date) -> FileSheet:
    """Return the totals that observers read, of everything that stands."""
    about = _("As of %(day)s. Every number is counted from records.", day=format_day(today))
    return FileSheet(
        name=_("Totals"),
        about=[_("What stands, by kind"), about, str(PEOPLE_IN_TOTALS)],
        header=[
            *(_("Kind"), _("Commitments"), _("Promised"), _("Offered now")),
            *(_("Filled so far"), _("Lasted")),
        ],
        rows=[
            [
                *(label(one.kind), one.commitments, one.promised, one.offered),
                *(shown_cell(one.filled), shown_cell(one.lasted)),
            ]
            for one in totals(session, today)
        ],
    )


def _row(line: CommitmentLine, names: _Names, *, people: bool) -> list[Value]:
    one = line.commitment
    return [
        *(
            one.ref,
            one.text,
            "; ".join(organisation_name(party.organisation) for party in one.parties),
        ),
        *(label(one.kind), one.unit, one.title, names.places.get(one.governorate_code or "")),
        names.sectors[one.sector_code],
        _priority(one, names),
        one.meeting.title if one.meeting else None,
        one.made_on,
        one.deadline,
        one.responsible_role,
        label(line.progress),
        *_numbers(line.drawn, people=people),
    ]


def _priority(one: Commitment, names: _Names) -> str | None:
    return names.priorities.get(one.priority.number) if one.priority else None


def _numbers(drawn: Drawn, *, people: bool) -> list[Value]:
    return [*counted(drawn, people=people), drawn.to_confirm]
