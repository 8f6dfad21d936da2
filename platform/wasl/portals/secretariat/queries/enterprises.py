"""The enterprises behind a number of the map of demand."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES
from models.account import Account, Membership
from models.capacity import Workplace
from models.enums import OpportunityKind, Role
from models.opportunity import Organisation
from wasl.code_names import name_places
from wasl.paging import Page, cut_list
from wasl.portals.secretariat.queries.demand import Count, Line
from wasl.sectors import list_sectors


@dataclass(frozen=True, kw_only=True)
class EnterpriseRow:
    """An enterprise with what it could give and offers of what was asked for.

    kinds: which of them; people: how many accounts of each role answer for it.
    """

    organisation: Organisation
    sector: str | None
    places: list[str]
    kinds: list[OpportunityKind]
    count: Count
    people: Mapping[Role, int]


def list_enterprises(
    session: Session, lines: Sequence[Line], number: int, language: str, size: int = 15
) -> Page[EnterpriseRow]:
    """Return a page of the enterprises of some lines: who could give most comes first."""
    of_each: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        of_each[line.organisation].append(line)
    counts = {key: Count.of(known) for key, known in of_each.items()}
    order = sorted(counts, key=lambda key: (-counts[key].could_give, -counts[key].open, key))
    part = cut_list(len(order), number, size)
    shown = order[part.offset : part.offset + part.size]
    found = {
        one.id: one
        for one in session.scalars(select(Organisation).where(Organisation.id.in_(shown)))
    }
    sectors = {one.code: one.name for one in list_sectors(session, language)}
    places, people = _places(session, shown, language), _people(session, shown)
    rows = [
        EnterpriseRow(
            organisation=found[key],
            sector=sectors.get(found[key].sector_code or ""),
            places=places.get(key, []),
            kinds=[kind for kind in OpportunityKind if kind in {x.kind for x in of_each[key]}],
            count=counts[key],
            people=people.get(key, {}),
        )
        for key in shown
    ]
    return part.page(rows)


def _places(session: Session, organisations: list[int], language: str) -> dict[int, list[str]]:
    statement = select(Workplace.organisation_id, Workplace.governorate_code)
    rows = session.execute(statement.where(Workplace.organisation_id.in_(organisations))).all()
    names = name_places(session, [row[1] for row in rows], language)
    found: dict[int, list[str]] = defaultdict(list)
    for organisation, code in rows:
        found[organisation].append(names[code])
    return {organisation: sorted(known) for organisation, known in found.items()}


def _people(session: Session, organisations: list[int]) -> dict[int, Mapping[Role, int]]:
    """Return how many people of each role answer for an enterprise now."""
    rows = session.execute(
        select(Membership.organisation_id, Membership.role, func.count())
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id.in_(organisations),
            Membership.role.in_(EMPLOYER_ROLES),
            Membership.revoked_at.is_(None),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
        )
        .group_by(Membership.organisation_id, Membership.role)
    )
    found: dict[int, Counter[Role]] = defaultdict(Counter)
    for organisation, role, count in rows:
        if organisation is not None:
            found[organisation][role] += count
    return dict(found)
