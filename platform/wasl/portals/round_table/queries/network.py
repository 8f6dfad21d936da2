"""Named queries: who works with whom, from what was written down and from joint commitments."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import CommitmentParty
from models.opportunity import Organisation
from models.round_table_enums import RelationKind, StakeholderKind
from models.stakeholder import OrganisationRelation, Stakeholder
from wasl.shown_names import name_of

MOST_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Member:
    """An organisation of the picture. links: how many it has."""

    id: int
    public_id: str
    name: str
    short_name: str | None
    kind: StakeholderKind | None
    links: int = 0


@dataclass(frozen=True, kw_only=True)
class Link:
    """What stands between two organisations. kind none: commitments made together, so many."""

    first: int
    second: int
    kind: RelationKind | None
    together: int = 0
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Network:
    """Organisations that have to do with each other. left_out: how many did not fit."""

    members: list[Member]
    links: list[Link]
    left_out: int = 0

    @property
    def called(self) -> dict[int, Member]:
        """The organisations by their id."""
        return {one.id: one for one in self.members}

    def cut(self, most: int = MOST_SHOWN) -> "Network":
        """Return the part with those who have most links, where there are too many to draw."""
        if len(self.members) <= most:
            return self
        kept = sorted(self.members, key=lambda one: (-one.links, one.id))[:most]
        ids = {one.id for one in kept}
        return Network(
            members=[one for one in self.members if one.id in ids],
            links=[one for one in self.links if {one.first, one.second} <= ids],
            left_out=len(self.members) - most,
        )


def read_network(
    session: Session,
    language: str,
    relation: RelationKind | None = None,
    kind: StakeholderKind | None = None,
) -> Network:
    """Return who has to do with whom; of one relation, or around organisations of one kind."""
    links = [*_said(session, relation), *([] if relation else _joint(session))]
    members = {one.id: one for one in _members(session, links, language)}
    if kind is not None:
        links = [
            one for one in links if kind in {members[one.first].kind, members[one.second].kind}
        ]
    counted = Counter(end for one in links for end in (one.first, one.second))
    shown = [replace(members[key], links=number) for key, number in counted.items()]
    return Network(members=sorted(shown, key=_order), links=links)


def _order(member: Member) -> tuple[int, str, int]:
    """By kind, in the order of the list; those that nobody named last."""
    kinds = list(StakeholderKind)
    place = kinds.index(member.kind) if member.kind else len(kinds)
    return place, member.name.casefold(), member.id


def _said(session: Session, relation: RelationKind | None) -> list[Link]:
    statement = select(OrganisationRelation).order_by(OrganisationRelation.id)
    if relation is not None:
        statement = statement.where(OrganisationRelation.kind == relation)
    return [
        Link(first=one.first_id, second=one.second_id, kind=one.kind, note=one.note)
        for one in session.scalars(statement)
    ]


def _joint(session: Session) -> list[Link]:
    """Return the pairs who made commitments together."""
    parties: dict[int, list[int]] = {}
    for party in session.scalars(select(CommitmentParty)):
        parties.setdefault(party.commitment_id, []).append(party.organisation_id)
    pairs = Counter(pair for ids in parties.values() for pair in combinations(sorted(ids), 2))
    return [
        Link(first=first, second=second, kind=None, together=number)
        for (first, second), number in sorted(pairs.items())
    ]


def _members(session: Session, links: Iterable[Link], language: str) -> list[Member]:
    ids = {end for one in links for end in (one.first, one.second)}
    statement = (
        select(Organisation, Stakeholder)
        .outerjoin(Stakeholder, Stakeholder.organisation_id == Organisation.id)
        .where(Organisation.id.in_(ids))
    )
    return [_member(one, known, language) for one, known in session.execute(statement).all()]


def _member(one: Organisation, known: Stakeholder | None, language: str) -> Member:
    name = name_of(one, language)
    return Member(
        id=one.id,
        public_id=one.public_id,
        name=name,
        # A short name is mostly one in Latin letters: a name of the page's language goes before.
        short_name=known.short_name if known and name == one.name else None,
        kind=known.kind if known else None,
    )
