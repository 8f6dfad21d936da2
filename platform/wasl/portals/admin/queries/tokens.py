"""Programs and their tokens, for the administrator's page."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.account import Account, Membership
from models.enums import Role
from models.sign_in import ApiToken
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.paging import Page, cut


def list_tokens(session: Session, viewer: Viewer, number: int) -> Page[ApiToken]:
    """Return a page of tokens with their programs, the newest first."""
    found = select(ApiToken).where(visible(viewer, Permission.MANAGE_TOKENS))
    part = cut(session, found.with_only_columns(ApiToken.id), number)
    ordered = found.options(joinedload(ApiToken.account)).order_by(ApiToken.id.desc())
    return part.page(session.scalars(ordered.offset(part.offset).limit(part.size)).all())


def list_programs(session: Session) -> Sequence[Account]:
    """Return the programs that can be given a token, the newest first."""
    return (
        session.scalars(
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.role == Role.API_CLIENT,
                Membership.revoked_at.is_(None),
                Account.suspended_at.is_(None),
                Account.closed_at.is_(None),
            )
            .order_by(Account.id.desc())
        )
        .unique()
        .all()
    )
