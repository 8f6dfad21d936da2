"""What the members of a meeting are known to give: profile, postings, promises, sector, place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.capacity import Capacity, Workplace
from models.enums import OpportunityKind, PlaceLevel
from models.opportunity import Opportunity, Organisation
from models.place import Place
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from models.taxonomy import Sector
from wasl.files.vocabulary import word_key
from wasl.operations.gaps.board import PLACES, Unfilled, list_unfilled, posted
from wasl.operations.organisation_names import all_names


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something that a member says it could give. group, governorate: none, any."""

    kind: OpportunityKind
    group: str | None
    governorate: str | None
    quantity: int


@dataclass(kw_only=True)
class Member:
    """An organisation and what is known of it. places: governorates in which it works."""

    organisation: Organisation
    stakeholder: StakeholderKind | None = None
    section: str | None = None
    places: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    posted: dict[str, OpportunityKind] = field(default_factory=dict)
    unfilled: list[Unfilled] = field(default_factory=list)


def read_members(
    session: Session, organisations: Sequence[Organisation], today: date
) -> list[Member]:
    """Return organisations with what each could give, in statements for all of them together."""
    members = {one.id: Member(organisation=one) for one in organisations}
    _add_who_they_are(session, members)
    _add_places(session, members)
    _add_capacities(session, members, today)
    _add_postings(session, members)
    for one in list_unfilled(session):
        for party in one.parties & members.keys():
            if left := one.kept.share_of({party}).left:  # what it may know itself
                members[party].unfilled.append(replace(one, left=left))
    return list(members.values())


def trades_of_sections(session: Session) -> dict[str, frozenset[str]]:
    """Return, for each section of ISIC, the occupations that anybody of it ever posted."""
    trades: dict[str, set[str]] = defaultdict(set)
    for section, group in session.execute(
        select(Sector.section, Opportunity.occupation_code)
        .join(Organisation, Organisation.sector_code == Sector.code)
        .join(Opportunity, Opportunity.organisation_id == Organisation.id)
        .where(posted())
        .distinct()
    ):
        trades[section] |= _known(group)
    return {section: frozenset(groups) for section, groups in trades.items()}


def _add_who_they_are(session: Session, members: dict[int, Member]) -> None:
    kinds = session.execute(
        select(Stakeholder.organisation_id, Stakeholder.kind).where(
            Stakeholder.organisation_id.in_(members)
        )
    )
    for organisation, kind in kinds:
        members[organisation].stakeholder = kind
    codes = {one.organisation.sector_code for one in members.values()} - {None}
    sections: dict[str, str] = {
        row.code: row.section
        for row in session.execute(
            select(Sector.code, Sector.section).where(Sector.code.in_(codes))
        )
    }
    for member in members.values():
        member.section = sections.get(member.organisation.sector_code or "")
        member.places |= _known(member.organisation.governorate_code)


def _add_places(session: Session, members: dict[int, Member]) -> None:
    """Add where members work; of who names its governorate in its name, and no other, that one."""
    for organisation, place in session.execute(
        select(Workplace.organisation_id, Workplace.governorate_code).where(
            Workplace.organisation_id.in_(members)
        )
    ):
        members[organisation].places.add(place)
    keys = {
        f" {word_key(name)} ": code
        for code, *names in session.execute(
            select(Place.code, Place.name_en, Place.name_ar, Place.name_ckb).where(
                Place.level == PlaceLevel.GOVERNORATE
            )
        )
        for name in names
    }
    for member in members.values():
        name = f" {' / '.join(map(word_key, all_names(member.organisation)))} "
        member.places = member.places or {code for key, code in keys.items() if key in name}


def _add_capacities(session: Session, members: dict[int, Member], today: date) -> None:
    still = or_(Capacity.available_until.is_(None), Capacity.available_until >= today)
    lines: Iterable[Capacity] = session.scalars(
        select(Capacity)
        .where(
            Capacity.organisation_id.in_(members),
            Capacity.ended_at.is_(None),
            Capacity.kind.in_((*PLACES, OpportunityKind.TRAINING)),
            still,
        )
        .order_by(Capacity.id)
    )
    for one in lines:
        member = members[one.organisation_id]
        member.places |= _known(one.governorate_code)
        member.lines.append(
            Line(
                kind=one.kind,
                group=one.occupation_code,
                governorate=one.governorate_code,
                quantity=one.quantity,
            )
        )


def _add_postings(session: Session, members: dict[int, Member]) -> None:
    for organisation, group, place, kind in session.execute(
        select(
            Opportunity.organisation_id,
            Opportunity.occupation_code,
            Opportunity.governorate_code,
            Opportunity.kind,
        )
        .where(posted(), Opportunity.organisation_id.in_(members))
        .order_by(Opportunity.published_at, Opportunity.id)
    ):
        member = members[organisation]
        member.places |= _known(place)
        if group:
            member.posted[group] = OpportunityKind(kind)


def _known(place: str | None) -> set[str]:
    return {place} if place else set()
