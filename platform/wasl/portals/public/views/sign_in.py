"""Signing in with a password, and signing out."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from sqlalchemy.exc import OperationalError

from models.account import Account
from wasl.access import Permission, public, requires
from wasl.access.entering import CLEAR, enter, leave
from wasl.access.guard import before_second_factor, is_own_path
from wasl.access.identity import find_session_now
from wasl.access.limits import (
    SIGN_IN,
    SIGN_IN_ADDRESS,
    SIGN_IN_LOGIN,
    address,
    forgive,
    hit_all,
)
from wasl.access.outside import outside_name
from wasl.access.proofs import note_failure
from wasl.demo_accounts import DEMO_ACCOUNTS
from wasl.extensions import db
from wasl.i18n.language import chosen_language
from wasl.i18n.texts import gettext as _
from wasl.operations.authenticate_account import keep_hash_strong, try_password
from wasl.operations.count_tries import Limit
from wasl.operations.logins import comparable_login
from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.forms import SignInForm
from wasl.transactions import begin_writing, seldom_writes


def _tries(login: str) -> list[tuple[Limit, str]]:
    name, where = comparable_login(login), address()
    return [(SIGN_IN, f"{name} {where}"), (SIGN_IN_ADDRESS, where), (SIGN_IN_LOGIN, name)]


def _let_in(account: Account, form: SignInForm) -> None:
    begin_writing()
    keep_hash_strong(account, form.password.data or "")
    account.language = chosen_language() or account.language
    forgive(db.session, _tries(form.login.data or ""))
    enter(account, way="password")


def _try_credentials(form: SignInForm) -> bool:
    login, password = form.login.data or "", form.password.data or ""
    hit_all(_tries(login))
    attempt = try_password(db.session, login, password)
    if attempt.why or attempt.account is None:
        note_failure(attempt.why, account=attempt.account)
        form.password.errors = [_("This e-mail or phone and this password do not belong together")]
        return False
    _let_in(attempt.account, form)
    return True


def _was_signed_in() -> bool:
    """Tell whether the cookie names a session that has ended, by its limits or by somebody."""
    return "_user_id" in session and find_session_now() is None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@seldom_writes
def sign_in() -> ResponseReturnValue:
    """Ask for login and password, and go where the visitor wanted to."""
    form = SignInForm(next=request.args.get("next", ""))
    target = form.next.data if form.next.data and is_own_path(form.next.data) else None
    if form.validate_on_submit() and _try_credentials(form):
        return redirect(target or url_for("public.home"))
    settings = current_app.config["SETTINGS"]
    page = render_template(
        "public/sign_in.html",
        form=form,
        demo=DEMO_ACCOUNTS if settings.demo else (),
        target=target,
        outside=outside_name(),
        ended=_was_signed_in() and not form.is_submitted(),
    )
    return page, 422 if form.is_submitted() else 200


def _end_here() -> None:
    """End the session; where a long list keeps the database, in this browser at least."""
    try:
        begin_writing()
        leave()
    except OperationalError:
        db.session.rollback()
        logout_user()
        session.clear()


@blueprint.post("/sign-out")
@requires(Permission.USE_ACCOUNT)
@before_second_factor
@seldom_writes
def sign_out() -> ResponseReturnValue:
    """End the session."""
    _end_here()
    flash(_("You are signed out."), "done")
    response = redirect(url_for("public.home"))
    response.headers["Clear-Site-Data"] = CLEAR
    return response
