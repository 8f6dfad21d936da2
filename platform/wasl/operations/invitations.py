"""Invite somebody to make their account: a code that is used once, in a message or on paper."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Membership
from models.base import utc_now
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from models.person import Person
from models.sign_in import Invitation
from wasl.access.granting import may_grant
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.account_rules import AccountRule, AccountRuleError
from wasl.operations.logins import normalise_login
from wasl.operations.memberships import Place, check_may_give
from wasl.operations.one_time_codes import code_digest, new_code
from wasl.operations.queue_message import queue_message
from wasl.operations.withdraw_invitations import withdraw_invitations

VALID = timedelta(days=14)


class InvitationEndedError(Exception):
    """The invitation was accepted or withdrawn, or the person has an account by now."""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Whom to invite as what. login: where the code is sent; none: it goes on paper.

    person: whose record it is, for a returnee. language: of the message.
    """

    role: Role
    organisation: Organisation | None = None
    office: Office | None = None
    person: Person | None = None
    login: str | None = None
    language: str = "ar"


def _check_person(session: Session, by: Viewer, given: Invited) -> None:
    """Raise unless a returnee is invited to their own record by somebody who works with them."""
    if (given.role is Role.RETURNEE) != (given.person is not None):
        raise AccountRuleError(AccountRule.PLACE_MISSING)
    if given.person is None:
        return
    permission = Permission.INVITE_RETURNEE
    if not by.is_system and find(session, by, permission, given.person.public_id) is None:
        raise AccountRuleError(AccountRule.NOT_YOURS)
    if _has_account(session, given.person.id):
        raise AccountRuleError(AccountRule.HAS_ROLE)


def _has_account(session: Session, person_id: int) -> bool:
    statement = select(Membership.id).where(
        Membership.person_id == person_id, Membership.revoked_at.is_(None)
    )
    return session.scalar(statement) is not None


def _send(session: Session, invitation: Invitation, code: str, language: str) -> None:
    """Queue the message with the code, when there is an address to send it to."""
    if invitation.login is None:
        return
    queue_message(
        session,
        "invitation",
        {"code": code, "until": invitation.expires_at},
        language=language,
        address=invitation.login,
        person=invitation.person,
    )


def invite(session: Session, by: Viewer, given: Invited) -> tuple[Invitation, str]:
    """Invite somebody; return the invitation and its code, which is kept nowhere.

    With a login the code is sent there, and only whoever reads that message should see it.
    Whether there is an account with this login already is not told, to nobody who invites.
    Raises AccountRuleError, and LoginError for what is neither e-mail address nor phone number.
    """
    check_may_give(by, Place(role=given.role, organisation=given.organisation, office=given.office))
    _check_person(session, by, given)
    if given.person is not None:  # one slip at a time lies about
        withdraw_invitations(session, Invitation.person_id == given.person.id)
    code = new_code()
    invitation = Invitation(
        code_digest=code_digest(code),
        role=given.role,
        organisation=given.organisation,
        office=given.office,
        person=given.person,
        login=normalise_login(given.login) if given.login else None,
        invited_by_id=by.account_id,
        expires_at=utc_now() + VALID,
    )
    session.add(invitation)
    session.flush()
    _send(session, invitation, code, given.language)
    record(
        session,
        by,
        AuditAction.INVITED,
        person=given.person.public_id if given.person else None,
        subject=("invitation", invitation.public_id),
        role=given.role.value,
    )
    return invitation, code


def is_open(invitation: Invitation) -> bool:
    """Tell whether the code of an invitation can still be used."""
    waiting = invitation.accepted_at is None and invitation.revoked_at is None
    return waiting and utc_now() < invitation.expires_at


def _check_reach(session: Session, by: Viewer, invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationEndedError
    if by.is_system:
        return
    in_reach = find(session, by, Permission.REVOKE_INVITATION, invitation.public_id)
    place = {"organisation_id": invitation.organisation_id, "office_id": invitation.office_id}
    if in_reach is None or not may_grant(by, invitation.role, **place):
        raise AccountRuleError(AccountRule.MAY_NOT_GIVE)


def resend_invitation(session: Session, by: Viewer, invitation: Invitation, language: str) -> str:
    """Give an invitation a new code and 14 new days, and send it again; the old code is void.

    Whoever sends it answers for it from now on. Raises InvitationEndedError, AccountRuleError.
    """
    _check_reach(session, by, invitation)
    code = new_code()
    invitation.code_digest = code_digest(code)
    invitation.expires_at = utc_now() + VALID
    invitation.invited_by_id = by.account_id
    session.flush()
    _send(session, invitation, code, language)
    subject = ("invitation", invitation.public_id)
    record(session, by, AuditAction.INVITED, subject=subject, role=invitation.role.value)
    return code


def revoke_invitation(session: Session, by: Viewer, invitation: Invitation) -> None:
    """Make the code of an invitation useless. Raises InvitationEndedError, AccountRuleError."""
    _check_reach(session, by, invitation)
    invitation.revoked_at = utc_now()
    subject = ("invitation", invitation.public_id)
    record(session, by, AuditAction.INVITATION_REVOKED, subject=subject)
