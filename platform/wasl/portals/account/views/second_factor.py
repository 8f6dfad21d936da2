"""The second factor: asked for at sign-in, set up, taken away; recovery codes."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.access_enums import SECOND_FACTOR_ROLES, AuditAction
from models.account import Account
from models.sealed import keys_of
from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.entering import renew
from wasl.access.guard import before_second_factor, is_own_path
from wasl.access.identity import second_factor_missing
from wasl.access.proofs import prove_code, prove_password
from wasl.audit.record import record
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.second_factors import (
    CodeWrongError,
    Proof,
    app_address,
    confirmed_factor,
    count_recovery_codes,
    make_recovery_codes,
    new_secret,
    remove_second_factor,
    set_up_second_factor,
)
from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.forms import ProofForm, ProvenSetUpForm, SecondFactorForm, SetUpForm
from wasl.ui.qr import qr_picture

_PENDING = "pending_factor"


def _onwards(form: SecondFactorForm | SetUpForm) -> str:
    target = form.next.data
    return target if target and is_own_path(target) else url_for("public.home")


def must_have_second_factor(account: Account) -> bool:
    """Tell whether the role of an account asks for a second factor."""
    return current_app.config["SETTINGS"].second_factor and account.role in SECOND_FACTOR_ROLES


def _let_in(proof: Proof) -> None:
    account = current_account()
    renew(second_factor=True)
    record(db.session, current_viewer(), AuditAction.SIGNED_IN, way=proof.value)
    left = count_recovery_codes(db.session, account)
    if proof is Proof.RECOVERY_CODE:
        text = ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left)
        flash(text, "warning")


@blueprint.route("/second-factor", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
@before_second_factor
def second_factor() -> ResponseReturnValue:
    """Ask for the code of the app, or a recovery code."""
    form = SecondFactorForm(next=request.args.get("next", ""))
    if not second_factor_missing():
        return redirect(_onwards(form))
    if confirmed_factor(db.session, current_account()) is None:
        return redirect(url_for("account.set_up_factor", next=request.args.get("next")))
    if form.validate_on_submit():
        proof = prove_code(form.code.data or "")
        if proof is not None:
            target = _onwards(form)
            _let_in(proof)
            return redirect(target)
        form.code.errors = [_("This code is wrong, too old or was used before")]
    page = render_template("account/second_factor.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _pending_secret() -> str:
    """Return the secret that is being set up: sealed in the cookie until an app has shown it."""
    ring, owner = keys_of(db.engine.dialect), current_account().public_id
    kept: tuple[str, str] = tuple(session.get(_PENDING, ("", "")))
    if kept[0] != owner:
        kept = session[_PENDING] = (owner, ring.seal(new_secret(), _PENDING))
    return ring.unseal(kept[1], _PENDING)


def _show_codes(codes: list[str], target: str) -> str:
    return render_template("account/recovery_codes_shown.html", codes=codes, target=target)


def _set_up(form: SetUpForm) -> list[str] | None:
    """Keep the app and return its recovery codes, or none with the reason in the form."""
    password = getattr(form, "password", None)
    if password is not None and not prove_password(password.data or ""):
        password.errors = [_("This is not your password")]
        return None
    account = current_account()
    try:
        secret, typed = _pending_secret(), form.code.data or ""
        codes = set_up_second_factor(
            db.session, current_viewer(), account, secret=secret, typed=typed
        )
    except CodeWrongError:
        form.code.errors = [_("This code is not the one that the app shows now")]
        return None
    renew(second_factor=True)
    return codes


def _set_up_page(form: SetUpForm) -> str:
    secret, account = _pending_secret(), current_account()
    address = app_address(secret, account.login or account.display_name)
    return render_template(
        "account/set_up_factor.html",
        form=form,
        picture=qr_picture(address, _("Picture for the camera of the app")),
        secret=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        asked=second_factor_missing(),
    )


@blueprint.route("/second-factor/set-up", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
@before_second_factor
def set_up_factor() -> ResponseReturnValue:
    """Set up an app. With the password alone only by who has none: it is no way round one."""
    early = second_factor_missing()
    if early and confirmed_factor(db.session, current_account()) is not None:
        return redirect(url_for("account.second_factor"))
    proven = not early and current_account().password_hash is not None
    form = (ProvenSetUpForm if proven else SetUpForm)(next=request.args.get("next", ""))
    if form.validate_on_submit():
        target, codes = _onwards(form), _set_up(form)
        if codes is not None:
            return _show_codes(codes, target)
    return _set_up_page(form), 422 if form.is_submitted() else 200


def _with_code(form: ProofForm) -> bool:
    if not form.validate_on_submit():
        return False
    if prove_code(form.code.data or "") is None:
        form.code.errors = [_("This code is wrong, too old or was used before")]
        return False
    return True


def _factor_or_back() -> Response | None:
    if confirmed_factor(db.session, current_account()) is None:
        return redirect(url_for("account.overview"))
    return None


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def recovery_codes() -> ResponseReturnValue:
    """Say how many are left, and make new ones."""
    back = _factor_or_back()
    if back is not None:
        return back
    form = ProofForm()
    if _with_code(form):
        codes = make_recovery_codes(db.session, current_account())
        subject = ("account", current_account().public_id)
        record(db.session, current_viewer(), AuditAction.SECOND_FACTOR_SET, subject=subject)
        return _show_codes(codes, url_for("account.overview"))
    left = count_recovery_codes(db.session, current_account())
    page = render_template("account/recovery_codes.html", form=form, left=left)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/second-factor/remove", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def remove_factor() -> ResponseReturnValue:
    """Do without a second factor, where the role allows that."""
    back = _factor_or_back()
    if back is not None or must_have_second_factor(current_account()):
        return back or redirect(url_for("account.overview"))
    form = ProofForm()
    if _with_code(form):
        remove_second_factor(db.session, current_viewer(), current_account(), way="owner")
        renew()
        flash(_("You now sign in with your password alone."), "done")
        return redirect(url_for("account.overview"))
    page = render_template("account/remove_factor.html", form=form)
    return page, 422 if form.is_submitted() else 200
