"""Say who an organisation is, and where it works."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.capacity import Capacity, Workplace
from models.enums import PlaceLevel
from models.opportunity import Organisation
from models.place import Place
from models.referral_enums import OrganisationSize
from models.taxonomy import Sector
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.profile.errors import (
    ProfileChangedError,
    ProfileRule,
    ProfileRuleError,
    ProfileWordingError,
)
from wasl.operations.vet_organisation import hold_organisation
from wasl.wording import TAKING, WordingRule, check_texts

# Nobody reads this before it is public: what would hold a posting as fraud is not kept here.
_NEVER_SHOWN = TAKING | {WordingRule.MESSENGER}
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, kw_only=True)
class Described:
    """What an organisation says about itself. sector: of ISIC Rev. 4; places: governorates."""

    sector: str
    size: OrganisationSize | None
    places: frozenset[str]
    about: str = ""
    website: str = ""


def workplaces_of(session: Session, organisation: Organisation) -> list[str]:
    """Return the governorates where an organisation works, in the order of their codes."""
    statement = select(Workplace.governorate_code).where(
        Workplace.organisation_id == organisation.id
    )
    return list(session.scalars(statement.order_by(Workplace.governorate_code)))


def running_capacities(session: Session, organisation: Organisation) -> list[Capacity]:
    """Return the lines of a profile that have not ended, in the order they were added."""
    statement = select(Capacity).where(
        Capacity.organisation_id == organisation.id, Capacity.ended_at.is_(None)
    )
    return list(session.scalars(statement.order_by(Capacity.id)))


def state_of(organisation: Organisation) -> str:
    """Return a word for the state that a profile is in; each change makes another one."""
    return organisation.profile_at.isoformat() if organisation.profile_at else ""


def hold_profile(session: Session, organisation: Organisation, seen: str) -> None:
    """Lock an organisation and read it anew.

    seen: the state that somebody had before their eyes. Raises ProfileChangedError when the
    profile was changed since.
    """
    hold_organisation(session, organisation)
    if state_of(organisation) != seen:
        raise ProfileChangedError


def set_profile(
    session: Session,
    by: Viewer,
    organisation: Organisation,
    described: Described,
    *,
    seen: str,
) -> None:
    """Keep what an organisation says about itself.

    Raises ProfileRuleError, ProfileWordingError, ProfileChangedError.
    """
    for finding in check_texts({"about": described.about, "website": described.website}):
        if finding.code in _NEVER_SHOWN:
            raise ProfileWordingError(finding)
    hold_profile(session, organisation, seen)
    _check_places(session, organisation, described.places)
    if session.get(Sector, described.sector) is None:
        raise ProfileRuleError(ProfileRule.SECTOR_UNKNOWN)
    wanted = {
        "sector_code": described.sector,
        "size": described.size,
        "about": described.about.strip() or None,
        "website": website_of(described.website),
    }
    changed = [name for name, value in wanted.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, wanted[name])
    if _set_places(session, organisation, described.places):
        changed.append("workplaces")
    organisation.profile_at = utc_now()
    session.flush()
    note_profile(session, by, organisation, changed or ["profile_at"])


def website_of(text: str) -> str | None:
    """Return an address of a website in full; none for an empty text. Raises ProfileRuleError."""
    given = text.strip()
    if not given:
        return None
    whole = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        raise ProfileRuleError(ProfileRule.WEBSITE) from None
    usual = parts.scheme.lower() in _SCHEMES and "." in (parts.hostname or "")
    if not usual or parts.username or any(sign.isspace() or sign in "<>\"'" for sign in whole):
        raise ProfileRuleError(ProfileRule.WEBSITE)
    return whole


def _check_places(session: Session, organisation: Organisation, places: frozenset[str]) -> None:
    if not places:
        raise ProfileRuleError(ProfileRule.NO_PLACE)
    governorates = Place.level == PlaceLevel.GOVERNORATE
    known = set(session.scalars(select(Place.code).where(governorates, Place.code.in_(places))))
    if known != places:
        raise ProfileRuleError(ProfileRule.PLACE_UNKNOWN)
    named = {line.governorate_code for line in running_capacities(session, organisation)}
    if named - {None} - places:
        raise ProfileRuleError(ProfileRule.PLACE_IN_USE)


def _set_places(session: Session, organisation: Organisation, places: frozenset[str]) -> bool:
    """Keep where an organisation works; return whether that is new."""
    before = set(workplaces_of(session, organisation))
    gone, new = before - places, places - before
    of_it = Workplace.organisation_id == organisation.id
    session.execute(delete(Workplace).where(of_it, Workplace.governorate_code.in_(gone)))
    session.add_all(
        Workplace(organisation_id=organisation.id, governorate_code=code) for code in sorted(new)
    )
    return bool(gone or new)


def note_profile(
    session: Session, by: Viewer, organisation: Organisation, columns: list[str]
) -> None:
    """Record what of a profile changed."""
    subject = ("organisation", organisation.public_id)
    record(session, by, AuditAction.ORGANISATION_CHANGED, subject=subject, columns=columns)
