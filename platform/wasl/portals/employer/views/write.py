"""Begin a posting and write it; a draft is saved as one types, and by a button without scripts."""

from collections.abc import Mapping

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.files.errors import CellError
from wasl.i18n.days import write_time
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.postings.begin import begin_posting
from wasl.operations.postings.errors import (
    PostingChangedError,
    PostingInvalidError,
    PostingNotOpenError,
)
from wasl.operations.postings.send_in import problems_of
from wasl.operations.postings.values import values_of
from wasl.operations.postings.write import WRITABLE, Written, write_posting
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.commitment_words import choice_text
from wasl.portals.employer.posting_forms import FORMS, WHAT_KINDS_ARE, BeginForm, PostingForm
from wasl.portals.employer.queries.commitments import list_to_keep
from wasl.portals.employer.queries.posting import as_typed, read_posting
from wasl.portals.employer.views.helpers import (
    own_organisation,
    own_posting,
    review_policy,
    say_problems,
)
from wasl.ui.labels import as_choices, as_names, label
from wasl.ui.posting_problems import posting_problem

OWN = Permission.CHANGE_OWN_OPPORTUNITY


@blueprint.route("/opportunities/new", methods=["GET", "POST"])
@requires(Permission.ADD_OPPORTUNITY)
def begin_opportunity() -> ResponseReturnValue:
    """Ask for the kind and the title, and begin a draft."""
    form, today = BeginForm(kind=request.args.get("kind")), today_in_baghdad()
    form.fill()
    if form.validate_on_submit():
        kind, title = OpportunityKind(form.kind.data), form.title.data or ""
        try:
            draft = begin_posting(
                db.session, current_viewer(), own_organisation(), kind, title, today=today
            )
            return redirect(url_for(".edit_opportunity", opportunity_id=draft.public_id))
        except PostingInvalidError as error:
            say_problems(form, error.problems)
    page = render_template("employer/posting/begin.html", form=form, meanings=WHAT_KINDS_ARE)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/opportunities/<opportunity_id>/edit")
@requires(OWN)
def edit_opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Show a posting in the form of its kind, with what could not be read as it was typed."""
    found = own_posting(OWN, opportunity_id)
    if found.status not in WRITABLE:
        return _shut(found)
    form = _form(found)
    form.show(as_typed(db.session, found, choose_language()))
    if found.typed or "missing" in request.args:
        problems = problems_of(db.session, found, today_in_baghdad())
        told = problems if "missing" in request.args else _kept(problems, found)
        say_problems(form, told)
    return _page(form, found)


@blueprint.post("/opportunities/<opportunity_id>/edit")
@requires(OWN)
def save_opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Write what was typed, and go on to the next step where that is wanted."""
    found = own_posting(OWN, opportunity_id)
    form = _form(found)
    try:
        done = _write(found, form)
    except PostingChangedError:
        return _conflict(form, found)
    except PostingInvalidError as error:
        say_problems(form, error.problems)
        return _page(form, found), 422
    except PostingNotOpenError:
        return _shut(found)
    if done.problems:
        flash(_saved_but(done), "warning")
        return redirect(url_for(".edit_opportunity", opportunity_id=opportunity_id))
    return _go_on(found, done)


@blueprint.post("/opportunities/<opportunity_id>/autosave")
@requires(OWN)
def autosave_opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Save a draft in the background, and answer with what to show beside the button."""
    found = own_posting(OWN, opportunity_id)
    form = _form(found)
    try:
        if found.status is not OpportunityStatus.DRAFT:
            raise PostingNotOpenError(found.status)
        done = _write(found, form)
    except (PostingChangedError, PostingNotOpenError):
        text = _("Not saved: somebody else changed this posting. Press “Save draft” to see how.")
        return jsonify(message=text), 409
    told = [_("Saved at %(time)s", time=write_time(utc_now()))]
    for name, error in done.problems.items():
        told.append(f"{form[name].label.text}: {posting_problem(error, choose_language())}")
    return jsonify(message=" · ".join(told), version=found.version, wrong=sorted(done.problems))


def _write(found: Opportunity, form: PostingForm) -> Written:
    return write_posting(
        db.session,
        current_viewer(),
        found,
        form.typed(values_of(found)),
        today_in_baghdad(),
        seen=form.seen(),
        policy=review_policy(),
    )


def _form(found: Opportunity) -> PostingForm:
    form, language = FORMS[found.kind](), choose_language()
    places = list_governorates(db.session, language)
    form.governorate.choices = [
        *as_choices([("", _("Choose …"))]),
        *as_names(places),
    ]
    own = list_to_keep(db.session, current_viewer(), found.kind, found.commitment_ref)
    words = {one.ref: choice_text(one, dict(places)) for one in own}
    form.fill_commitments(words.items(), found.commitment_ref)
    for part in ("fill_hours", "fill_education"):
        if hasattr(form, part):
            getattr(form, part)()
    return form


def _page(form: PostingForm, found: Opportunity, saved: Mapping[str, str] | None = None) -> str:
    form.version.data = str(found.version)
    for name in ("start_date", "apply_by"):
        if form[name].errors:  # a browser shows nothing of a day that it cannot read
            form[name].render_kw = {"type": "text", "dir": "auto"}
    return render_template(
        "employer/posting/edit.html",
        opportunity=found,
        form=form,
        draft=found.status is OpportunityStatus.DRAFT,
        record=read_posting(db.session, found, choose_language()),
        saved=saved,
    )


def _kept(problems: Mapping[str, CellError], found: Opportunity) -> dict[str, CellError]:
    return {name: error for name, error in problems.items() if name in found.typed}


def _conflict(form: PostingForm, found: Opportunity) -> ResponseReturnValue:
    """Show again what was typed, and beside it what somebody else saved meanwhile."""
    saved = as_typed(db.session, found, choose_language())
    typed = form.typed(values_of(found))
    other = {name: text for name, text in saved.items() if text != typed.get(name, "")}
    return _page(form, found, other), 409


def _shut(found: Opportunity) -> ResponseReturnValue:
    state = label(found.status)
    flash(_("Nothing was changed. The posting is: %(state)s.", state=state), "warning")
    return redirect(url_for(".posting", opportunity_id=found.public_id))


def _saved_but(done: Written) -> str:
    return ngettext(
        "Saved. One entry could not be read yet; it is kept as you typed it.",
        "Saved. %(num)d entries could not be read yet; they are kept as you typed them.",
        len(done.problems),
    )


def _go_on(found: Opportunity, done: Written) -> ResponseReturnValue:
    if done.held:
        flash(_("Saved. Somebody reads the new wording before it is shown again."), "warning")
        return redirect(url_for(".posting", opportunity_id=found.public_id))
    flash(_("Saved at %(time)s", time=write_time(utc_now())), "done")
    page = ".edit_opportunity"
    if found.status is not OpportunityStatus.DRAFT:
        page = ".posting"
    elif request.form.get("next") == "words":
        page = ".words"
    return redirect(url_for(page, opportunity_id=found.public_id))
