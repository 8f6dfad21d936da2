"""Invitations: listed, made, sent again, withdrawn."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import EMPLOYER_ROLES
from models.enums import Role
from models.opportunity import Organisation
from models.sign_in import Invitation
from wasl.access import Permission, current_account, current_viewer, may, requires
from wasl.access.granting import grantable_roles
from wasl.access.limits import hit_all
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.account_rules import AccountRuleError
from wasl.operations.count_tries import Limit
from wasl.operations.invitations import (
    InvitationEndedError,
    Invited,
    invite,
    resend_invitation,
    revoke_invitation,
)
from wasl.operations.logins import comparable_login
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import InvitationForm
from wasl.portals.admin.queries.invitations import list_invitations, present_invitation
from wasl.portals.admin.rule_texts import ACCOUNT_RULES
from wasl.portals.admin.views.helpers import fill_choices, found, wanted_place

# Who registered as an employer a minute ago may invite: no mailbox and no phone is filled by it.
INVITED = Limit(name="invite", most=60, window=timedelta(hours=1))
INVITED_LOGIN = Limit(name="invite/login", most=3, window=timedelta(hours=1))


def _count(login: str | None) -> None:
    to_one = [(INVITED_LOGIN, comparable_login(login))] if login else []
    hit_all([(INVITED, current_viewer().name), *to_one])


@blueprint.get("/invitations")
@requires(Permission.INVITE)
def invitations() -> ResponseReturnValue:
    """List the invitations in reach."""
    page = request.args.get("page", 1, type=int)
    shown = list_invitations(db.session, current_viewer(), page)
    return render_template("admin/invitations.html", page=shown)


def _organisation(viewer: Viewer) -> Organisation | None:
    """Return for which employer to invite: one's own, or the one that the address names."""
    if viewer.organisation_id is not None:
        return current_account().organisation
    named = request.args.get("organisation", "")
    if not named or not may(Permission.SEE_ORGANISATION):
        return None
    chosen: Organisation | None = find(db.session, viewer, Permission.SEE_ORGANISATION, named)
    return chosen


def _offered_roles(viewer: Viewer, organisation: Organisation | None) -> list[Role]:
    """Return the roles to choose from: an employer's for an employer, else the others."""
    roles = grantable_roles(viewer)
    return [role for role in roles if (role in EMPLOYER_ROLES) == (organisation is not None)]


def _made(invitation: Invitation, code: str) -> str:
    """Show what was done; a code for paper is shown here once and never again."""
    on_paper = invitation.login is None
    row = present_invitation(invitation)
    return render_template("admin/invitation_made.html", row=row, code=code if on_paper else None)


@blueprint.route("/invitations/new", methods=["GET", "POST"])
@requires(Permission.INVITE)
def new_invitation() -> ResponseReturnValue:
    """Ask whom to invite as what, and invite."""
    viewer, form = current_viewer(), InvitationForm()
    organisation = _organisation(viewer)
    fill_choices(form, viewer, _offered_roles(viewer, organisation))
    if form.validate_on_submit():
        try:
            return _made(*_invite(viewer, form, organisation))
        except AccountRuleError as error:
            form.role.errors = [ACCOUNT_RULES[error.rule]]
    page = render_template("admin/invitation_new.html", form=form, organisation=organisation)
    return page, 422 if form.is_submitted() else 200


def _invite(
    viewer: Viewer, form: InvitationForm, organisation: Organisation | None
) -> tuple[Invitation, str]:
    _count(form.address())
    place = wanted_place(form, organisation)
    given = Invited(
        role=place.role,
        organisation=place.organisation,
        office=place.office,
        login=form.address(),
        language=choose_language(),
    )
    return invite(db.session, viewer, given)


@blueprint.post("/invitations/<invitation_id>/resend")
@requires(Permission.REVOKE_INVITATION)
def resend(invitation_id: str) -> ResponseReturnValue:
    """Give an invitation a new code and send it again."""
    invitation: Invitation = found(Permission.REVOKE_INVITATION, invitation_id)
    _count(invitation.login)
    try:
        code = resend_invitation(db.session, current_viewer(), invitation, choose_language())
    except (InvitationEndedError, AccountRuleError):
        flash(_("This invitation cannot be sent again. Make a new one."), "error")
        return redirect(url_for(".invitations"))
    return _made(invitation, code)


@blueprint.post("/invitations/<invitation_id>/revoke")
@requires(Permission.REVOKE_INVITATION)
def revoke(invitation_id: str) -> ResponseReturnValue:
    """Make the code of an invitation useless."""
    invitation: Invitation = found(Permission.REVOKE_INVITATION, invitation_id)
    try:
        revoke_invitation(db.session, current_viewer(), invitation)
        flash(_("The invitation is withdrawn. Its code does not work any more."), "done")
    except (InvitationEndedError, AccountRuleError):
        flash(_("This invitation was accepted or withdrawn already."), "error")
    return redirect(url_for(".invitations"))
