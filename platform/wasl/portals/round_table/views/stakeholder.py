"""One organisation: what is known of it, what changes that, and a contact in two taps."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Organisation
from models.round_table_enums import ContactWay
from models.stakeholder import Stakeholder
from wasl.access import Permission, current_viewer, may, requires
from wasl.access.scope import find
from wasl.audit.looking import see_contacts
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.stakeholders.describe import (
    describe_stakeholder,
    speaks_for_itself,
    stakeholder_of,
)
from wasl.operations.stakeholders.errors import (
    NameTakenError,
    StakeholderChangedError,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.notes import note_contact
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.stakeholder import read_stakeholder
from wasl.portals.round_table.stakeholder_forms import NoteForm, StakeholderForm
from wasl.portals.round_table.stakeholder_words import (
    FIELD_OF_RULE,
    RULES,
    WAYS_TODAY,
    heard_text,
    relation_text,
)
from wasl.sectors import list_sectors
from wasl.transactions import leaves_trace
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import isolate


def found_organisation(permission: Permission, organisation_id: str) -> Organisation:
    """Return an organisation, or answer 404."""
    found: Organisation | None = find(db.session, current_viewer(), permission, organisation_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/stakeholders/<organisation_id>")
@requires(Permission.SEE_STAKEHOLDER)
@leaves_trace
def stakeholder(organisation_id: str) -> ResponseReturnValue:
    """Show what is known of an organisation."""
    found = found_organisation(Permission.SEE_STAKEHOLDER, organisation_id)
    return _show(found, NoteForm(formdata=None))


def _show(one: Organisation, form: NoteForm, status: int = 200) -> ResponseReturnValue:
    shown = read_stakeholder(
        db.session, current_viewer(), one, today_in_baghdad(), choose_language()
    )
    if may(Permission.CHANGE_STAKEHOLDER):  # others are shown the roles alone
        see_contacts(db.session, current_viewer(), one.public_id, shown.contacts)
    return render_template(
        "round_table/stakeholder.html",
        one=one,
        shown=shown,
        form=form,
        ways=WAYS_TODAY,
        heard_text=heard_text,
        relation_text=relation_text,
        today=today_in_baghdad(),
    ), status


@blueprint.post("/stakeholders/<organisation_id>/contact")
@requires(Permission.CHANGE_STAKEHOLDER)
def note_stakeholder_contact(organisation_id: str) -> ResponseReturnValue:
    """Note that there was contact, today or on the day that was said."""
    one, form = found_organisation(Permission.CHANGE_STAKEHOLDER, organisation_id), NoteForm()
    if not form.validate_on_submit():
        return _show(one, form, 422)
    way, today, note = ContactWay(form.way.data), today_in_baghdad(), form.note.data or ""
    try:
        note_contact(db.session, current_viewer(), one, way, today, on=form.on.data, note=note)
    except StakeholderRuleError as error:
        form.on.errors = [RULES[error.rule]]
        return _show(one, form, 422)
    flash(_("Noted."), "done")
    return redirect(url_for(".stakeholder", organisation_id=organisation_id))


@blueprint.route("/stakeholders/<organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.CHANGE_STAKEHOLDER)
def edit_stakeholder(organisation_id: str) -> ResponseReturnValue:
    """Change what is known of an organisation."""
    one = found_organisation(Permission.CHANGE_STAKEHOLDER, organisation_id)
    form = _form(one, stakeholder_of(db.session, one))
    if form.validate_on_submit() and _keep(one, form):
        return redirect(url_for(".stakeholder", organisation_id=organisation_id))
    own = speaks_for_itself(db.session, one)
    page = render_template("round_table/stakeholder_edit.html", one=one, form=form, own=own)
    return page, 422 if request.method == "POST" else 200


def _form(one: Organisation, known: Stakeholder | None) -> StakeholderForm:
    values = {
        "sector": one.sector_code or "",
        "governorate": one.governorate_code or "",
        "website": one.website,
    }
    if known is not None:
        names = ("version", "kind", "short_name", "mandate", "services")
        values |= {name: getattr(known, name) for name in names}
    form, language = StakeholderForm(data=values), choose_language()
    form.fill(list_sectors(db.session, language), list_governorates(db.session, language))
    return form


def _keep(one: Organisation, form: StakeholderForm) -> bool:
    """Keep what was filled in; tell whether to go on: it was kept, or is to be read anew."""
    by, seen = current_viewer(), int(form.version.data or 0)
    try:
        describe_stakeholder(db.session, by, one, form.described(), seen=seen)
    except NameTakenError as error:
        name = isolate(organisation_name(error.organisation))
        form.short_name.errors = [_("%(name)s goes by this name.", name=name)]
        return False
    except StakeholderRuleError as error:
        form[FIELD_OF_RULE[error.rule]].errors = [RULES[error.rule]]
        return False
    except StakeholderChangedError:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    else:
        flash(_("Kept."), "done")
    return True
