"""Looking one person up outside the caseload. By POST only: nothing personal in an address."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.look_up_person import (
    LookUpRefusal,
    LookUpRefusedError,
    TooManyLookUpsError,
    look_up_person,
)
from wasl.operations.open_looked_up import NotLookedUpError, OtherAgencyError, open_looked_up
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.case_forms import LookUpForm, OpenForm
from wasl.portals.caseworker.queries.outlines import Outline, read_outlines
from wasl.ui.formats import format_moment


def _show(form: LookUpForm, found: list[Outline] | None = None) -> ResponseReturnValue:
    return render_template("caseworker/look_up.html", form=form, found=found)


@blueprint.get("/people/look-up")
@requires(Permission.LOOK_UP_PEOPLE)
def look_up() -> ResponseReturnValue:
    """Ask who is looked for, by what and why."""
    return _show(LookUpForm(formdata=None))


@blueprint.post("/people/look-up")
@requires(Permission.LOOK_UP_PEOPLE)
def look_up_now() -> ResponseReturnValue:
    """Show who fits all that was given, as an outline; the try is kept whatever comes of it."""
    form, viewer = LookUpForm(), current_viewer()
    if not form.validate_on_submit():
        return _show(form)
    try:
        people = look_up_person(db.session, viewer, form.wanted())
    except LookUpRefusedError as refused:
        _explain(form, refused.why)
        return _show(form)
    except TooManyLookUpsError as limited:
        until = format_moment(limited.until)
        flash(_("You have looked up many people. Try again after %(until)s.", until=until), "error")
        return redirect(url_for(".look_up"))
    return _show(form, read_outlines(db.session, viewer, people))


def _explain(form: LookUpForm, why: LookUpRefusal) -> None:
    if why is LookUpRefusal.NO_REASON:
        form.note.errors = [_("Write a sentence: the person can read it")]
    elif why is LookUpRefusal.NAME_TOO_SHORT:
        form.name.errors = [_("Write two words of the name, or a number as well")]
    else:
        form.birth_year.errors = [_("Give one thing more beside the name")]


@blueprint.post("/people/look-up/open")
@requires(Permission.LOOK_UP_PEOPLE)
def open_found_person() -> ResponseReturnValue:
    """Open the record of somebody who was just found, for half an hour."""
    person_id = OpenForm().person.data or ""
    try:
        grant = open_looked_up(db.session, current_viewer(), person_id)
    except NotLookedUpError:
        flash(_("Look the person up again first."), "error")
        return redirect(url_for(".look_up"))
    except OtherAgencyError:
        flash(_("Another agency works with this person. Ask its office for a referral."), "error")
        return redirect(url_for(".look_up"))
    until = format_moment(grant.expires_at)
    flash(_("You can see this record until %(until)s. The person sees that you did.", until=until))
    return redirect(url_for(".person", person_id=person_id))
