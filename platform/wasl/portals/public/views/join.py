"""Join with a code: enter it, then make the account."""

from datetime import timedelta

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models.sign_in import Invitation
from wasl.access import public
from wasl.access.entering import enter
from wasl.access.limits import CODE_ADDRESS, address, hit_all
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.accept_invitation import (
    InvitationInvalidError,
    Joining,
    LoginTakenError,
    accept_invitation,
    find_invitation,
)
from wasl.operations.count_tries import Limit
from wasl.operations.create_account import AccountError
from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.joining_forms import CodeForm, JoinForm
from wasl.ui.password_field import NEW_PASSWORD_HINT, WEAKNESS_TEXTS

_NOT_VALID = "code"
# Anybody can register as an employer and invite themselves, to learn whose login has an account.
LOGINS_TAKEN = Limit(name="join/taken", most=5, window=timedelta(days=1))


def _no_code_text() -> str:
    """Return the one answer for a code that is wrong, used, withdrawn or too old."""
    return _("This code cannot be used. Check it, or ask who gave it to you for a new one.")


@blueprint.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """Ask for the code of an invitation, then for what the account needs."""
    form = CodeForm()
    if form.validate_on_submit():
        hit_all([(CODE_ADDRESS, address())])
        invitation = find_invitation(db.session, form.code.data or "")
        if invitation is not None:
            blank = JoinForm(formdata=None, code=form.code.data, login=invitation.login)
            return _ask_account(invitation, blank)
        form.code.errors = [_no_code_text()]
    page = render_template("public/join.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _ask_account(invitation: Invitation, form: JoinForm, status: int = 200) -> ResponseReturnValue:
    place = invitation.organisation or invitation.office
    page = render_template(
        "public/join_account.html",
        form=form,
        role=invitation.role,
        place=place.name if place else None,
        login=invitation.login,
        hint=NEW_PASSWORD_HINT,
    )
    return page, status


@blueprint.post("/join/account")
@public
def join_account() -> ResponseReturnValue:
    """Make the account and sign in with it."""
    form = JoinForm()
    hit_all([(CODE_ADDRESS, address())])
    invitation = find_invitation(db.session, form.code.data or "")
    if invitation is None:
        return _refuse_code()
    if invitation.login:
        form.login.process_data(invitation.login)  # the code was sent there, and proves it
    if form.validate_on_submit() and _try_to_join(form):
        return redirect(url_for("public.home"))
    return _refuse_code() if _NOT_VALID in form.errors else _ask_account(invitation, form, 422)


def _refuse_code() -> ResponseReturnValue:
    form = CodeForm(formdata=None)
    form.code.errors = [_no_code_text()]
    return render_template("public/join.html", form=form), 422


def _count_taken(code: str) -> None:
    """Count an answer that tells of an account, for whoever gave out the code; 429 after a few."""
    invitation = find_invitation(db.session, code)
    if invitation is not None and invitation.invited_by is not None:
        hit_all([(LOGINS_TAKEN, invitation.invited_by.public_id)])


def _try_to_join(form: JoinForm) -> bool:
    given = Joining(
        display_name=form.display_name.data or "",
        login=form.login.data or "",
        password=form.password.data or "",
        language=choose_language(),
    )
    try:
        account = accept_invitation(db.session, form.code.data or "", given)
    except InvitationInvalidError:
        form.code.errors = [_no_code_text()]
        return False
    except LoginTakenError:
        _count_taken(form.code.data or "")
        form.login.errors = [_("This cannot be used here. Take another one, or sign in with it.")]
        return False
    except AccountError as error:
        weak = WEAKNESS_TEXTS.get(error.weakness) if error.weakness else None
        form.password.errors = [weak or _("Take another password.")]
        return False
    session.clear()
    enter(account, way="invitation")
    flash(_("Welcome. Your account is ready."), "done")
    return True
