"""The lines of the profile, one at a time: add, change, say what it means, end, post."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.capacity import Capacity
from models.enums import OpportunityKind, OpportunityStatus
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates, name_occupations
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.occupations import search_occupations
from wasl.operations.confirm_occupation import UnknownOccupationError
from wasl.operations.profile.capacities import (
    add_capacity,
    change_capacity,
    choose_occupation,
    end_capacity,
    is_coded,
)
from wasl.operations.profile.describe import workplaces_of
from wasl.operations.profile.errors import ProfileChangedError, ProfileRule, ProfileRuleError
from wasl.operations.profile.post import post_capacity
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.profile_forms import (
    CapacityForm,
    MeaningForm,
    SeenForm,
    line_values,
    seen_version,
)
from wasl.portals.employer.profile_words import (
    EXAMPLES,
    FIELD_OF_RULE,
    HOW_MANY,
    KIND_HINTS,
    PROFILE_RULES,
    somebody_was_quicker,
)
from wasl.portals.employer.queries.profile import (
    occupation_choices,
)
from wasl.portals.employer.views.helpers import own_organisation
from wasl.ui.labels import as_choices


def _own(capacity_id: str) -> Capacity:
    found: Capacity | None = find(
        db.session, current_viewer(), Permission.CHANGE_CAPACITY, capacity_id
    )
    if found is None:
        abort(404)
    return found


def _form(kind: OpportunityKind, capacity: Capacity | None = None) -> CapacityForm:
    form = CapacityForm(data=line_values(capacity) if capacity else {"governorate": ""})
    names = dict(list_governorates(db.session, choose_language()))
    places = [(code, names[code]) for code in workplaces_of(db.session, own_organisation())]
    form.governorate.choices = as_choices([("", _("Wherever we work")), *places])
    form.quantity.label.text = HOW_MANY[kind]
    return form


def _page(
    form: CapacityForm, kind: OpportunityKind, capacity: Capacity | None
) -> ResponseReturnValue:
    code = capacity.occupation_code if capacity else None
    page = render_template(
        "employer/profile/line.html",
        form=form,
        kind=kind,
        capacity=capacity,
        occupation=name_occupations(db.session, [code], choose_language()).get(code or ""),
        example=EXAMPLES[kind],
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/profile/lines/new", methods=["GET", "POST"])
@requires(Permission.SET_PROFILE)
def new_capacity() -> ResponseReturnValue:
    """Add a line; of which of the six kinds is asked first."""
    if own_organisation().profile_at is None:
        return redirect(url_for(".describe"))
    kind = _asked_kind()
    if kind is None:
        return render_template("employer/profile/kinds.html", hints=KIND_HINTS)
    form = _form(kind)
    if form.validate_on_submit():
        try:
            line = form.line(kind)
            added = add_capacity(db.session, current_viewer(), own_organisation(), line)
            return _after(added)
        except ProfileRuleError as error:
            _say(form, error)
    return _page(form, kind, None)


def _asked_kind() -> OpportunityKind | None:
    try:
        return OpportunityKind(request.args.get("kind", ""))
    except ValueError:
        return None


def _say(form: CapacityForm, error: ProfileRuleError) -> None:
    form[FIELD_OF_RULE[error.rule]].errors = [PROFILE_RULES[error.rule]]


def _after(capacity: Capacity) -> ResponseReturnValue:
    """Go on: to what the title means, where that is not clear, or back to the profile."""
    flash(_("Kept."), "done")
    if capacity.undecided:
        return redirect(url_for(".meaning_of_capacity", capacity_id=capacity.public_id))
    return redirect(url_for(".profile"))


@blueprint.route("/profile/lines/<capacity_id>", methods=["GET", "POST"])
@requires(Permission.CHANGE_CAPACITY)
def capacity(capacity_id: str) -> ResponseReturnValue:
    """Change a line."""
    found = _own(capacity_id)
    form = _form(found.kind, found)
    if form.validate_on_submit():
        try:
            line = form.line(found.kind)
            change_capacity(db.session, current_viewer(), found, line, seen=form.seen())
            return _after(found)
        except ProfileRuleError as error:
            _say(form, error)
        except ProfileChangedError:
            somebody_was_quicker()
            return redirect(url_for(".capacity", capacity_id=capacity_id))
    return _page(form, found.kind, found)


@blueprint.get("/profile/lines/<capacity_id>/occupation")
@requires(Permission.CHANGE_CAPACITY)
def meaning_of_capacity(capacity_id: str) -> ResponseReturnValue:
    """Ask what the title of a line means, from the likeliest or the whole list."""
    found = _own(capacity_id)
    if not is_coded(found.kind):
        abort(404)
    language, words = choose_language(), request.args.get("q", "")
    return render_template(
        "employer/profile/meaning.html",
        capacity=found,
        words=words,
        candidates=occupation_choices(db.session, found, language),
        results=search_occupations(db.session, words, language),
    )


@blueprint.post("/profile/lines/<capacity_id>/occupation")
@requires(Permission.CHANGE_CAPACITY)
def set_meaning_of_capacity(capacity_id: str) -> ResponseReturnValue:
    """Keep what the title of a line means."""
    found, form = _own(capacity_id), MeaningForm()
    if not form.validate_on_submit():
        flash(_("Choose an occupation first."), "error")
        return redirect(url_for(".meaning_of_capacity", capacity_id=capacity_id))
    seen = seen_version(form.version.data)
    try:
        choose_occupation(db.session, current_viewer(), found, form.wanted(), seen=seen)
        flash(_("Kept."), "done")
    except UnknownOccupationError:
        abort(400)
    except (ProfileChangedError, ProfileRuleError):
        somebody_was_quicker()
    return redirect(url_for(".profile"))


@blueprint.post("/profile/lines/<capacity_id>/end")
@requires(Permission.CHANGE_CAPACITY)
def finish_capacity(capacity_id: str) -> ResponseReturnValue:
    """End a line: it stays as history."""
    found, seen = _own(capacity_id), seen_version(SeenForm().seen.data)
    try:
        end_capacity(db.session, current_viewer(), found, seen=seen)
        flash(_("Ended. What was posted from it goes on."), "done")
    except ProfileChangedError:
        somebody_was_quicker()
    return redirect(url_for(".profile"))


@blueprint.post("/profile/lines/<capacity_id>/post")
@requires(Permission.CHANGE_CAPACITY)
def post_from_capacity(capacity_id: str) -> ResponseReturnValue:
    """Begin a posting that is filled from a line."""
    found, seen = _own(capacity_id), seen_version(SeenForm().seen.data)
    today = today_in_baghdad()
    try:
        posting = post_capacity(db.session, current_viewer(), found, today, seen=seen)
    except (ProfileChangedError, ProfileRuleError) as error:
        ended = isinstance(error, ProfileRuleError) and error.rule is ProfileRule.ENDED
        flash(PROFILE_RULES[ProfileRule.ENDED], "warning") if ended else somebody_was_quicker()
        return redirect(url_for(".profile"))
    draft = posting.status is OpportunityStatus.DRAFT
    page = ".edit_opportunity" if draft else ".posting"
    return redirect(url_for(page, opportunity_id=posting.public_id))
