"""Whom to write to in an organisation: its accounts, and its roles that want invitations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES
from models.account import Account, Membership
from models.stakeholder import ContactRole
from wasl.messages.registry import template_of
from wasl.operations.queue_message import queue_message

CONTACTS_READ = "ar"
"""The language of mail to roles: what they read nobody asked, and Arabic all offices read."""


@dataclass(frozen=True)
class Recipient:
    """An address of an organisation. account: who signs in with it, or none for a role."""

    address: str
    language: str
    account: Account | None = None


def recipients_by_organisation(
    session: Session, organisation_ids: Iterable[int]
) -> dict[int, list[Recipient]]:
    """Return the addresses of several organisations; one that has none is not among them."""
    wanted = sorted(set(organisation_ids))
    found: dict[int, dict[str, Recipient]] = {}
    for key, account in session.execute(
        select(Membership.organisation_id, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id.in_(wanted),
            Membership.role.in_(EMPLOYER_ROLES),
            Membership.revoked_at.is_(None),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
        )
        .order_by(Account.id)
    ):
        if account.login and key is not None:
            one = Recipient(account.login, account.language, account)
            found.setdefault(key, {}).setdefault(one.address, one)
    for role in session.scalars(
        select(ContactRole)
        .where(
            ContactRole.organisation_id.in_(wanted),
            ContactRole.invited,
            ContactRole.ended_at.is_(None),
        )
        .order_by(ContactRole.id)
    ):
        address = role.email or role.phone
        if address:
            held = found.setdefault(role.organisation_id, {})
            held.setdefault(address, Recipient(address, CONTACTS_READ))
    return {key: list(one.values()) for key, one in found.items()}


def write_to(
    session: Session,
    organisation_ids: Iterable[int],
    template: str,
    values_of: Callable[[int, str], Mapping[str, Any]],
) -> frozenset[int]:
    """Queue a message to each address of some organisations; return those that have one.

    values_of: what there is to say to an organisation in a language; the template takes what it
    needs of it.
    """
    wanted, needs = list(organisation_ids), template_of(template).needs
    found = recipients_by_organisation(session, wanted)
    for organisation_id in wanted:
        for recipient in found.get(organisation_id, ()):
            values = values_of(organisation_id, recipient.language)
            queue_message(
                session,
                template,
                {name: values[name] for name in needs},
                language=recipient.language,
                address=recipient.address,
                account=recipient.account,
            )
    return frozenset(found)
