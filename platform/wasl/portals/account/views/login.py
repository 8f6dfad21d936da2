"""Changing what one signs in with: the new address has to be shown to be one's own."""

import json
from datetime import datetime

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models.sealed import keys_of
from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.limits import CODE_ACCOUNT, hit_all
from wasl.access.proofs import only_with_password, prove_password
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.logins import LoginError
from wasl.operations.own_account import (
    LoginChange,
    LoginChangeError,
    ask_login_change,
    change_login,
)
from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.forms import LoginForm, OneTimeCodeForm

_WAITING = "login_change"


def _keep(change: LoginChange) -> None:
    """Keep what waits for its code: sealed in the cookie, for this account only."""
    told = [current_account().public_id, change.login, change.digest, change.until.isoformat()]
    session[_WAITING] = keys_of(db.engine.dialect).seal(json.dumps(told), _WAITING)


def _waiting() -> LoginChange | None:
    sealed = session.get(_WAITING)
    if sealed is None:
        return None
    owner, login, digest, until = json.loads(keys_of(db.engine.dialect).unseal(sealed, _WAITING))
    if owner != current_account().public_id:
        return None
    return LoginChange(login=login, digest=digest, until=datetime.fromisoformat(until))


def _ask(form: LoginForm) -> bool:
    if not prove_password(form.password.data or ""):
        form.password.errors = [_("This is not your password")]
        return False
    hit_all([(CODE_ACCOUNT, current_account().public_id)])
    try:
        _keep(ask_login_change(db.session, current_account(), form.login.data or ""))
    except LoginError:
        form.login.errors = [_("This is neither an e-mail address nor a phone number")]
        return False
    return True


@blueprint.route("/login", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def login() -> ResponseReturnValue:
    """Ask for the new login and the password, and send a code to the new login."""
    only_with_password()
    form = LoginForm()
    if form.validate_on_submit() and _ask(form):
        return redirect(url_for("account.login_code"))
    page = render_template("account/login.html", form=form, now=current_account().login)
    return page, 422 if form.is_submitted() else 200


def _take_code(form: OneTimeCodeForm, waiting: LoginChange) -> bool:
    hit_all([(CODE_ACCOUNT, current_account().public_id)])
    account, typed = current_account(), form.code.data or ""
    try:
        change_login(db.session, current_viewer(), account, waiting, typed)
    except LoginChangeError:
        form.code.errors = [_("This code is wrong or too old")]
        return False
    session.pop(_WAITING)
    return True


@blueprint.route("/login/code", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def login_code() -> ResponseReturnValue:
    """Take the code that was sent to the new login."""
    waiting, form = _waiting(), OneTimeCodeForm()
    if waiting is None:
        return redirect(url_for("account.login"))
    if form.validate_on_submit() and _take_code(form, waiting):
        flash(_("From now on you sign in with the new one."), "done")
        return redirect(url_for("account.overview"))
    page = render_template("account/login_code.html", form=form, waiting=waiting)
    return page, 422 if form.is_submitted() else 200
