"""The signed-in account of a request, by the session that its cookie names."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app, g, session
from flask_login import UserMixin, current_user
from werkzeug.exceptions import Unauthorized

from models.access_enums import SECOND_FACTOR_ROLES
from models.account import Account
from models.sign_in import AccountSession
from wasl.access.bearer import bearer_account, is_api_request
from wasl.access.viewer import Viewer, viewer_of
from wasl.extensions import db
from wasl.operations.sessions import find_session

SEEN = "seen"


@dataclass(eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a session. seen_at: as the database had it."""

    row: AccountSession
    token: str

    def __post_init__(self) -> None:
        self.account: Account = self.row.account
        self.session_id: int = self.row.id
        self.seen_at: datetime = self.row.seen_at

    def get_id(self) -> str:
        """Return the token, for the signed cookie."""
        return self.token


def last_seen() -> datetime | None:
    """Return when this browser was seen last, as its signed cookie says."""
    moment = session.get(SEEN)
    return datetime.fromtimestamp(moment, UTC) if isinstance(moment, int) else None


def load_signed_in(token: str) -> SignedIn | None:
    """Find what the token of a cookie stands for; none when the session has ended."""
    row = find_session(db.session, token, last_seen=last_seen())
    if row is None:
        return None
    g.signed_in = SignedIn(row, token)
    return cast("SignedIn", g.signed_in)


def find_session_now() -> SignedIn | None:
    """Return the session of this browser, also where only the password was given yet.

    None for the API: a cookie must not sign a program in.
    """
    if is_api_request() or not current_user or not current_user.is_authenticated:
        return None
    return cast("SignedIn", current_user._get_current_object())


def needs_second_factor(account: Account) -> bool:
    """Tell whether an account signs in with a second factor: it must, or it wants to."""
    must = current_app.config["SETTINGS"].second_factor and account.role in SECOND_FACTOR_ROLES
    factor = account.second_factor
    return must or (factor is not None and factor.confirmed_at is not None)


def second_factor_missing() -> bool:
    """Tell whether the password was given and the second factor is still to come."""
    who = find_session_now()
    if who is None or who.row.second_factor_at is not None:
        return False
    return needs_second_factor(who.account)


def find_account() -> Account | None:
    """Return the account that is signed in, wholly; none when a second factor is missing."""
    if is_api_request():
        return bearer_account()
    who = find_session_now()
    return who.account if who is not None and not second_factor_missing() else None


def current_session() -> SignedIn:
    """Return the session of this browser; only for views that `requires` guards."""
    who = find_session_now()
    if who is None:
        raise Unauthorized
    return who


def current_account() -> Account:
    """Return the signed-in account; only for views that `requires` guards."""
    return bearer_account() or current_session().account


def current_viewer() -> Viewer:
    """Return the signed-in account as a viewer; only for views that `requires` guards."""
    return viewer_of(current_account())
