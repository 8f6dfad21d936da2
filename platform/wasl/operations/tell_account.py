"""Tell the owner of an account something, where they sign in from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.account import Account
from wasl.operations.queue_message import queue_message


def tell_account(
    session: Session, account: Account, template: str, params: Mapping[str, Any] | None = None
) -> None:
    """Queue a message to an account's login; one without a login is told nothing."""
    if account.login is not None:
        queue_message(
            session,
            template,
            params or {},
            language=account.language,
            address=account.login,
            account=account,
        )
