"""What all views do that change something between the employer and a person."""

from collections.abc import Callable, Mapping

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.referral import Referral
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.referrals.employer_rules import NotVouchedForError
from wasl.operations.referrals.errors import (
    NoSeatLeftError,
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.interview_rules import (
    MeetingNotPossibleError,
    MeetingNotYetError,
    MeetingOverError,
)
from wasl.operations.referrals.offers import OfferNotPossibleError

NEVER_SEEN = -1
"""No version: a form that says none is never taken for one that is up to date."""


def quicker() -> str:
    """Say that the page was old; nothing was done."""
    return _("Somebody was quicker. This is how it stands now.")


def _not_possible() -> str:
    return _("This is not possible any more. This is how it stands now.")


_WORDS: Mapping[type[Exception], Callable[[], str]] = {
    ReferralChangedError: quicker,
    ReferralStepRefusedError: _not_possible,
    MeetingNotPossibleError: _not_possible,
    MeetingOverError: _not_possible,
    OfferNotPossibleError: _not_possible,
    OfferOverError: _not_possible,
    MeetingNotYetError: lambda: _("The time of the meeting has not come yet."),
    NotVouchedForError: lambda: _("Your organisation has to be vetted first."),
    NoSeatLeftError: lambda: _(
        "No place is left: all are taken, or held by offers that wait for an answer. Nothing was "
        "offered."
    ),
    ReasonNotGivenError: lambda: _("Choose a reason."),
}
REFUSED = tuple(_WORDS)


def find_own(permission: Permission, referral_id: str) -> Referral:
    """Return a referral that the employer was told of; what is not its own does not exist."""
    found: Referral | None = find(db.session, current_viewer(), permission, referral_id)
    if found is None:
        abort(404)
    return found


def seen_version() -> int:
    """Return the version of the referral that the form was made from."""
    return request.form.get("version", NEVER_SEEN, type=int)


def do(referral: Referral, work: Callable[[], object], done: str) -> ResponseReturnValue:
    """Do something and say so, or say why not; then show how it stands."""
    try:
        work()
        flash(done, "done")
    except REFUSED as error:
        flash(_WORDS[type(error)](), "warning")
    return redirect(url_for("employer.meeting", referral_id=referral.public_id))
