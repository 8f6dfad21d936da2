"""First page, sign-in and sign-out, choice of language, health."""

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from sqlalchemy import text

from wasl.access import Permission, public, requires
from wasl.access.guard import is_own_path
from wasl.access.identity import SignedIn, find_account
from wasl.config import LANGUAGES
from wasl.demo_accounts import DEMO_ACCOUNTS
from wasl.extensions import db
from wasl.i18n.language import chosen_language, language_cookie
from wasl.i18n.texts import gettext as _
from wasl.operations.authenticate_account import authenticate_account
from wasl.portals.public.forms import SignInForm
from wasl.transactions import seldom_writes
from wasl.ui.navigation import start_page

blueprint = Blueprint("public", __name__)


def _own_path(target: str | None) -> str | None:
    return target if target and is_own_path(target) else None


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Say what this is, or go to the page that the account starts on."""
    start = start_page() if find_account() else None
    return redirect(start) if start else render_template("public/home.html")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@seldom_writes
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail and password, and go where the visitor wanted to."""
    form = SignInForm(next=request.args.get("next", ""))
    target = _own_path(form.next.data)
    status = 200
    if form.validate_on_submit():
        if _try_credentials(form):
            return redirect(target or url_for("public.home"))
        status = 422
    elif form.is_submitted():
        status = 422
    demo = DEMO_ACCOUNTS if current_app.config["SETTINGS"].demo else ()
    return render_template("public/sign_in.html", form=form, demo=demo, target=target), status


def _try_credentials(form: SignInForm) -> bool:
    throttle = current_app.extensions["throttle"]
    email, address = (form.email.data or "").strip().lower(), request.remote_addr or ""
    if throttle.blocked(account=email, address=address):
        abort(429)
    account = authenticate_account(db.session, email, form.password.data or "")
    if account is None:
        throttle.failed(account=email, address=address)
        form.password.errors = [_("E-mail address and password do not belong together")]
        return False
    throttle.succeeded(account=email)
    account.language = chosen_language() or account.language
    session.clear()  # nothing that was planted before sign-in lives on after it
    login_user(SignedIn(account))
    return True


@blueprint.post("/sign-out")
@requires(Permission.USE_ACCOUNT)
@seldom_writes
def sign_out() -> ResponseReturnValue:
    """End the session."""
    logout_user()
    session.clear()
    flash(_("You are signed out."), "done")
    return redirect(url_for("public.home"))


@blueprint.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Remember the language, and go back to the page it was chosen on."""
    language = request.form.get("language")
    if language not in LANGUAGES:
        abort(400)
    account = find_account()
    if account is not None:
        account.language = language
    response = redirect(_own_path(request.form.get("next")) or url_for("public.home"))
    response.set_cookie(
        language_cookie(),
        language,
        max_age=365 * 24 * 3600,
        secure=current_app.config["SETTINGS"].https,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Answer `ok` when the database does."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
