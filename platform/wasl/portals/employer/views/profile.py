"""The profile of the organisation: who it is, and all that it could give."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Organisation
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.profile.confirm import confirm_profile as say_it_holds
from wasl.operations.profile.describe import set_profile, state_of, workplaces_of
from wasl.operations.profile.errors import (
    ProfileChangedError,
    ProfileRuleError,
    ProfileWordingError,
)
from wasl.operations.profile.suggestions import suggest_capacities, take_suggestions
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.profile_forms import (
    ProfileForm,
    SeenForm,
    sector_choices,
    suggestion_form,
    ticked,
)
from wasl.portals.employer.profile_words import FIELD_OF_RULE, PROFILE_RULES, somebody_was_quicker
from wasl.portals.employer.queries.profile import likely_places, show_profile
from wasl.portals.employer.views.helpers import own_organisation
from wasl.sectors import list_sectors
from wasl.ui.labels import as_choices
from wasl.ui.posting_checks import remarks_on_profile
from wasl.ui.wording_sentences import refused_words


@blueprint.get("/profile")
@requires(Permission.SET_PROFILE)
def profile() -> ResponseReturnValue:
    """Show the whole profile; who has none yet begins with the first step."""
    organisation = own_organisation()
    if organisation.profile_at is None:
        return redirect(url_for(".describe"))
    shown = show_profile(db.session, organisation, choose_language())
    left = suggest_capacities(db.session, organisation)
    remarks = remarks_on_profile(organisation.about or "")
    return render_template(
        "employer/profile/profile.html", shown=shown, suggested=len(left), found=remarks
    )


def _profile_form(organisation: Organisation) -> ProfileForm:
    """Return the form filled with what is known: of a new one also its seat, and its postings."""
    places = workplaces_of(db.session, organisation) or likely_places(db.session, organisation)
    form = ProfileForm(
        data={
            "seen": state_of(organisation),
            "sector": organisation.sector_code or "",
            "size": organisation.size.value if organisation.size else None,
            "places": places,
            "about": organisation.about,
            "website": organisation.website,
        }
    )
    language = choose_language()
    form.sector.choices = sector_choices(list_sectors(db.session, language))
    form.places.choices = as_choices(list_governorates(db.session, language))
    return form


@blueprint.route("/profile/about", methods=["GET", "POST"])
@requires(Permission.SET_PROFILE)
def describe() -> ResponseReturnValue:
    """Ask who the organisation is and where it works: the first step of a new profile."""
    organisation = own_organisation()
    first = organisation.profile_at is None
    form = _profile_form(organisation)
    if form.validate_on_submit() and _keep(form, organisation):
        flash(_("Kept."), "done")
        return redirect(url_for(".tick_suggestions" if first else ".profile"))
    page = render_template(
        "employer/profile/about.html", organisation=organisation, form=form, first=first
    )
    return page, 422 if form.is_submitted() else 200


def _keep(form: ProfileForm, organisation: Organisation) -> bool:
    """Keep the form; a rule that it breaks is said beside the field."""
    seen = form.seen.data or ""
    try:
        set_profile(db.session, current_viewer(), organisation, form.described(), seen=seen)
    except ProfileRuleError as error:
        form[FIELD_OF_RULE[error.rule]].errors = [PROFILE_RULES[error.rule]]
        return False
    except ProfileWordingError as error:
        form[error.finding.field].errors = [refused_words(error.finding)]
        return False
    except ProfileChangedError:
        somebody_was_quicker()
        form.seen.data = state_of(organisation)
        return False
    return True


@blueprint.route("/profile/suggestions", methods=["GET", "POST"])
@requires(Permission.SET_PROFILE)
def tick_suggestions() -> ResponseReturnValue:
    """Offer what others of the sector could give, to be ticked."""
    organisation, language = own_organisation(), choose_language()
    suggestions = suggest_capacities(db.session, organisation)
    form = suggestion_form(suggestions, language)
    if form.validate_on_submit():
        wanted = ticked(form, suggestions)
        taken = take_suggestions(db.session, current_viewer(), organisation, wanted, language)
        flash(_taken(len(taken)), "done" if taken else "info")
        return redirect(url_for(".profile"))
    page = render_template(
        "employer/profile/suggestions.html",
        suggestions=suggestions,
        form=form,
        language=language,
    )
    return page, 422 if form.is_submitted() else 200


def _taken(count: int) -> str:
    if not count:
        return _("Nothing was ticked. You can write down yourself what you could give.")
    return ngettext("One line was added.", "%(num)d lines were added.", count)


@blueprint.post("/profile/confirm")
@requires(Permission.SET_PROFILE)
def confirm_profile() -> ResponseReturnValue:
    """Say that all of it still holds."""
    seen, today = SeenForm().seen.data or "", today_in_baghdad()
    try:
        say_it_holds(db.session, current_viewer(), own_organisation(), today=today, seen=seen)
        flash(_("Thank you. We ask again in a year."), "done")
    except ProfileChangedError:
        somebody_was_quicker()
    return redirect(url_for(".profile"))
