"""What waits for somebody's word after an import of roundtables."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Organisation
from models.round_table_enums import RelationKind
from models.stakeholder import OrganisationRelation
from wasl.operations.commitments.cite import count_waiting
from wasl.operations.organisation_names import similar_organisations

MOST_LOOKED_AT = 200  # organisations of one file; comparing each with all takes its time


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An organisation that is new, and another whose name is much like its own."""

    organisation: Organisation
    other: Organisation


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What somebody has to say: whether two are one, and whether postings count."""

    alike: Sequence[Alike]
    citations: int


def list_waiting(session: Session, made: Sequence[str]) -> Waiting:
    """Return what waits after an import. made: public ids of the organisations it added.

    Two that somebody has called one are settled; each pair stands once.
    """
    new = session.scalars(
        select(Organisation)
        .where(Organisation.public_id.in_(list(made)[:MOST_LOOKED_AT]))
        .order_by(Organisation.id)
    ).all()
    settled = _called_one(session, [one.id for one in new])
    found = []
    for one in new:
        for like in similar_organisations(session, one):
            pair = frozenset({one.id, like.organisation.id})
            if pair not in settled:
                settled.add(pair)
                found.append(Alike(organisation=one, other=like.organisation))
    return Waiting(alike=found, citations=count_waiting(session))


def _called_one(session: Session, ids: Sequence[int]) -> set[frozenset[int]]:
    """Return the pairs that are called the same organisation."""
    pairs = session.execute(
        select(OrganisationRelation.first_id, OrganisationRelation.second_id).where(
            OrganisationRelation.kind == RelationKind.SAME_AS,
            OrganisationRelation.first_id.in_(ids) | OrganisationRelation.second_id.in_(ids),
        )
    )
    return {frozenset({first, second}) for first, second in pairs}
