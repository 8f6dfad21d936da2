"""Find an office by its agency and name, or add it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.enums import Agency
from models.office import Office


def ensure_office(
    session: Session, agency: Agency, name: str, governorate_code: str | None = None
) -> Office:
    """Return the office of an agency with this name, adding it when there is none."""
    key = fold(name)
    found = session.scalar(select(Office).where(Office.agency == agency, Office.name_key == key))
    if found is None:
        found = Office(
            agency=agency, name=name.strip(), name_key=key, governorate_code=governorate_code
        )
        session.add(found)
        session.flush()
    return found
