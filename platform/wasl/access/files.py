"""Which kinds of files somebody sends in, and sees of what they sent."""

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.enums import ImportKind, Role
from wasl.access.viewer import Viewer


def kinds_of_files(viewer: Viewer) -> tuple[ImportKind, ...]:
    """Return the kinds that are somebody's business by their role; all are the system's.

    Lists of people stay with offices, files of roundtables with the secretariat that writes what
    was promised there: whoever changes from one to the other leaves theirs behind.
    """
    if viewer.is_system:
        return tuple(ImportKind)
    if viewer.role in OFFICE_ROLES:
        return (ImportKind.INTAKE, ImportKind.OPPORTUNITIES)
    if viewer.role in EMPLOYER_ROLES:
        return (ImportKind.OPPORTUNITIES,)
    return (ImportKind.ROUND_TABLES,) if viewer.role is Role.SECRETARIAT else ()
