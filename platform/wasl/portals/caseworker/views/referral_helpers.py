"""What the views of referrals do alike."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import AuditAction
from models.referral import Referral
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.audit.record import record
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.errors import (
    AnswerTimeError,
    MatchingNotAllowedError,
    NotReachableError,
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.releases import ReleaseRefusedError
from wasl.operations.spoken import RecordClosedError
from wasl.portals.caseworker.queries.referral import ALL_OF_A_REFERRAL
from wasl.portals.caseworker.referral_forms import SeenForm

REFUSALS: dict[type[Exception], Callable[[], str]] = {
    ReferralChangedError: lambda: _("Somebody was quicker. This is how it stands now."),
    ReferralStepRefusedError: lambda: _("That is not possible any more. This is how it stands."),
    MatchingNotAllowedError: lambda: _("The person has not allowed matching. Ask them first."),
    RecordClosedError: lambda: _("This record is to be erased, or its name is gone."),
    NotReachableError: lambda: _(
        "No message reaches this person: there is no address, or contact is not allowed. "
        "Choose a slip, or ask them here."
    ),
    AnswerTimeError: lambda: _("Choose the day from the list."),
    ReasonNotGivenError: lambda: _("Choose why."),
    ReleaseRefusedError: lambda: _("The name cannot be shown to this employer at the moment."),
}
REFUSED = tuple(REFUSALS)
# These say that the page is out of date; the others, that the form needs another answer.
_STALE = (ReferralChangedError, ReferralStepRefusedError)


def find_or_404(permission: Permission, referral_id: str) -> Referral:
    """Return the referral with all that its page tells; 404 where it is not the viewer's."""
    viewer = current_viewer()
    found: Referral | None = find(db.session, viewer, permission, referral_id, ALL_OF_A_REFERRAL)
    return found if found is not None else abort(404)


def see_referral(referral: Referral, page: str) -> None:
    """Record that the office looked at a referral, with the person's name on the page."""
    record(
        db.session,
        current_viewer(),
        AuditAction.REFERRAL_SEEN,
        person=referral.person.public_id,
        subject=("referral", referral.public_id),
        page=page,
        named=True,
    )


def to_page(referral: Referral) -> ResponseReturnValue:
    """Go to the page of a referral."""
    return redirect(url_for("caseworker.referral", referral_id=referral.public_id))


def refuse(referral: Referral, error: Exception) -> ResponseReturnValue | None:
    """Say why nothing was done, and go to the referral's page where the form is out of date.

    Otherwise none is returned: the form is to be shown again, and needs another answer.
    """
    text = REFUSALS[type(error)]()
    if not isinstance(error, _STALE):
        flash(text, "error")
        return None
    db.session.rollback()
    flash(text, "warning")
    return to_page(referral)


def show_form(
    template: str, referral: Referral, form: SeenForm, **more: Any
) -> ResponseReturnValue:
    """Show a form about a referral; 422 when it was sent and is shown again."""
    see_referral(referral, template.rpartition("/")[2].partition(".")[0])
    sent = form.is_submitted()
    if not sent:
        form.version.data = str(referral.version)
    page = render_template(template, referral=referral, form=form, **more)
    return page, 422 if sent else 200
