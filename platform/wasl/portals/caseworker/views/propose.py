"""Propose an opportunity: to one person, or to several of the caseload at once."""

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Opportunity
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.access.disclosure import disclose
from wasl.access.scope import find
from wasl.audit.looking import list_people
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.referrals.errors import (
    AlreadyProposedError,
    NoRoomError,
    NotOfferedError,
    NotReachableError,
)
from wasl.operations.referrals.propose import propose_opportunity
from wasl.operations.referrals.responsiveness import responsiveness_of
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.proposals import FIRST, Candidate, Wanted, list_candidates
from wasl.portals.caseworker.referral_forms import ProposeForm
from wasl.portals.caseworker.views.referral_helpers import REFUSALS
from wasl.transactions import leaves_trace
from wasl.ui.labels import as_names
from wasl.ui.names import ordered_names
from wasl.ui.sentence_names import isolate

_MORE_REFUSALS: dict[type[Exception], Callable[[], str]] = {
    NotOfferedError: lambda: _("This opportunity is not published, or its employer not vetted."),
    NoRoomError: lambda: _("The employer has to answer others first: there is no room for more."),
    AlreadyProposedError: lambda: _("Somebody asked them already."),
    NotReachableError: lambda: _("No message reaches them: choose a slip, or ask them here."),
}
_REFUSALS = {**REFUSALS, **_MORE_REFUSALS}
_REFUSED = tuple(_REFUSALS)


@blueprint.route("/propose", methods=["GET", "POST"])
@requires(Permission.PROPOSE_OPPORTUNITY)
@leaves_trace
def propose() -> ResponseReturnValue:
    """Choose whom of the caseload an opportunity is proposed to, and how they are asked."""
    if not request.args.get("opportunity"):
        return redirect(url_for(".opportunities", status="published"))
    opportunity = _opportunity()
    candidates = _candidates(opportunity)
    form = ProposeForm(people=[one.public_id for one in candidates] if _one() else None)
    form.people.choices = as_names((one.public_id, one.name) for one in candidates)
    form.offer_days()
    done = _propose_to_all(opportunity, form) if form.validate_on_submit() else None
    return done or _show(opportunity, candidates, form)


def _show(
    opportunity: Opportunity, candidates: Sequence[Candidate], form: ProposeForm
) -> ResponseReturnValue:
    employer = opportunity.organisation_id
    page = render_template(
        "caseworker/propose.html",
        opportunity=opportunity,
        candidates=candidates,
        form=form,
        more=len(candidates) == FIRST,
        response=responsiveness_of(db.session, [employer])[employer],
    )
    return page, 422 if form.is_submitted() else 200


def _opportunity() -> Opportunity:
    asked = request.args.get("opportunity", "")
    found: Opportunity | None = find(
        db.session, current_viewer(), Permission.SEE_OPPORTUNITY, asked
    )
    return found if found is not None else abort(404)


def _one() -> str | None:
    return request.args.get("person")


def _candidates(opportunity: Opportunity) -> Sequence[Candidate]:
    """Return whom it can be proposed to: the one whom the address names, or all who fit."""
    viewer, everybody = current_viewer(), request.args.get("show") == "all"
    wanted = Wanted(language=choose_language(), only=_one(), everybody=everybody)
    candidates = list_candidates(db.session, viewer, opportunity, wanted)
    if _one() and not candidates and find_person(_one() or "") is None:
        abort(404)
    shown = [one.public_id for one in candidates]
    list_people(db.session, viewer, shown, "propose", ("opportunity", opportunity.public_id))
    return candidates


def find_person(person_id: str) -> Person | None:
    """Return somebody of the caseload to whom something can be proposed."""
    found: Person | None = find(
        db.session, current_viewer(), Permission.PROPOSE_OPPORTUNITY, person_id
    )
    return found


def _propose_to_all(opportunity: Opportunity, form: ProposeForm) -> ResponseReturnValue | None:
    """Ask each, in one order whoever does it; go on when at least one was asked."""
    people = [find_person(one) for one in form.people.data or ()]
    found = sorted((one for one in people if one is not None), key=lambda one: one.id)
    asked = [one for one in found if _propose(opportunity, one, form)]
    if not asked:
        return None
    flash(
        ngettext(
            "One person is asked.", "%(shown)s people are asked.", len(asked), shown=len(asked)
        ),
        "done",
    )
    if _one():
        return redirect(url_for(".person", person_id=_one(), _anchor="meetings"))
    return redirect(url_for(".opportunity", opportunity_id=opportunity.public_id))


def _propose(opportunity: Opportunity, person: Person, form: ProposeForm) -> bool:
    """Ask one person; what stands against it is said, and undone for this one alone."""
    viewer, said, asking = current_viewer(), form.said(), form.asking()
    try:
        with db.session.begin_nested():
            propose_opportunity(db.session, viewer, person, opportunity, said, asking=asking)
    except _REFUSED as error:
        why = _REFUSALS[type(error)]()
        known = disclose(db.session, viewer, [person.id])
        name = isolate(ordered_names(known[person.id])[0])
        flash(_("Not asked: %(name)s. %(why)s", name=name, why=why), "error")
        return False
    return True
