"""What an organisation runs for a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Organisation
from models.stakeholder import Programme
from wasl.access.viewer import Viewer
from wasl.operations.stakeholders.errors import StakeholderRule, StakeholderRuleError
from wasl.operations.stakeholders.traces import check_governorate, note_change


@dataclass(frozen=True, kw_only=True)
class ProgrammeLine:
    """A programme. governorate: empty for the whole country."""

    name: str
    about: str = ""
    governorate: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def find_programme(session: Session, organisation: Organisation, programme_id: str) -> Programme:
    """Return a programme of an organisation by its public id, and hold it.

    Raises StakeholderRuleError when it is not there.
    """
    found = session.scalar(
        select(Programme)
        .where(Programme.public_id == programme_id, Programme.organisation_id == organisation.id)
        .with_for_update()
    )
    if found is None:
        raise StakeholderRuleError(StakeholderRule.ENDED)
    return found


def add_programme(
    session: Session, by: Viewer, organisation: Organisation, line: ProgrammeLine
) -> Programme:
    """Add a programme. Raises StakeholderRuleError."""
    added = Programme(organisation_id=organisation.id, **_checked(session, line))
    session.add(added)
    session.flush()
    note_change(session, by, organisation, "programme_added", [])
    return added


def change_programme(
    session: Session, by: Viewer, organisation: Organisation, programme_id: str, line: ProgrammeLine
) -> None:
    """Change a programme. Raises StakeholderRuleError."""
    programme, wanted = find_programme(session, organisation, programme_id), _checked(session, line)
    changed = [name for name, value in wanted.items() if getattr(programme, name) != value]
    for name in changed:
        setattr(programme, name, wanted[name])
    session.flush()
    if changed:
        note_change(session, by, organisation, "programme_changed", changed)


def remove_programme(
    session: Session, by: Viewer, organisation: Organisation, programme_id: str
) -> None:
    """Remove a programme that was written down by mistake; one that is over has its last day.

    Raises StakeholderRuleError when it is not there.
    """
    session.delete(find_programme(session, organisation, programme_id))
    session.flush()
    note_change(session, by, organisation, "programme_removed", [])


def _checked(session: Session, line: ProgrammeLine) -> dict[str, str | date | None]:
    name = " ".join(line.name.split())
    if not name:
        raise StakeholderRuleError(StakeholderRule.NAME_MISSING)
    if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
        raise StakeholderRuleError(StakeholderRule.DATES)
    check_governorate(session, line.governorate)
    return {
        "name": name,
        "about": line.about.strip() or None,
        "governorate_code": line.governorate or None,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
    }
