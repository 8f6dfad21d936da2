"""One's own account: name and language, password, sessions, the end of it."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.entering import CLEAR, renew
from wasl.access.identity import current_session
from wasl.access.proofs import only_with_password, prove_password
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.account_rules import AccountRuleError
from wasl.operations.close_account import close_account
from wasl.operations.own_account import change_profile, end_other_sessions, end_session
from wasl.operations.passwords import PasswordError, set_password
from wasl.operations.second_factors import confirmed_factor, count_recovery_codes
from wasl.operations.sessions import idle_limit, open_sessions
from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.forms import CloseForm, PasswordForm, ProfileForm
from wasl.portals.account.views.second_factor import must_have_second_factor
from wasl.ui.password_field import NEW_PASSWORD_HINT, WEAKNESS_TEXTS


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def overview() -> ResponseReturnValue:
    """Show what belongs to the account, and change its name and language."""
    account = current_account()
    form = ProfileForm(obj=account)
    if form.validate_on_submit():
        name = (form.display_name.data or "").strip()
        change_profile(db.session, current_viewer(), account, name, form.language.data)
        flash(_("Your name and language were saved."), "done")
        return redirect(url_for("account.overview"))
    page = render_template(
        "account/overview.html",
        form=form,
        who=account,
        factor=confirmed_factor(db.session, account),
        must=must_have_second_factor(account),
        codes_left=count_recovery_codes(db.session, account),
        sessions=len(open_sessions(db.session, account)),
    )
    return page, 422 if form.is_submitted() else 200


def _change_password(form: PasswordForm) -> bool:
    if not prove_password(form.present.data or ""):
        form.present.errors = [_("This is not your password")]
        return False
    try:
        set_password(
            db.session, current_viewer(), current_account(), form.new.data or "", way="change"
        )
    except PasswordError as error:
        form.new.errors = [WEAKNESS_TEXTS[error.weakness]]
        return False
    renew()
    return True


@blueprint.route("/password", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change the password; all other sessions end."""
    only_with_password()
    form = PasswordForm()
    if form.validate_on_submit() and _change_password(form):
        flash(_("Your password was changed. You are signed out everywhere else."), "done")
        return redirect(url_for("account.overview"))
    page = render_template("account/password.html", form=form, hint=NEW_PASSWORD_HINT)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/sessions")
@requires(Permission.USE_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """List where the account is signed in."""
    account = current_account()
    return render_template(
        "account/sessions.html",
        rows=open_sessions(db.session, account),
        here=current_session().session_id,
        idle_minutes=int(idle_limit(account.role).total_seconds() // 60),
    )


@blueprint.post("/sessions/end")
@requires(Permission.USE_ACCOUNT)
def end_one_session() -> ResponseReturnValue:
    """End one session of one's own."""
    wanted = request.form.get("session", "")
    if not end_session(db.session, current_viewer(), current_account(), wanted):
        abort(404)
    flash(_("That session has ended."), "done")
    return redirect(url_for("account.sessions"))


@blueprint.post("/sessions/end-others")
@requires(Permission.USE_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all sessions but this one."""
    keep = current_session().row
    ended = end_other_sessions(db.session, current_viewer(), current_account(), keep)
    text = ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", ended)
    flash(text if ended else _("There was no other session."), "done")
    return redirect(url_for("account.sessions"))


def _close(form: CloseForm) -> bool:
    if not prove_password(form.password.data or ""):
        form.password.errors = [_("This is not your password")]
        return False
    try:
        close_account(db.session, current_viewer(), current_account())
    except AccountRuleError:
        form.password.errors = [
            _("Nobody else could manage accounts then. Give somebody else this role first.")
        ]
        return False
    logout_user()
    session.clear()
    return True


@blueprint.route("/close", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def close() -> ResponseReturnValue:
    """Close one's own account for good."""
    only_with_password()
    form = CloseForm()
    if form.validate_on_submit() and _close(form):
        flash(_("Your account is closed. What you did in it stays."), "done")
        response = redirect(url_for("public.home"))
        response.headers["Clear-Site-Data"] = CLEAR
        return response
    page = render_template("account/close.html", form=form)
    return page, 422 if form.is_submitted() else 200
