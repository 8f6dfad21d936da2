"""The signed-in account of a request."""

import hashlib
from typing import cast

from flask_login import UserMixin, current_user
from sqlalchemy import select
from werkzeug.exceptions import Unauthorized

from models.account import Account
from wasl.access.viewer import Viewer, viewer_of
from wasl.extensions import db


def _session_id(account: Account) -> str:
    # With the password in it, changing the password ends all other sessions.
    mark = hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]
    return f"{account.public_id}.{mark}"


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of an account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """Name the account and its present password, for the session cookie."""
        return _session_id(self.account)


def load_signed_in(session_id: str) -> SignedIn | None:
    """Find the active account of a session; none when it was closed or its password changed."""
    statement = (
        select(Account)
        .where(Account.public_id == session_id.partition(".")[0])
        .execution_options(populate_existing=True)
    )
    account = db.session.scalar(statement)
    if account is None or not account.active or _session_id(account) != session_id:
        return None
    return SignedIn(account)


def find_account() -> Account | None:
    """Return the signed-in account, or none when nobody is signed in."""
    if not current_user or not current_user.is_authenticated:
        return None
    return cast("SignedIn", current_user).account


def current_account() -> Account:
    """Return the signed-in account; only for views that `requires` guards."""
    account = find_account()
    if account is None:
        raise Unauthorized
    return account


def current_viewer() -> Viewer:
    """Return the signed-in account as a viewer; only for views that `requires` guards."""
    return viewer_of(current_account())
