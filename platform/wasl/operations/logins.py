"""What somebody signs in with: an e-mail address or a phone number, found by its keyed digest."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.sealed import keys_of
from wasl.files.errors import CellError
from wasl.files.people import parse_phone

PURPOSE = "login"
# What would make one address two in the head of an e-mail, or is not seen when it is read.
_NEVER_IN_AN_ADDRESS = frozenset(',;:<>()[]"\\@')


class LoginError(ValueError):
    """What was given is neither an e-mail address nor a phone number."""


def normalise_login(text: str) -> str:
    """Return an e-mail address in lower case or a phone number in E.164. Raises LoginError."""
    login = text.strip().lower()
    name, at, domain = login.partition("@")
    if at:
        if not name or "." not in domain or not _is_one_address(name + domain):
            raise LoginError(f"{text!r} is not an e-mail address")
        return login
    phone = _phone(text) if any(sign.isdigit() for sign in text) else None
    if phone is None or not phone.startswith("+"):
        raise LoginError(f"{text!r} is neither an e-mail address nor a phone number")
    return phone


def _phone(text: str) -> str | None:
    try:
        return parse_phone(text)
    except CellError:  # longer than any number
        return None


def _is_one_address(signs: str) -> bool:
    """Tell whether nothing is among the signs that ends an address, or that nobody sees."""
    seen = all(sign.isprintable() and not sign.isspace() for sign in signs)
    return seen and _NEVER_IN_AN_ADDRESS.isdisjoint(signs)


def comparable_login(text: str) -> str:
    """Return a login as it is kept, or, where it is none, what was typed without case and space."""
    try:
        return normalise_login(text)
    except LoginError:
        return "".join(text.lower().split())


def login_index(session: Session, login: str) -> str:
    """Return the digest to keep with a normalised login."""
    return keys_of(session.get_bind().dialect).index(PURPOSE, login)


def find_by_login(session: Session, text: str) -> Account | None:
    """Return the account of an e-mail address or phone number as somebody typed it, or none."""
    try:
        login = normalise_login(text)
    except LoginError:
        return None
    digests = keys_of(session.get_bind().dialect).indexes(PURPOSE, login)
    return session.scalar(select(Account).where(Account.login_index.in_(digests)))
