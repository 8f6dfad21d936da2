"""The one table of roles and permissions; the guard, the pages and the tests read it."""

from collections.abc import Mapping

from models.enums import Role
from wasl.access.permissions import Permission

ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.CASEWORKER: frozenset(
        {
            Permission.USE_ACCOUNT,
            Permission.SEE_PEOPLE,
            Permission.SEE_ALL_OPPORTUNITIES,
            Permission.SEE_MATCHES,
            Permission.RUN_MATCHING,
            Permission.CHECK_TITLES,
            Permission.MOVE_OPPORTUNITIES,
            Permission.IMPORT_FILES,
        }
    ),
    # An employer sees work cards, never people: not one permission that shows an identity.
    Role.EMPLOYER: frozenset(
        {
            Permission.USE_ACCOUNT,
            Permission.SEE_OWN_OPPORTUNITIES,
            Permission.SEE_WORK_CARDS,
        }
    ),
}
