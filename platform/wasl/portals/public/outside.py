"""Signing in at a ministry's provider; these pages exist only where one is set."""

import json
import time
from dataclasses import asdict

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from models.sealed import keys_of
from wasl.access import public
from wasl.access.entering import enter
from wasl.access.guard import is_own_path
from wasl.access.limits import SIGN_IN_ADDRESS, address, forgive, hit_all
from wasl.access.outside import OutsideError, go_to_provider, identity_from_provider, outside_name
from wasl.access.proofs import note_failure
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.outside_sign_in import NotKnownError, OutsideIdentity, find_outside_account
from wasl.ui.forms import Form

blueprint = Blueprint("outside", __name__, url_prefix="/sign-in/outside")
_KEEP_SECONDS = 5 * 60
_IDENTITY, _TARGET = "outside_identity", "outside_target"


def _keep(identity: OutsideIdentity) -> None:
    told = json.dumps([asdict(identity), time.time() + _KEEP_SECONDS])
    session[_IDENTITY] = keys_of(db.engine.dialect).seal(told, _IDENTITY)


def _kept() -> OutsideIdentity | None:
    """Return who came back from the provider in this browser, for a few minutes."""
    sealed = session.get(_IDENTITY)
    if sealed is None:
        return None
    told, until = json.loads(keys_of(db.engine.dialect).unseal(sealed, _IDENTITY))
    return OutsideIdentity(**told) if time.time() < until else None


def _gave_up(error: OutsideError) -> ResponseReturnValue:
    current_app.logger.warning("sign-in elsewhere: %r", str(error))  # from an address
    flash(_("Signing in there did not work. Try again, or sign in with your password."), "error")
    return redirect(url_for("public.sign_in"))


@blueprint.get("")
@public
def start() -> ResponseReturnValue:
    """Lead to the provider; nothing is changed but this browser's cookie."""
    target = request.args.get("next", "")
    session[_TARGET] = target if is_own_path(target) else ""
    try:
        return go_to_provider()
    except OutsideError as error:
        return _gave_up(error)


@blueprint.get("/back")
@public
def back() -> ResponseReturnValue:
    """Take the browser back from the provider and keep, sealed, who it says that it is."""
    try:
        identity = identity_from_provider()
    except OutsideError as error:
        return _gave_up(error)
    _keep(identity)
    return redirect(url_for("outside.go_in"))


def _let_in(identity: OutsideIdentity) -> bool:
    tries = [(SIGN_IN_ADDRESS, address())]
    hit_all(tries)
    try:
        account = find_outside_account(db.session, identity)
    except NotKnownError as error:
        note_failure(error.why, account=None)
        return False
    forgive(db.session, tries)
    enter(account, way="outside", second_factor=identity.second_factor)
    return True


@blueprint.route("/enter", methods=["GET", "POST"])
@public
def go_in() -> ResponseReturnValue:
    """Ask whether it is them, and let them in: on a shared computer it may be the one before."""
    identity, form, target = _kept(), Form(), session.get(_TARGET)
    if identity is None:
        return redirect(url_for("public.sign_in"))
    if not form.validate_on_submit():
        name = outside_name()
        return render_template("public/outside.html", form=form, identity=identity, name=name)
    if _let_in(identity):
        return redirect(target or url_for("public.home"))
    session.pop(_IDENTITY)
    flash(_("There is no account here for you. Ask who manages accounts to invite you."), "error")
    return redirect(url_for("public.sign_in"))
