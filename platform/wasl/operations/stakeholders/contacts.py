"""Roles in an organisation whom one can write to, and who holds them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.opportunity import Organisation
from models.stakeholder import ContactRole
from wasl.access.viewer import Viewer
from wasl.operations.hold_row import hold_row
from wasl.operations.logins import LoginError, normalise_login
from wasl.operations.stakeholders.errors import (
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.traces import note_change


@dataclass(frozen=True, kw_only=True)
class ContactLine:
    """A role, and who holds it. invited: invitations and minutes go to its e-mail address."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""
    invited: bool = True


def line_of(contact: ContactRole) -> ContactLine:
    """Return a role as it is kept, in the words of the form that changes it."""
    return ContactLine(
        role=contact.role,
        name=contact.name or "",
        email=contact.email or "",
        phone=contact.phone or "",
        invited=contact.invited,
    )


def hold_contact(
    session: Session, organisation: Organisation, contact_id: str, *, seen: int
) -> ContactRole:
    """Lock a role of an organisation, by its public id, and read it anew.

    seen: the version that was before somebody's eyes. Raises StakeholderRuleError when the role is
    not there, or not any more, StakeholderChangedError when another version is there now.
    """
    found = session.scalar(
        select(ContactRole).where(
            ContactRole.public_id == contact_id, ContactRole.organisation_id == organisation.id
        )
    )
    if found is None:
        raise StakeholderRuleError(StakeholderRule.ENDED)
    hold_row(session, found)
    if found.ended_at is not None:
        raise StakeholderRuleError(StakeholderRule.ENDED)
    if found.version != seen:
        raise StakeholderChangedError
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
    session: Session,
    by: Viewer,
    organisation: Organisation,
    contact_id: str,
    line: ContactLine,
    *,
    seen: int,
) -> None:
    """Change a role of an organisation, or who holds it.

    Raises StakeholderRuleError, StakeholderChangedError.
    """
    wanted = _checked(line)
    contact = hold_contact(session, organisation, contact_id, seen=seen)
    changed = [name for name, value in wanted.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, wanted[name])
    session.flush()
    if changed:
        note_change(session, by, organisation, "contact_changed", changed)


def end_contact(
    session: Session, by: Viewer, organisation: Organisation, contact_id: str, *, seen: int
) -> None:
    """End a role: nobody is written to there any more, and who held it is not kept.

    Raises StakeholderRuleError when it had ended before, StakeholderChangedError.
    """
    end_role(session, by, hold_contact(session, organisation, contact_id, seen=seen))


def end_role(session: Session, by: Viewer, contact: ContactRole) -> None:
    """End a role that is held and has not ended yet; who held it is not kept."""
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
