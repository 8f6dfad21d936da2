"""`GET /api/v1/account`: which program asks, and until when its token holds."""

from dataclasses import dataclass
from typing import Self

from models.account import Account
from models.sign_in import ApiToken
from wasl.access import Permission, current_account, requires
from wasl.access.bearer import bearer_token
from wasl.api.v1.blueprint import as_json, blueprint


@dataclass(frozen=True, kw_only=True)
class TokenData:
    """The token that was shown. expires_at: ISO 8601, UTC."""

    id: str
    name: str
    expires_at: str

    @classmethod
    def of(cls, token: ApiToken) -> Self:
        """Return a token as data; its secret is not known here."""
        return cls(id=token.public_id, name=token.name, expires_at=token.expires_at.isoformat())


@dataclass(frozen=True, kw_only=True)
class AccountData:
    """The account of the program. role: as in the access table."""

    id: str
    name: str
    role: str
    token: TokenData | None

    @classmethod
    def of(cls, account: Account, token: ApiToken | None) -> Self:
        """Return an account as data."""
        return cls(
            id=account.public_id,
            name=account.display_name,
            role=account.role.value if account.role else "",
            token=TokenData.of(token) if token else None,
        )


@blueprint.get("/account")
@requires(Permission.USE_API)
@as_json
def account() -> AccountData:
    """Say who asks, and until when the token holds."""
    return AccountData.of(current_account(), bearer_token())
