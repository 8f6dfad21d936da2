"""What a person allows and shares, written down by the office that works with them."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ReleaseScope
from models.consent_query import in_order, last_word
from models.enums import ConsentPurpose
from models.opportunity import Opportunity
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.access.releases import find_release, list_offered, list_shared
from wasl.access.scope import find
from wasl.audit.looking import see_person
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.record_consent import FutureStatementError, record_consent
from wasl.operations.releases import (
    ReleaseRefusal,
    ReleaseRefusedError,
    Releasing,
    release_identity,
    withdraw_release,
)
from wasl.operations.spoken import RecordClosedError, StatementIncompleteError
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.sharing_forms import ConsentForm, ReleaseForm
from wasl.transactions import leaves_trace
from wasl.ui.labels import as_choices, as_names
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import isolate

_REFUSALS = {
    ReleaseRefusal.NO_CONSENT: lambda: _("The person has not allowed matching. Ask them first."),
    ReleaseRefusal.NOT_PUBLISHED: lambda: _("This opportunity is not published any more."),
    ReleaseRefusal.NOT_IN_GOOD_STANDING: lambda: _("This employer has not been vetted."),
    ReleaseRefusal.DAYS: lambda: _("Choose how long from the list."),
    ReleaseRefusal.REFERRAL_OVER: lambda: _("This opportunity is over for the person."),
}


def _person(permission: Permission, person_id: str, page: str) -> Person:
    viewer = current_viewer()
    found: Person | None = find(db.session, viewer, permission, person_id)
    if found is None:
        abort(404)
    see_person(db.session, viewer, found.public_id, page)
    return found


def _closed() -> str:
    return _("This record is about to be erased, or its name is gone: nothing can be allowed.")


@blueprint.route("/people/<person_id>/consents", methods=["GET", "POST"])
@requires(Permission.RECORD_CONSENT)
@leaves_trace
def person_consents(person_id: str) -> ResponseReturnValue:
    """Show what a person ever allowed, and write down what they say now."""
    person = _person(Permission.RECORD_CONSENT, person_id, "consents")
    form = ConsentForm()
    if form.validate_on_submit() and _recorded(person, form):
        flash(_("Noted. It holds from now on."), "done")
        return redirect(url_for(".person_consents", person_id=person_id))
    page = render_template(
        "caseworker/sharing/consents.html",
        person=person,
        form=form,
        words={purpose: last_word(person.consents, purpose) for purpose in ConsentPurpose},
        history=in_order(person.consents)[::-1],
    )
    return page, 422 if form.is_submitted() else 200


def _recorded(person: Person, form: ConsentForm) -> bool:
    try:
        record_consent(
            db.session,
            current_viewer(),
            person,
            ConsentPurpose(form.purpose.data),
            form.granted.data == "yes",
            spoken=form.spoken(),
            given_on=form.given_on.data,
        )
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
    except FutureStatementError:
        form.given_on.errors = [_("This day has not come yet.")]
    except RecordClosedError:
        form.granted.errors = [_closed()]
    else:
        return True
    return False


def _offer_text(one: Opportunity) -> str:
    return _(
        "%(employer)s: %(title)s",
        employer=isolate(organisation_name(one.organisation)),
        title=isolate(one.title),
    )


@blueprint.route("/people/<person_id>/releases", methods=["GET", "POST"])
@requires(Permission.RELEASE_IDENTITY)
@leaves_trace
def person_releases(person_id: str) -> ResponseReturnValue:
    """Show which employers were let know, and let one more know, with the person there."""
    person = _person(Permission.RELEASE_IDENTITY, person_id, "releases")
    offered = {one.public_id: one for one in list_offered(db.session, person)}
    form = ReleaseForm()
    listed = [(key, _offer_text(one)) for key, one in offered.items()]
    form.opportunity.choices = [*as_choices([("", _("Choose …"))]), *as_names(listed)]
    if form.validate_on_submit() and _released(person, offered[form.opportunity.data], form):
        flash(_("Done. The employer sees it on their next visit."), "done")
        return redirect(url_for(".person_releases", person_id=person_id))
    shown: dict[str, Any] = {"lines": list_shared(db.session, person), "offered": offered}
    page = render_template("caseworker/sharing/releases.html", person=person, form=form, **shown)
    return page, 422 if form.is_submitted() else 200


def _released(person: Person, opportunity: Opportunity, form: ReleaseForm) -> bool:
    given = Releasing(
        scope=ReleaseScope(form.scope.data), days=int(form.days.data), spoken=form.spoken()
    )
    try:
        release_identity(db.session, current_viewer(), person, opportunity, given)
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
    except ReleaseRefusedError as refused:
        form.opportunity.errors = [_REFUSALS[refused.why]()]
    except RecordClosedError:
        form.opportunity.errors = [_closed()]
    else:
        return True
    return False


@blueprint.post("/people/<person_id>/releases/<release_id>/withdraw")
@requires(Permission.RELEASE_IDENTITY)
def withdraw_release_of_person(person_id: str, release_id: str) -> ResponseReturnValue:
    """Take a release back, because the person says so."""
    person = _person(Permission.RELEASE_IDENTITY, person_id, "releases")
    release = find_release(db.session, person, release_id)
    if release is None:
        abort(404)
    withdraw_release(db.session, current_viewer(), release)
    flash(_("Taken back. The employer does not see who they are any more."), "done")
    return redirect(url_for(".person_releases", person_id=person_id))
