"""Roles in an organisation whom one can write to, and who holds them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.opportunity import Organisation
from models.stakeholder import ContactRole
from wasl.access.viewer import Viewer
from wasl.operations.logins import LoginError, normalise_login
from wasl.operations.stakeholders.errors import StakeholderRule, StakeholderRuleError
from wasl.operations.stakeholders.traces import note_change


@dataclass(frozen=True, kw_only=True)
class ContactLine:
    """A role, and who holds it. invited: invitations and minutes go to its e-mail address."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""
    invited: bool = True


def find_contact(session: Session, organisation: Organisation, contact_id: str) -> ContactRole:
    """Return a role of an organisation that has not ended, by its public id, and hold it.

    Raises StakeholderRuleError when it is not there, or not any more.
    """
    found = session.scalar(
        select(ContactRole)
        .where(
            ContactRole.public_id == contact_id,
            ContactRole.organisation_id == organisation.id,
            ContactRole.ended_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        raise StakeholderRuleError(StakeholderRule.ENDED)
    return found


def add_contact(
    session: Session, by: Viewer, organisation: Organisation, line: ContactLine
) -> ContactRole:
    """Add a role of an organisation. Raises StakeholderRuleError."""
    added = ContactRole(organisation_id=organisation.id, **_checked(line))
    session.add(added)
    session.flush()
    note_change(session, by, organisation, "contact_added", [])
    return added


def change_contact(
    session: Session, by: Viewer, organisation: Organisation, contact_id: str, line: ContactLine
) -> None:
    """Change a role of an organisation, or who holds it. Raises StakeholderRuleError."""
    contact, wanted = find_contact(session, organisation, contact_id), _checked(line)
    changed = [name for name, value in wanted.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, wanted[name])
    session.flush()
    if changed:
        note_change(session, by, organisation, "contact_changed", changed)


def end_contact(session: Session, by: Viewer, organisation: Organisation, contact_id: str) -> None:
    """End a role: nobody is written to there any more, and who held it is not kept.

    Raises StakeholderRuleError when it had ended before.
    """
    end_role(session, by, find_contact(session, organisation, contact_id))


def end_role(session: Session, by: Viewer, contact: ContactRole) -> None:
    """End a role that has not ended yet; who held it is not kept."""
    contact.ended_at = utc_now()
    contact.invited = False
    contact.name = contact.email = contact.phone = None
    session.flush()
    note_change(session, by, contact.organisation, "contact_ended", [])


def _checked(line: ContactLine) -> dict[str, str | bool | None]:
    role = " ".join(line.role.split())
    if not role:
        raise StakeholderRuleError(StakeholderRule.ROLE_MISSING)
    return {
        "role": role,
        "name": " ".join(line.name.split()) or None,
        "email": _reachable(line.email, StakeholderRule.EMAIL),
        "phone": _reachable(line.phone, StakeholderRule.PHONE),
        "invited": line.invited,
    }


def _reachable(text: str, rule: StakeholderRule) -> str | None:
    """Return an e-mail address or phone number as one can be written to; none for an empty text."""
    if not text.strip():
        return None
    try:
        known = normalise_login(text)
    except LoginError:
        raise StakeholderRuleError(rule) from None
    if ("@" in known) != (rule is StakeholderRule.EMAIL):
        raise StakeholderRuleError(rule)
    return known
