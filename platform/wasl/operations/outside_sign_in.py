"""Who somebody is that a ministry's provider (OpenID Connect) has signed in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from wasl.operations.authenticate_account import may_sign_in
from wasl.operations.logins import find_by_login

_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class OutsideIdentity:
    """What a provider says of somebody; the token was checked.

    second_factor: the provider has asked for one (`mfa` among the methods, RFC 8176).
    """

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    second_factor: bool

    @property
    def key(self) -> str:
        """The name by which an account is linked: a subject is unique for its issuer only."""
        return f"{self.issuer} {self.subject}"


class NotKnownError(Exception):
    """There is no account for this identity; `why` is for the audit log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _first_time(session: Session, identity: OutsideIdentity) -> Account:
    if not identity.email or not identity.email_verified:
        raise NotKnownError("outside_email")
    account = find_by_login(session, identity.email)
    if account is None:
        raise NotKnownError("outside_unknown")
    if account.outside_subject is not None:
        raise NotKnownError("outside_other")  # linked to somebody else at the provider
    return account


def find_outside_account(session: Session, identity: OutsideIdentity) -> Account:
    """Return the account of an identity: by its subject, or the first time by verified e-mail.

    Links the account the first time; never makes one. Raises NotKnownError.
    """
    if len(identity.key) > _LONGEST:
        raise NotKnownError("outside_unknown")
    account = session.scalar(select(Account).where(Account.outside_subject == identity.key))
    if account is None:
        account = _first_time(session, identity)
    if not may_sign_in(account):
        raise NotKnownError("closed")
    account.outside_subject = identity.key
    return account
