"""What the map of demand was narrowed to, and its file, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.enums import Role
from wasl.code_names import name_places
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.occupations import list_major_groups
from wasl.portals.secretariat.demand_file import as_file_sheet, cell_value
from wasl.portals.secretariat.demand_sheets import (
    BYS,
    MEASURES,
    NOT_KNOWN,
    NOT_TIED,
    Axis,
    Sheet,
    measured,
)
from wasl.portals.secretariat.queries.demand import (
    ANYWHERE,
    Count,
    Line,
    Measure,
    Wanted,
)
from wasl.portals.secretariat.queries.enterprises import EnterpriseRow
from wasl.sectors import name_sector
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import join_names


def about_filters(session: Session, wanted: Wanted, language: str) -> list[tuple[str, str]]:
    """Return what the map is narrowed to: the name of each filter and its value."""
    return list(_filters(session, wanted, language))


def _filters(session: Session, wanted: Wanted, language: str) -> Iterator[tuple[str, str]]:
    if wanted.kind is not None:
        yield _("Kind"), label(wanted.kind)
    if wanted.sector:
        known = name_sector(session, wanted.sector, language)
        yield _("Sector"), known or str(NOT_KNOWN)
    if wanted.governorate:
        names = name_places(session, [wanted.governorate], language)
        anywhere = wanted.governorate == ANYWHERE
        yield _("Governorate"), str(NOT_TIED) if anywhere else names[wanted.governorate]
    if wanted.group:
        yield _("Occupations"), dict(list_major_groups(session, language))[wanted.group]
    if wanted.vetted:
        yield _("Enterprises"), _("Only vetted ones")


def people_text(row: EnterpriseRow) -> str:
    """Say who answers for an enterprise: how many of each role."""
    owners = row.people.get(Role.EMPLOYER_OWNER, 0)
    recruiters = row.people.get(Role.EMPLOYER_RECRUITER, 0)
    said = []
    if owners:
        said.append(ngettext("One owner", "%(num)d owners", owners))
    if recruiters:
        said.append(ngettext("One recruiter", "%(num)d recruiters", recruiters))
    return join_names(said) if said else _("Nobody signs in for it")


def file_sheets(
    tables: Sequence[Sheet],
    lines: Sequence[Line],
    axes: tuple[Axis, Axis],
    enterprises: Sequence[EnterpriseRow],
    about: Sequence[str],
) -> list[FileSheet]:
    """Return the sheets of the file: each table, all lines, and the enterprises.

    axes: governorates and sectors with their names. about: what stands above each table.
    """
    sheets = [
        as_file_sheet(table, about, _name_of(number, table))
        for number, table in enumerate(tables, start=1)
    ]
    return [*sheets, _all_lines(lines, axes, about), _enterprises(enterprises, about)]


def file_notes(filters: Sequence[tuple[str, str]], today: date) -> list[str]:
    """Return what stands above each table of the file: the day, and each filter."""
    day = _("As of %(day)s", day=format_day(today))
    return [day, *(f"{name}: {text}" for name, text in filters)]


def _name_of(number: int, table: Sheet) -> str:
    """Name a sheet; the number keeps names apart that are cut to what Excel allows."""
    return f"{number} {table.title} – {BYS[table.by]}"


def _all_lines(lines: Sequence[Line], axes: tuple[Axis, Axis], about: Sequence[str]) -> FileSheet:
    places, sections = axes
    cells: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        cells.setdefault((line.section, line.place, line.kind.value), []).append(line)
    counted = [
        ((sections.names[key[0]], places.names[key[1]], label(known[0].kind)), Count.of(known))
        for key, known in sorted(cells.items())
    ]
    measures = [one for one in Measure if one is not Measure.FILLED]
    return FileSheet(
        name=_("Sector, governorate, kind"),
        about=[_("What enterprises could give and offer"), *about],
        header=[_("Sector"), _("Governorate"), _("Kind"), *(str(MEASURES[m]) for m in measures)],
        rows=[[*names, *_values(count, measures)] for names, count in counted],
    )


def _values(count: Count, measures: Sequence[Measure]) -> list[Value]:
    return [cell_value(measured(count, measure)) for measure in measures]


def _enterprises(rows: Sequence[EnterpriseRow], about: Sequence[str]) -> FileSheet:
    header = [_("Enterprise"), _("Sector"), _("Where it works"), _("Standing"), _("Kinds")]
    counted = (Measure.COULD_GIVE, Measure.OPEN, Measure.FREE)
    return FileSheet(
        name=_("Enterprises"),
        about=[_("Enterprises"), *about],
        header=[*header, *(str(MEASURES[one]) for one in counted), _("Who answers for it")],
        rows=[
            [
                organisation_name(row.organisation),
                row.sector,
                join_names(row.places),
                label(row.organisation.standing),
                join_names(label(kind) for kind in row.kinds),
                *_values(row.count, counted),
                people_text(row),
            ]
            for row in rows
        ],
    )
