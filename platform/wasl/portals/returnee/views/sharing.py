"""What was shared with whom: take it back, or let one more employer know."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ReleaseScope
from models.opportunity import Opportunity
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.access.releases import find_release, list_offered, list_shared
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.releases import (
    ReleaseRefusal,
    ReleaseRefusedError,
    Releasing,
    release_identity,
    withdraw_release,
)
from wasl.operations.spoken import RecordClosedError
from wasl.portals.returnee.blueprint import blueprint
from wasl.portals.returnee.forms import ReleaseForm, WithdrawForm
from wasl.portals.returnee.own import with_own_record
from wasl.portals.returnee.queries.shared import list_cards_seen
from wasl.transactions import leaves_trace
from wasl.ui.labels import as_choices
from wasl.ui.names import organisation_name
from wasl.ui.sentence_names import isolate


@blueprint.get("/shared")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def shared(person: Person) -> ResponseReturnValue:
    """Show which employers were let know, and which saw the card without a name."""
    return render_template(
        "returnee/shared.html",
        lines=list_shared(db.session, person),
        cards=list_cards_seen(db.session, person, choose_language()),
        form=WithdrawForm(),
    )


@blueprint.post("/shared/withdraw")
@requires(Permission.CHANGE_OWN_RECORD)
@with_own_record
def withdraw(person: Person) -> ResponseReturnValue:
    """Take a release back; the employer's next request shows nothing any more."""
    form = WithdrawForm()
    release = (
        find_release(db.session, person, form.release.data or "")
        if form.validate_on_submit()
        else None
    )
    if release is None:
        abort(404)
    withdraw_release(db.session, current_viewer(), release)
    flash(_("Taken back. This employer does not see who you are any more."), "done")
    return redirect(url_for(".shared"))


def _offer_text(one: Opportunity) -> str:
    return _(
        "%(employer)s: %(title)s",
        employer=isolate(organisation_name(one.organisation)),
        title=isolate(one.title),
    )


def _offered_form(offered: dict[str, Opportunity]) -> ReleaseForm:
    form = ReleaseForm()
    listed = [(key, _offer_text(one)) for key, one in offered.items()]
    form.opportunity.choices = as_choices([("", _("Choose …")), *listed])
    return form


@blueprint.route("/shared/new", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_RECORD)
@leaves_trace
@with_own_record
def share(person: Person) -> ResponseReturnValue:
    """Let one employer know who I am, for one opportunity."""
    offered = {one.public_id: one for one in list_offered(db.session, person)}
    form = _offered_form(offered)
    status = 200
    if form.validate_on_submit():
        if _released(person, offered[form.opportunity.data], form):
            return redirect(url_for(".shared"))
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("returnee/share.html", form=form, offered=offered), status


def _released(person: Person, opportunity: Opportunity, form: ReleaseForm) -> bool:
    given = Releasing(scope=ReleaseScope(form.scope.data), days=int(form.days.data))
    try:
        release_identity(db.session, current_viewer(), person, opportunity, given)
    except ReleaseRefusedError as refused:
        no_consent = refused.why is ReleaseRefusal.NO_CONSENT
        form.opportunity.errors = [
            _("First say yes to matching, on the page “What I allow”.")
            if no_consent
            else _("This employer cannot be let know at the moment.")
        ]
        return False
    except RecordClosedError:
        form.opportunity.errors = [
            _("Your data is about to be erased. Keep it first if you want to share something.")
        ]
        return False
    flash(_("Done. This employer may now see who you are. You can take it back here."), "done")
    return True
