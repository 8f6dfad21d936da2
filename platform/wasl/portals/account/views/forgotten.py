"""Password forgotten, phone lost: a code by message or from a slip, and what it opens."""

import time

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ResetKind
from models.sealed import keys_of
from models.sign_in import ResetRequest
from wasl.access import public
from wasl.access.limits import (
    CODE_ADDRESS,
    RESET_ASKED,
    RESET_ASKED_ADDRESS,
    address,
    hit_all,
)
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.logins import comparable_login
from wasl.operations.passwords import PasswordError
from wasl.operations.resets import ResetCodeError, find_reset, reset_by_message, use_reset
from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.forms import (
    ForgottenForm,
    NewPasswordForm,
    NewStartForm,
    OneTimeCodeForm,
)
from wasl.transactions import answer_alike
from wasl.ui.password_field import NEW_PASSWORD_HINT, WEAKNESS_TEXTS

_CODE = "reset_code"


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Send a code for a new password; the answer is the same whether there is an account."""
    form, since = ForgottenForm(), time.monotonic()
    if form.validate_on_submit():
        login = comparable_login(form.login.data or "")
        hit_all([(RESET_ASKED_ADDRESS, address()), (RESET_ASKED, login)])
        reset_by_message(db.session, login)
        answer_alike(since)
        flash(_("If there is an account with it, a code was sent. It is valid for 30 minutes."))
        return redirect(url_for("account.reset"))
    page = render_template("account/forgotten.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _keep_code(typed: str) -> None:
    session[_CODE] = keys_of(db.engine.dialect).seal(typed, _CODE)


def _kept_code() -> str:
    sealed = session.get(_CODE)
    return keys_of(db.engine.dialect).unseal(sealed, _CODE) if sealed else ""


@blueprint.route("/reset", methods=["GET", "POST"])
@public
def reset() -> ResponseReturnValue:
    """Take the code of a message or a slip."""
    form = OneTimeCodeForm()
    if form.validate_on_submit():
        hit_all([(CODE_ADDRESS, address())])
        if find_reset(db.session, form.code.data or "") is not None:
            _keep_code(form.code.data or "")
            return redirect(url_for("account.new_start"))
        form.code.errors = [_("This code is wrong, too old or was used before")]
    page = render_template("account/reset.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _form_for(found: ResetRequest) -> NewPasswordForm | NewStartForm:
    return NewStartForm() if found.kind is ResetKind.SECOND_FACTOR else NewPasswordForm()


def _start_anew(form: NewPasswordForm | NewStartForm) -> bool:
    password = form.new.data if isinstance(form, NewPasswordForm) else None
    try:
        use_reset(db.session, _kept_code(), password)
    except PasswordError as error:
        form.new.errors = [WEAKNESS_TEXTS[error.weakness]]
        return False
    session.clear()  # whoever was signed in here before is not any more
    return True


@blueprint.route("/reset/new", methods=["GET", "POST"])
@public
def new_start() -> ResponseReturnValue:
    """Ask for the new password, or take the lost phone's second step away."""
    found = find_reset(db.session, _kept_code())
    if found is None:
        session.pop(_CODE, None)
        return redirect(url_for("account.reset"))
    form = _form_for(found)
    try:
        if form.validate_on_submit() and _start_anew(form):
            flash(_("Done. Sign in now."), "done")
            return redirect(url_for("public.sign_in"))
    except ResetCodeError:
        return redirect(url_for("account.reset"))
    page = render_template(
        "account/new_start.html", form=form, kind=found.kind, hint=NEW_PASSWORD_HINT
    )
    return page, 422 if form.is_submitted() else 200
