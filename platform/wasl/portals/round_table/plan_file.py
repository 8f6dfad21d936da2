"""The national plan as a workbook: its actions, and what is done for each."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.plan_enums import ActionPart
from models.round_table_enums import CommitmentProgress
from wasl.access import Permission
from wasl.access.table import relations
from wasl.access.viewer import Viewer
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.told import sees_people
from wasl.operations.plan.linked import commitments_of, resolutions_of
from wasl.operations.plan.write_content import objective_of
from wasl.portals.round_table.counted_cells import counted, counted_header
from wasl.portals.round_table.queries.commitments import KindTotal, read_lines
from wasl.portals.round_table.queries.plan import PlanPart, PlanRow
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def plan_sheets(
    session: Session,
    viewer: Viewer,
    parts: Sequence[PlanPart],
    served: Mapping[int, Sequence[KindTotal]],
    today: date,
) -> list[FileSheet]:
    """Return the sheets of the file; commitments are in it for who may see them.

    served: what stands for each priority, by its number.
    """
    about = _("As of %(day)s. Every number is counted from records.", day=format_day(today))
    people = sees_people(viewer)
    sheets = [_actions(parts, about, people=people)]
    if relations(viewer.role, Permission.SEE_COMMITMENT):
        rows = [row for part in parts for row in part.rows]
        sheets += [
            _commitments(session, viewer, rows, today, about),
            _resolutions(session, rows, about),
            _served(parts, served, about, people=people),
        ]
    return sheets


def _actions(parts: Sequence[PlanPart], about: str, *, people: bool) -> FileSheet:
    return FileSheet(
        name=_("Actions"),
        about=[_("National plan"), about],
        header=[
            *(_("Action"), _("Number"), _("Priority"), _("Specific objective")),
            *(str(label(part)) for part in ActionPart),
            *(_("When it is to be done"), _("From"), _("Until"), _("Where it stands"), _("Note")),
            *([_("Commitments"), _("of these fulfilled")] if people else [_("Commitments")]),
        ],
        rows=[_action(part, row, people=people) for part in parts for row in part.rows],
    )


def _action(part: PlanPart, row: PlanRow, *, people: bool) -> list[Value]:
    one = row.action
    fulfilled = [row.progress[CommitmentProgress.FULFILLED]] if people else []
    return [
        *(row.title, one.number, part.title, objective_of(one, choose_language())),
        *("; ".join(body.name for body in row.bodies(part)) for part in ActionPart),
        label(one.horizon),
        one.starts_on,
        one.ends_on,
        *(label(one.status), one.status_note),
        *(row.promised, *fulfilled),
    ]


def _commitments(
    session: Session, viewer: Viewer, rows: Sequence[PlanRow], today: date, about: str
) -> FileSheet:
    cells: list[list[Value]] = []
    for row in rows:
        for line in read_lines(session, viewer, commitments_of(session, row.action), today):
            one = line.commitment
            cells.append(
                [
                    *(row.title, row.action.number, one.ref, one.text),
                    "; ".join(organisation_name(party.organisation) for party in one.parties),
                    *(label(one.kind), one.deadline),
                    *(label(line.progress), *counted(line.drawn, people=sees_people(viewer))),
                ]
            )
    title = _("Commitments")
    header = [
        *(_("Action"), _("Number"), _("Reference"), _("What was promised"), _("Who made it")),
        *(_("Kind"), _("Deadline"), _("Progress"), *counted_header(people=sees_people(viewer))),
    ]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _served(
    parts: Sequence[PlanPart],
    served: Mapping[int, Sequence[KindTotal]],
    about: str,
    *,
    people: bool,
) -> FileSheet:
    cells: list[list[Value]] = [
        [
            *(part.title, label(one.kind), one.commitments, *counted(one.drawn, people=people)),
        ]
        for part in parts
        for one in served.get(part.priority.number, ())
    ]
    title = _("What was promised for it")
    header = [
        *(_("National priority"), _("Kind"), _("Commitments"), *counted_header(people=people)),
    ]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)


def _resolutions(session: Session, rows: Sequence[PlanRow], about: str) -> FileSheet:
    cells: list[list[Value]] = [
        [
            *(row.title, row.action.number, label(one.kind), one.text),
            one.responsible.name if one.responsible else None,
            *(label(one.state), one.due_on, one.ended_note),
        ]
        for row in rows
        for one in resolutions_of(session, row.action)
    ]
    title = _("Recommendations, decisions, actions")
    header = [
        *(_("Action"), _("Number"), _("What it is"), _("In one or two sentences")),
        *(_("Whose it is to do"), _("Where it stands"), _("Until when"), _("By what, or why")),
    ]
    return FileSheet(name=title, about=[title, about], header=header, rows=cells)
