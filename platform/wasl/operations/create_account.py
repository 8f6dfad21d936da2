"""Make an account and give it its first membership."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES, AuditAction
from models.account import Account, Membership
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from models.person import Person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.logins import LoginError, find_by_login, login_index, normalise_login
from wasl.operations.passwords import (
    PasswordError,
    Weakness,
    check_password,
    hash_password,
    words_of,
)

DEMO = "demo"  # its passwords stand on the sign-in page; nothing keeps them from being guessed


class AccountError(ValueError):
    """The account cannot be made; `weakness` is set where it is for the password."""

    def __init__(self, message: str, weakness: Weakness | None = None) -> None:
        super().__init__(message)
        self.weakness = weakness


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What an account is made of. login: an e-mail address or a phone number."""

    login: str | None
    password: str | None
    display_name: str
    role: Role
    organisation: Organisation | None = None
    office: Office | None = None
    person: Person | None = None
    language: str = "ar"


def check_new_password(session: Session, given: NewAccount) -> None:
    """Raise AccountError unless the password that somebody chose can be used."""
    employer = given.organisation.name if given.organisation else None
    words = words_of(given.login, given.display_name, employer)
    try:
        check_password(session, given.password or "", words=words)
    except PasswordError as error:
        raise AccountError(str(error), error.weakness) from None


def _check(session: Session, given: NewAccount, way: str) -> str | None:
    if given.password is not None and way != DEMO:
        check_new_password(session, given)
    if (given.role in EMPLOYER_ROLES) != (given.organisation is not None):
        raise AccountError("an employer, and only an employer, belongs to an organisation")
    if (given.role in OFFICE_ROLES) != (given.office is not None):
        raise AccountError("a caseworker or office manager, and nobody else, belongs to an office")
    if given.login is None:
        return None
    try:
        login = normalise_login(given.login)
    except LoginError as error:
        raise AccountError(str(error)) from None
    if find_by_login(session, login) is not None:
        raise AccountError(f"there is an account with {login} already")
    return login


def create_account(session: Session, by: Viewer, given: NewAccount, *, way: str) -> Account:
    """Add an account with its membership and return it.

    way: how it came about, for the audit log: `command`, `invitation`, `registration`, `demo`.
    Raises AccountError when the login is taken or is none, the password is short, or what the
    role belongs to is missing.
    """
    login = _check(session, given, way)
    account = Account(
        login=login,
        login_index=login_index(session, login) if login else None,
        display_name=given.display_name.strip() or login or "",
        password_hash=hash_password(given.password) if given.password is not None else None,
        language=given.language,
    )
    account.memberships = [
        Membership(
            role=given.role,
            organisation=given.organisation,
            office=given.office,
            person=given.person,
            granted_by_id=by.account_id,
        )
    ]
    session.add(account)
    session.flush()
    session.refresh(account, ["membership"])
    subject = ("account", account.public_id)
    record(
        session, by, AuditAction.ACCOUNT_CREATED, subject=subject, role=given.role.value, way=way
    )
    return account
