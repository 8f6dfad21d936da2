"""Who may give which role to somebody, and where: one table, read by operations and pages."""

from collections.abc import Mapping
from enum import StrEnum

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.enums import Role
from wasl.access.viewer import Viewer


class Where(StrEnum):
    """In whose name the new colleague may work."""

    ANYWHERE = "anywhere"
    OWN_OFFICE = "own_office"
    OWN_ORGANISATION = "own_organisation"
    CASELOAD = "caseload"


# An administrator sees no person, so returnees are invited by who works with them; programs of
# institutions sign in with tokens, not with invitations.
_BY_ADMINISTRATOR = frozenset(Role) - {Role.RETURNEE, Role.API_CLIENT}

GRANTS: Mapping[Role, Mapping[Role, Where]] = {
    Role.ADMINISTRATOR: dict.fromkeys(_BY_ADMINISTRATOR, Where.ANYWHERE),
    Role.OFFICE_MANAGER: {
        **dict.fromkeys(OFFICE_ROLES, Where.OWN_OFFICE),
        Role.RETURNEE: Where.CASELOAD,
    },
    Role.CASEWORKER: {Role.RETURNEE: Where.CASELOAD},
    Role.EMPLOYER_OWNER: dict.fromkeys(EMPLOYER_ROLES, Where.OWN_ORGANISATION),
}
# Memberships that are never turned into another kind: the account is closed, a new one is made.
FIXED_ROLES = frozenset({Role.RETURNEE, Role.API_CLIENT})


def grantable_roles(viewer: Viewer) -> list[Role]:
    """Return the roles that somebody may give to colleagues, in the order of `Role`."""
    granted = GRANTS.get(viewer.role, {}) if viewer.role else {}
    return [role for role in Role if granted.get(role, Where.CASELOAD) is not Where.CASELOAD]


def may_grant(
    viewer: Viewer, role: Role, *, organisation_id: int | None = None, office_id: int | None = None
) -> bool:
    """Tell whether somebody may give a role in the name of an organisation or office.

    For a returnee (`Where.CASELOAD`) whoever asks has found the person through `scope` already.
    """
    if viewer.is_system:
        return True
    where = GRANTS.get(viewer.role, {}).get(role) if viewer.role else None
    if where is Where.OWN_OFFICE:
        return office_id is not None and office_id == viewer.office_id
    if where is Where.OWN_ORGANISATION:
        return organisation_id is not None and organisation_id == viewer.organisation_id
    return where is not None
