"""Donors, ministries, chambers, providers: how far each has come, by stages that fit them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from models.round_table_enums import CommitmentProgress, StakeholderKind
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.paging import cut_list
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.partner_parts import STANDINGS
from wasl.portals.round_table.queries.partners import PartnerWay, list_partners
from wasl.portals.round_table.workbooks import send_workbook
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name

_KINDS = [one for one in StakeholderKind if one is not StakeholderKind.COMPANY]


def _wanted() -> StakeholderKind | None:
    """Return the kind that the address names; an unknown one filters nothing."""
    asked = request.args.get("kind", "")
    return next((one for one in _KINDS if one.value == asked), None)


@blueprint.get("/engagement/others")
@requires(Permission.SEE_ENGAGEMENT)
def partners() -> ResponseReturnValue:
    """Show how far each organisation has come that is no company, the furthest first."""
    kind = _wanted()
    found = list_partners(db.session, current_viewer(), today_in_baghdad(), kind)
    part = cut_list(len(found), request.args.get("page", 1, type=int))
    return render_template(
        "round_table/engagement/partners.html",
        page=part.page(found[part.offset : part.offset + part.size]),
        kind=kind,
        kinds=[(one.value, label(one)) for one in _KINDS],
        standings=STANDINGS,
        fulfilled=CommitmentProgress.FULFILLED,
        overdue=CommitmentProgress.OVERDUE,
    )


@blueprint.get("/engagement/others.xlsx")
@requires(Permission.SEE_ENGAGEMENT)
@limited(EXPORTS)
def partners_file() -> ResponseReturnValue:
    """Give the same as a workbook, narrowed as the page is."""
    today = today_in_baghdad()
    found = list_partners(db.session, current_viewer(), today, _wanted())
    sheet = FileSheet(
        name=_("Other organisations"),
        about=[_("As of %(day)s. Every number is counted from records.", day=format_day(today))],
        header=[
            *(_("Organisation"), _("What it is"), _("Stage"), _("Commitments")),
            *(_("Fulfilled"), _("Overdue"), _("Waits for it")),
        ],
        rows=[_row(one) for one in found],
    )
    return send_workbook([sheet], "organisations", today)


def _row(one: PartnerWay) -> list[Value]:
    return [
        *(organisation_name(one.organisation), label(one.kind), str(STANDINGS[one.standing])),
        one.promised,
        one.progress.get(CommitmentProgress.FULFILLED, 0),
        one.progress.get(CommitmentProgress.OVERDUE, 0),
        one.waiting,
    ]
