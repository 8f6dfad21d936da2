"""Write down what an organisation is at the round table; make one that is not there yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.account import Membership
from models.opportunity import Organisation
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from models.taxonomy import Sector
from wasl.access.viewer import Viewer
from wasl.operations.organisation_names import (
    hold_names,
    name_key,
    similar_organisations,
    who_is_called,
)
from wasl.operations.profile.describe import website_of
from wasl.operations.profile.errors import ProfileRuleError
from wasl.operations.stakeholders.errors import (
    LooksLikeError,
    NameTakenError,
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.traces import check_governorate, note_change
from wasl.operations.vet_organisation import hold_organisation


@dataclass(frozen=True, kw_only=True)
class Described:
    """What is known of an organisation. The last three only where it does not say them itself."""

    kind: StakeholderKind
    short_name: str = ""
    mandate: str = ""
    services: str = ""
    sector: str | None = None
    governorate: str | None = None
    website: str = ""


def stakeholder_of(session: Session, organisation: Organisation) -> Stakeholder | None:
    """Return what an organisation is at the round table, or none: nobody wrote it down yet."""
    return session.get(Stakeholder, organisation.id)


def speaks_for_itself(session: Session, organisation: Organisation) -> bool:
    """Tell whether an organisation has accounts, so that its profile is its own to change."""
    if organisation.registered_at is not None or organisation.profile_at is not None:
        return True
    statement = select(Membership.id).where(Membership.organisation_id == organisation.id)
    return session.scalar(statement.limit(1)) is not None


def make_stakeholder(
    session: Session, by: Viewer, name: str, described: Described, *, surely_new: bool = False
) -> Organisation:
    """Make an organisation that is no employer with an account, as it is at the round table.

    It is not vetted: nothing that it would post is seen. Raises StakeholderRuleError,
    NameTakenError, and LooksLikeError unless somebody said that it is another one.
    """
    given = " ".join(name.split())
    if not given:
        raise StakeholderRuleError(StakeholderRule.NAME_MISSING)
    hold_names(session)
    _refuse_name(session, name_key(given), None)
    if not surely_new:
        alike = similar_organisations(session, Organisation(name=given))
        if alike:
            raise LooksLikeError([one.organisation for one in alike])
    _refuse_name(session, name_key(described.short_name), None)
    own = _own_values(session, described)
    made = Organisation(name=given, name_key=name_key(given))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody made it at the same moment
        _refuse_name(session, name_key(given), None)
        raise
    _write(session, made, described, own)
    note_change(session, by, made, "added", [])
    return made


def describe_stakeholder(
    session: Session, by: Viewer, organisation: Organisation, described: Described, *, seen: int
) -> None:
    """Keep what is known of an organisation. seen: the version that was read; 0 for none.

    Raises StakeholderRuleError, NameTakenError, StakeholderChangedError.
    """
    hold_organisation(session, organisation)
    known = session.get(Stakeholder, organisation.id, populate_existing=True)
    if (known.version if known else 0) != seen:
        raise StakeholderChangedError
    _refuse_name(session, name_key(described.short_name), organisation.id)
    own = {} if speaks_for_itself(session, organisation) else _own_values(session, described)
    changed = _write(session, organisation, described, own)
    if changed:
        note_change(session, by, organisation, "changed", changed)


def _write(
    session: Session,
    organisation: Organisation,
    described: Described,
    own: Mapping[str, str | None],
) -> list[str]:
    """Write what is known into the records; return the names of what is new."""
    short = " ".join(described.short_name.split()) or None
    wanted = {
        "kind": described.kind,
        "short_name": short,
        "short_key": name_key(short) if short else None,
        "mandate": described.mandate.strip() or None,
        "services": described.services.strip() or None,
    }
    known = session.get(Stakeholder, organisation.id)
    if known is None:
        session.add(Stakeholder(organisation_id=organisation.id, **wanted))
        changed = [name for name, value in wanted.items() if value]
    else:
        changed = [name for name, value in wanted.items() if getattr(known, name) != value]
        for name in changed:
            setattr(known, name, wanted[name])
    for name, value in own.items():
        if getattr(organisation, name) != value:
            setattr(organisation, name, value)
            changed.append(name)
    session.flush()
    return [name for name in changed if name != "short_key"]


def _own_values(session: Session, described: Described) -> dict[str, str | None]:
    """Return what of an organisation itself is to be kept. Raises StakeholderRuleError."""
    if described.sector and session.get(Sector, described.sector) is None:
        raise StakeholderRuleError(StakeholderRule.SECTOR_UNKNOWN)
    check_governorate(session, described.governorate)
    try:
        website = website_of(described.website)
    except ProfileRuleError:
        raise StakeholderRuleError(StakeholderRule.WEBSITE) from None
    return {
        "sector_code": described.sector or None,
        "governorate_code": described.governorate or None,
        "website": website,
    }


def _refuse_name(session: Session, key: str, own_id: int | None) -> None:
    """Raise NameTakenError where another organisation goes by this name already."""
    other = who_is_called(session, key, besides=own_id)
    if other is not None:
        raise NameTakenError(other)
