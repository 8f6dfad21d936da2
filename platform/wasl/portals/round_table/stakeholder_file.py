"""Who is who among the organisations, as sheets of a workbook. Who holds a role is not in it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.round_table_enums import CommitmentProgress
from models.stakeholder import ContactRole, Programme
from wasl.access.viewer import Viewer
from wasl.code_names import name_places
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.told import progresses_told
from wasl.portals.round_table.queries.network import read_network
from wasl.portals.round_table.queries.stakeholders import StakeholderRow
from wasl.portals.round_table.stakeholder_words import heard_text, link_text
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import join_names


def stakeholder_sheets(
    session: Session, viewer: Viewer, rows: Sequence[StakeholderRow], today: date, language: str
) -> list[FileSheet]:
    """Return the organisations of a list, their roles and programmes, and who works with whom."""
    about = _("As of %(day)s", day=format_day(today))
    names = {row.organisation.id: organisation_name(row.organisation) for row in rows}
    return [
        _list_sheet(rows, progresses_told(viewer), about),
        _roles_sheet(session, names, about),
        _programmes_sheet(session, names, about, language),
        _relations_sheet(session, names, about, language),
    ]


def _list_sheet(
    rows: Sequence[StakeholderRow], states: Sequence[CommitmentProgress], about: str
) -> FileSheet:
    header = [
        *(_("Organisation"), _("Short name"), _("What it is"), _("Sector"), _("Governorate")),
        *(_("Mandate"), _("Services"), _("Also called"), _("Last heard of"), _("Day")),
        *(_("Commitments: %(state)s", state=label(state)) for state in states),
    ]
    cells: list[list[Value]] = [
        [
            organisation_name(row.organisation),
            row.known.short_name if row.known else None,
            label(row.kind) if row.kind else None,
            row.sector,
            row.governorate,
            row.known.mandate if row.known else None,
            row.known.services if row.known else None,
            join_names(organisation_name(one) for one in row.same),
            *(heard_text(row.last), row.last.day if row.last else None),
            *(row.progress.get(state, 0) for state in states),
        ]
        for row in rows
    ]
    title = _("Who is who")
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _roles_sheet(session: Session, names: dict[int, str], about: str) -> FileSheet:
    statement = select(ContactRole.organisation_id, ContactRole.role, ContactRole.invited).where(
        ContactRole.ended_at.is_(None), ContactRole.organisation_id.in_(names)
    )
    cells: list[list[Value]] = [
        [names[key], role, _("Yes") if invited else _("No")]
        for key, role, invited in session.execute(statement.order_by(ContactRole.id))
    ]
    title = _("Whom to write to")
    header = [_("Organisation"), _("Role"), _("Invitations and minutes go there")]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _programmes_sheet(
    session: Session, names: dict[int, str], about: str, language: str
) -> FileSheet:
    statement = select(Programme).where(Programme.organisation_id.in_(names))
    found = list(
        session.scalars(
            statement.order_by(Programme.id).options(joinedload(Programme.organisation))
        )
    )
    places = name_places(session, [one.governorate_code for one in found], language)
    cells: list[list[Value]] = [
        [
            organisation_name(one.organisation),
            one.name,
            one.about,
            places.get(one.governorate_code or "") or _("All of Iraq"),
            one.starts_on,
            one.ends_on,
        ]
        for one in found
    ]
    title = _("Programmes")
    header = [
        *(_("Organisation"), _("Programme"), _("What it does"), _("Where"), _("From"), _("Until"))
    ]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _relations_sheet(
    session: Session, names: dict[int, str], about: str, language: str
) -> FileSheet:
    network = read_network(session, language)
    called = network.called
    cells: list[list[Value]] = [
        [called[one.first].name, link_text(one), called[one.second].name, one.note]
        for one in network.links
        if names.keys() & {one.first, one.second}
    ]
    title = _("Who works with whom")
    header = [_("Organisation"), _("How"), _("With whom"), _("Note")]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)
