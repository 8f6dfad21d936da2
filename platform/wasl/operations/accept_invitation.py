"""Join with a code: whoever holds it makes their own account, once."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, Membership
from models.base import utc_now
from models.sign_in import Invitation
from wasl.access.viewer import NOBODY, viewer_of
from wasl.audit.record import record
from wasl.operations.create_account import NewAccount, check_new_password, create_account
from wasl.operations.invitations import is_open
from wasl.operations.logins import find_by_login, normalise_login
from wasl.operations.one_time_codes import code_digest, normalise_code


class InvitationInvalidError(Exception):
    """No invitation can be accepted with this code; why not is told to nobody."""


class LoginTakenError(Exception):
    """The login cannot be used for a new account."""


@dataclass(frozen=True, kw_only=True)
class Joining:
    """What somebody who joins gives. The login of an invitation that was sent to one is kept."""

    display_name: str
    login: str
    password: str
    language: str


def find_invitation(session: Session, typed: str) -> Invitation | None:
    """Return the open invitation of a code as somebody typed it, or none."""
    code = normalise_code(typed)
    if code is None:
        return None
    found = session.scalar(select(Invitation).where(Invitation.code_digest == code_digest(code)))
    if found is None or not is_open(found):
        return None
    return None if found.office is not None and not found.office.active else found


def _claim(session: Session, invitation: Invitation) -> bool:
    """Use an invitation up; tell whether it was this one who did. One statement: two cannot."""
    claimed = session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(accepted_at=utc_now())
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[tuple[()]]", claimed).rowcount == 1


def _person_has_account(session: Session, invitation: Invitation) -> bool:
    statement = select(Membership.id).where(
        Membership.person_id == invitation.person_id, Membership.revoked_at.is_(None)
    )
    return invitation.person_id is not None and session.scalar(statement) is not None


def _new_account(invitation: Invitation, login: str, given: Joining) -> NewAccount:
    return NewAccount(
        login=login,
        password=given.password,
        display_name=given.display_name,
        role=invitation.role,
        organisation=invitation.organisation,
        office=invitation.office,
        person=invitation.person,
        language=given.language,
    )


def _make_account(session: Session, invitation: Invitation, new: NewAccount) -> Account:
    try:
        with session.begin_nested():
            account = create_account(session, NOBODY, new, way="invitation")
    except IntegrityError:
        raise LoginTakenError from None  # by somebody who was quicker by a moment
    account.memberships[0].granted_by_id = invitation.invited_by_id
    return account


def accept_invitation(session: Session, typed: str, given: Joining) -> Account:
    """Make the account that a code invites to, and return it.

    Raises InvitationInvalidError, LoginTakenError, LoginError, and AccountError for a password
    that is not good enough. Nothing is used up when it raises and the caller rolls back.
    """
    invitation = find_invitation(session, typed)
    if invitation is None or _person_has_account(session, invitation):
        raise InvitationInvalidError
    login = invitation.login or normalise_login(given.login)
    new = _new_account(invitation, login, given)
    # First: with a bad password nobody may try out, at no cost, which logins have an account.
    check_new_password(session, new)
    if find_by_login(session, login) is not None:
        raise LoginTakenError
    if not _claim(session, invitation):
        raise InvitationInvalidError
    account = _make_account(session, invitation, new)
    session.refresh(invitation)
    invitation.accepted_by_id = account.id
    session.flush()
    subject = ("invitation", invitation.public_id)
    who = viewer_of(account)
    role = invitation.role.value
    record(session, who, AuditAction.INVITATION_ACCEPTED, subject=subject, role=role)
    return account
