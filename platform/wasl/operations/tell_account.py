"""Tell the owner of an account something, where they sign in from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.account import Account
from models.opportunity import Organisation
from wasl.operations.queue_message import queue_message
from wasl.shown_names import name_of


def tell_account(
    session: Session, account: Account, template: str, params: Mapping[str, Any] | None = None
) -> None:
    """Queue a message to an account's login; one without a login is told nothing.

    An organisation among the values is named in the language of the account.
    """
    if account.login is not None:
        said = {
            key: name_of(value, account.language) if isinstance(value, Organisation) else value
            for key, value in (params or {}).items()
        }
        queue_message(
            session,
            template,
            said,
            language=account.language,
            address=account.login,
            account=account,
        )
