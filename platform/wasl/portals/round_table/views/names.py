"""What an organisation is called: renamed, and its names in other languages."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from models.opportunity import Organisation
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.organisation_names import is_found_by_name
from wasl.operations.stakeholders.errors import (
    NameTakenError,
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.names import name_organisation
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.names_form import NamesForm, form_of
from wasl.portals.round_table.stakeholder_words import RULES
from wasl.portals.round_table.views.stakeholder import found_organisation
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import isolate


@blueprint.route("/stakeholders/<organisation_id>/names", methods=["GET", "POST"])
@requires(Permission.CHANGE_STAKEHOLDER)
def stakeholder_names(organisation_id: str) -> ResponseReturnValue:
    """Change what an organisation is called."""
    one = found_organisation(Permission.CHANGE_STAKEHOLDER, organisation_id)
    form = form_of(one)
    if form.validate_on_submit() and _keep(one, form):
        return redirect(url_for(".stakeholder", organisation_id=organisation_id))
    page = render_template(
        "round_table/stakeholder_names.html", one=one, form=form, found=is_found_by_name(one)
    )
    return page, 422 if request.method == "POST" else 200


def _keep(one: Organisation, form: NamesForm) -> bool:
    """Keep what was filled in; tell whether to go on: it was kept, or is to be read anew."""
    by, seen = current_viewer(), form.seen.data or ""
    try:
        name_organisation(db.session, by, one, form.names(), seen=seen)
    except NameTakenError as error:
        name = isolate(organisation_name(error.organisation))
        _field_of(form, error.name).errors = [_("%(name)s goes by this name.", name=name)]
        return False
    except StakeholderRuleError as error:
        few = error.rule is StakeholderRule.NAME_MISSING
        (form.name if few else form.former).errors = [RULES[error.rule]]
        return False
    except StakeholderChangedError:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    else:
        flash(_("Kept."), "done")
    return True


def _field_of(form: NamesForm, name: str) -> Field:
    """Return the field in which a name was written; the other names, where it was one of them."""
    single = (form.name, form.name_ar, form.name_ckb, form.name_en)
    written = (one for one in single if " ".join((one.data or "").split()) == name)
    return next(written, form.former)
