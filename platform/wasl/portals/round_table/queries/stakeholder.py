"""Named queries: one organisation, with all that is known of it at the round table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind, OpportunityStatus
from models.meeting import Meeting, Participant
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import RelationKind
from models.stakeholder import (
    ContactNote,
    ContactRole,
    OrganisationRelation,
    Programme,
    Stakeholder,
)
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.code_names import name_places
from wasl.operations.organisation_names import all_names
from wasl.operations.stakeholders.describe import speaks_for_itself
from wasl.portals.round_table.queries.commitments import CommitmentLine, read_lines
from wasl.portals.round_table.queries.contact_days import LastContact, is_silent, last_contacts
from wasl.portals.round_table.queries.stakeholders import other_names
from wasl.sectors import name_sector
from wasl.shown_names import name_of

MOST_NOTES = 50


@dataclass(frozen=True, kw_only=True)
class Related:
    """A relation as one of the two sees it: forward where it is the first of them."""

    relation: OrganisationRelation
    kind: RelationKind
    forward: bool
    other: Organisation


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What an organisation posted of a kind: how many, of these open, and open places."""

    kind: OpportunityKind
    postings: int
    open: int
    places: int


@dataclass(frozen=True, kw_only=True)
class StakeholderPage:
    """All that the page of an organisation shows. May be read: what of it this viewer may."""

    known: Stakeholder | None
    own_profile: bool
    sector: str | None
    governorate: str | None
    last: LastContact | None
    silent: bool
    same: Sequence[Organisation]
    also: Sequence[str]
    contacts: Sequence[ContactRole]
    programmes: Sequence[Programme]
    places: Mapping[str, str]
    related: Sequence[Related]
    notes: Sequence[ContactNote]
    sat_at: Sequence[Participant]
    promises: Sequence[CommitmentLine]
    posted: Sequence[Posted]


def read_stakeholder(
    session: Session, by: Viewer, organisation: Organisation, today: date, language: str
) -> StakeholderPage:
    """Return what is known of an organisation."""
    programmes = programmes_of(session, organisation)
    codes = [organisation.governorate_code, *(one.governorate_code for one in programmes)]
    places = name_places(session, codes, language)
    last = last_contacts(session, today, organisation.id).get(organisation.id)
    same = other_names(session, organisation).get(organisation.id, [])
    sector = name_sector(session, organisation.sector_code, language)
    return StakeholderPage(
        known=session.get(Stakeholder, organisation.id),
        own_profile=speaks_for_itself(session, organisation),
        sector=sector or organisation.sector_wording,
        governorate=places.get(organisation.governorate_code or ""),
        last=last,
        silent=is_silent(last, today),
        same=same,
        also=_also_called(organisation, language),
        contacts=contacts_of(session, organisation),
        programmes=programmes,
        places=places,
        related=related_to(session, organisation),
        notes=_notes(session, organisation),
        sat_at=_sat_at(session, by, organisation),
        promises=_promises(session, by, organisation, today),
        posted=_posted(session, [organisation, *same]),
    )


def _also_called(organisation: Organisation, language: str) -> list[str]:
    """Return its names but for the one that pages of a language show, each once."""
    names = dict.fromkeys(all_names(organisation))
    return [name for name in names if name != name_of(organisation, language)]


def contacts_of(session: Session, organisation: Organisation) -> list[ContactRole]:
    """Return the roles of an organisation that have not ended, as they were added."""
    statement = select(ContactRole).where(
        ContactRole.organisation_id == organisation.id, ContactRole.ended_at.is_(None)
    )
    return list(session.scalars(statement.order_by(ContactRole.id)))


def programmes_of(session: Session, organisation: Organisation) -> list[Programme]:
    """Return what an organisation runs or ran, what ends last first."""
    statement = select(Programme).where(Programme.organisation_id == organisation.id)
    found = session.scalars(statement.order_by(Programme.id))
    return sorted(found, key=lambda one: one.ends_on or date.max, reverse=True)


def related_to(session: Session, organisation: Organisation) -> list[Related]:
    """Return how an organisation stands to others, by kind and name."""
    either = (OrganisationRelation.first_id, OrganisationRelation.second_id)
    statement = select(OrganisationRelation).where(or_(*(x == organisation.id for x in either)))
    found = [
        Related(
            relation=one,
            kind=one.kind,
            forward=one.first_id == organisation.id,
            other=one.second if one.first_id == organisation.id else one.first,
        )
        for one in session.scalars(statement)
    ]
    order = list(RelationKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.other.name_key))


def _notes(session: Session, organisation: Organisation) -> list[ContactNote]:
    statement = select(ContactNote).where(ContactNote.organisation_id == organisation.id)
    newest = statement.order_by(ContactNote.on.desc(), ContactNote.id.desc()).limit(MOST_NOTES)
    return list(session.scalars(newest.options(joinedload(ContactNote.account))))


def _sat_at(session: Session, by: Viewer, organisation: Organisation) -> list[Participant]:
    """Return its seats at the meetings that this viewer may see, the latest first."""
    statement = (
        select(Participant)
        .join(Meeting)
        .where(
            Participant.organisation_id == organisation.id,
            visible(by, Permission.SEE_MEETING),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .options(joinedload(Participant.meeting))
    )
    return list(session.scalars(statement))


def _promises(
    session: Session, by: Viewer, organisation: Organisation, today: date
) -> list[CommitmentLine]:
    """Return what it promised, alone or with others: overdue first, then by deadline."""
    of_it = select(CommitmentParty.commitment_id).where(
        CommitmentParty.organisation_id == organisation.id
    )
    commitments = list(session.scalars(select(Commitment).where(Commitment.id.in_(of_it))))
    return sorted(
        read_lines(session, by, commitments, today),
        key=lambda one: (
            not one.late,
            one.commitment.deadline or date.max,
            one.commitment.ref,
        ),
    )


def _posted(session: Session, names: Sequence[Organisation]) -> list[Posted]:
    """Return what was posted under all names of an organisation; drafts are its own."""
    rows = session.execute(
        select(Opportunity.kind, Opportunity.status, func.count(), func.sum(Opportunity.seats))
        .where(
            Opportunity.organisation_id.in_([one.id for one in names]),
            Opportunity.status != OpportunityStatus.DRAFT,
        )
        .group_by(Opportunity.kind, Opportunity.status)
    ).all()
    found = []
    for kind in OpportunityKind:
        mine = [row for row in rows if row[0] is kind]
        running = [row for row in mine if row[1] is OpportunityStatus.PUBLISHED]
        if mine:
            counted = sum(row[2] for row in mine)
            places = sum(int(row[3]) for row in running)
            is_open = sum(row[2] for row in running)
            found.append(Posted(kind=kind, postings=counted, open=is_open, places=places))
    return found
