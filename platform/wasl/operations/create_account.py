"""Make an account."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Agency, Role
from models.opportunity import Organisation
from wasl.operations.authenticate_account import hasher

SHORTEST_PASSWORD = 10


class AccountError(ValueError):
    """The account cannot be made; the message says why."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What an account is made of."""

    email: str
    password: str
    display_name: str
    role: Role
    organisation: Organisation | None = None
    agency: Agency | None = None
    office: str | None = None
    language: str = "ar"


def create_account(session: Session, given: NewAccount) -> Account:
    """Add an account and return it.

    Raises AccountError when the e-mail is taken or is none, the password is short, or an
    employer comes without an organisation (or somebody else with one).
    """
    email = given.email.strip().lower()
    name, _, domain = email.partition("@")
    if not name or "." not in domain:
        raise AccountError(f"{given.email!r} is not an e-mail address")
    if len(given.password) < SHORTEST_PASSWORD:
        raise AccountError(f"the password needs at least {SHORTEST_PASSWORD} characters")
    if (given.role is Role.EMPLOYER) != (given.organisation is not None):
        raise AccountError("an employer, and only an employer, belongs to an organisation")
    if session.scalar(select(Account.id).where(Account.email == email)):
        raise AccountError(f"there is an account with {email} already")
    account = Account(
        email=email,
        display_name=given.display_name.strip() or email,
        password_hash=hasher.hash(given.password),
        role=given.role,
        organisation=given.organisation,
        agency=given.agency,
        office=given.office,
        language=given.language,
    )
    session.add(account)
    session.flush()
    return account
