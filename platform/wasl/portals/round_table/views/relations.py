"""Who works with whom: the relations of one organisation, and the picture of all."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.opportunity import Organisation
from models.round_table_enums import RelationKind, StakeholderKind
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.files.write_workbook import RIGHT_TO_LEFT
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.stakeholders.errors import StakeholderRuleError
from wasl.operations.stakeholders.relations import end_relation, relate_organisations
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.network_picture import (
    DOT_COLOURS,
    LINE_STYLES,
    draw_network,
)
from wasl.portals.round_table.queries.network import MOST_SHOWN, read_network
from wasl.portals.round_table.queries.stakeholder import related_to
from wasl.portals.round_table.queries.stakeholders import list_others
from wasl.portals.round_table.stakeholder_forms import RelationForm, WhichForm
from wasl.portals.round_table.stakeholder_words import (
    FIELD_OF_RULE,
    RULES,
    chosen_relation,
    link_text,
    relation_choices,
    relation_text,
)
from wasl.portals.round_table.views.stakeholder import found_organisation
from wasl.ui.labels import choices

Member = TypeVar("Member", bound=StrEnum)
CHANGE = Permission.CHANGE_STAKEHOLDER


def _member(kind: type[Member], name: str) -> Member | None:
    """Return what an address names of a closed list, or none."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


@blueprint.get("/stakeholders/map")
@requires(Permission.SEE_STAKEHOLDERS)
def stakeholder_map() -> ResponseReturnValue:
    """Draw who works with whom, with the table behind it."""
    relation, kind = _member(RelationKind, "relation"), _member(StakeholderKind, "kind")
    network = read_network(db.session, choose_language(), relation, kind)
    drawn = network.cut()
    rtl = choose_language() in RIGHT_TO_LEFT
    return render_template(
        "round_table/stakeholder_map.html",
        network=network,
        left_out=drawn.left_out,
        most=MOST_SHOWN,
        picture=draw_network(drawn, right_to_left=rtl),
        styles=LINE_STYLES,
        colours=DOT_COLOURS,
        link_text=link_text,
        relation=relation,
        kind=kind,
        relations=choices(RelationKind),
        kinds=choices(StakeholderKind),
    )


@blueprint.route("/stakeholders/<organisation_id>/relations", methods=["GET", "POST"])
@requires(CHANGE)
def stakeholder_relations(organisation_id: str) -> ResponseReturnValue:
    """List how an organisation stands to others, and add one more."""
    one, form = found_organisation(CHANGE, organisation_id), RelationForm()
    form.fill(relation_choices(), *list_others(db.session, one))
    if request.method == "GET":  # whoever found two that may be one leads here
        form.kind.data, form.other.data = request.args.get("kind"), request.args.get("other")
    if form.validate_on_submit() and _relate(one, form):
        return redirect(url_for(".stakeholder_relations", organisation_id=organisation_id))
    page = render_template(
        "round_table/stakeholder_relations.html",
        one=one,
        form=form,
        related=related_to(db.session, one),
        relation_text=relation_text,
    )
    return page, 422 if form.is_submitted() else 200


def _relate(one: Organisation, form: RelationForm) -> bool:
    kind, forward = chosen_relation(str(form.kind.data))
    wanted = Organisation.public_id == form.other.data
    other = db.session.scalars(select(Organisation).where(wanted)).one()
    first, second = (one, other) if forward else (other, one)
    note = form.note.data or ""
    try:
        new = relate_organisations(db.session, current_viewer(), first, kind, second, note=note)
    except StakeholderRuleError as error:
        form[FIELD_OF_RULE[error.rule]].errors = [RULES[error.rule]]
        return False
    flash(_("Kept.") if new else _("This was written down before."), "done" if new else "info")
    return True


@blueprint.post("/stakeholders/<organisation_id>/relations/end")
@requires(CHANGE)
def end_stakeholder_relation(organisation_id: str) -> ResponseReturnValue:
    """Take back how an organisation stands to another one."""
    one, which = found_organisation(CHANGE, organisation_id), WhichForm().which.data or ""
    if end_relation(db.session, current_viewer(), one, which):
        flash(_("Removed."), "done")
    else:
        flash(_("This is not there any more. Somebody was quicker."), "warning")
    return redirect(url_for(".stakeholder_relations", organisation_id=organisation_id))
