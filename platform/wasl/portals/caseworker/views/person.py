"""A person: what is recorded, what it was understood as, and what fits them."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import ConsentPurpose
from models.match import MatchRun
from models.person import DesiredWork, Person, WorkExperience
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.audit.looking import see_person
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.occupations import search_occupations
from wasl.operations.compute_matches import latest_run
from wasl.operations.confirm_occupation import UnknownOccupationError, confirm_occupation
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.cards import Shown, Viewing, present_for_person
from wasl.portals.caseworker.forms import OccupationForm
from wasl.portals.caseworker.presenting import present_person
from wasl.portals.caseworker.queries.cases import read_case_panel
from wasl.portals.caseworker.queries.common import name_occupations
from wasl.portals.caseworker.queries.person import (
    ALL_OF_A_PERSON,
    find_matches_of_person,
    find_title,
    read_person,
)
from wasl.portals.caseworker.queries.referrals import list_of_person, responses_of
from wasl.transactions import leaves_trace

LONGEST_ID = 18  # digits


def _person(permission: Permission, person_id: str) -> Person:
    found: Person | None = find(
        db.session, current_viewer(), permission, person_id, ALL_OF_A_PERSON
    )
    if found is None:
        abort(404)
    return found


def _title(person: Person, name: str) -> WorkExperience | DesiredWork:
    """Return the title that a form or an address names, such as `experience-12`."""
    table, _dash, number = name.partition("-")
    known = number.isdecimal() and len(number) <= LONGEST_ID
    found = find_title(person, table, int(number)) if known else None
    if found is None:
        abort(404)
    return found


@blueprint.get("/people/<person_id>")
@requires(Permission.SEE_PERSON)
@leaves_trace
def person(person_id: str) -> ResponseReturnValue:
    """Show a person and what fits them."""
    found = _person(Permission.SEE_PERSON, person_id)
    see_person(db.session, current_viewer(), found.public_id, "person")
    record = read_person(db.session, current_viewer(), found, choose_language())
    run = latest_run(db.session)
    shown = _matches(found, run)
    return render_template(
        "caseworker/person.html",
        person=found,
        record=record,
        texts=present_person(record),
        consents={purpose: found.allows(purpose) for purpose in ConsentPurpose},
        run=run,
        shown=shown,
        **_meetings(found, shown),
        may_change=_may_change(found),
        panel=read_case_panel(db.session, current_viewer(), found),
    )


def _meetings(found: Person, shown: Shown | None) -> dict[str, Any]:
    """Return what is between the person and employers, and how the employers of matches answer."""
    heads = [card.head.public_id for card in [*shown.fitting, *shown.near]] if shown else []
    meetings = list_of_person(db.session, current_viewer(), found)
    return {
        "meetings": meetings,
        "referrals": {one.opportunity.public_id: one for one in meetings},
        "responses": responses_of(db.session, heads),
    }


def _may_change(found: Person) -> bool:
    """Tell whether the person is of the own caseload, and not only looked up."""
    permission = Permission.RECORD_CONSENT
    return find(db.session, current_viewer(), permission, found.public_id) is not None


def _matches(found: Person, run: MatchRun | None) -> Shown | None:
    if run is None or not found.allows(ConsentPurpose.MATCHING):
        return None
    everything = request.args.get("show") == "all"
    viewing = Viewing(
        session=db.session, run=run, language=choose_language(), everything=everything
    )
    return present_for_person(find_matches_of_person(db.session, run, found), viewing)


@blueprint.get("/people/<person_id>/occupation")
@requires(Permission.CHANGE_PERSON)
@leaves_trace
def choose_occupation_of_title(person_id: str) -> ResponseReturnValue:
    """Let the caseworker say what a title of a person means, from the best five or the list."""
    found = _person(Permission.CHANGE_PERSON, person_id)
    name = request.args.get("title", "")
    title = _title(found, name)
    see_person(db.session, current_viewer(), found.public_id, "occupation")
    language, words = choose_language(), request.args.get("q", "")
    codes = [str(code) for code, _share in title.coding_candidates]
    labels = name_occupations(db.session, codes, language)
    return render_template(
        "caseworker/occupation_of_person.html",
        person=found,
        title=title,
        name=name,
        words=words,
        candidates=[(code, labels[code]) for code in codes if code in labels],
        results=search_occupations(db.session, words, language),
    )


@blueprint.post("/people/<person_id>/occupation")
@requires(Permission.CHANGE_PERSON)
def confirm_occupation_of_title(person_id: str) -> ResponseReturnValue:
    """Keep what a title of a person means."""
    found = _person(Permission.CHANGE_PERSON, person_id)
    form = OccupationForm()
    title = _title(found, form.title.data or "")
    if not form.validate_on_submit():
        flash(_("Choose an occupation first."), "error")
        return redirect(
            url_for(".choose_occupation_of_title", person_id=person_id, title=form.title.data)
        )
    try:
        confirm_occupation(db.session, current_viewer(), title, form.wanted())
    except UnknownOccupationError:
        abort(400)
    flash(_("Kept. Matches change when they are computed again."), "done")
    return redirect(url_for(".person", person_id=person_id, _anchor="work"))
