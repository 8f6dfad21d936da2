"""The worklist of what is between people of one's caseload and employers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.enums import OpportunityKind
from models.offer import Offer
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.referral import Referral
from models.referral_enums import OfferState, ReferralStage
from wasl.access.conditions.people import referral_own
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.referrals.responsiveness import Responsiveness, responsiveness_of
from wasl.portals.caseworker.queries.common import PAGE_SIZE, Page, cut_list
from wasl.portals.caseworker.queries.referral_waits import Waits, conditions_of_waits
from wasl.shown_names import shown_name

_OFFERED_BY = Opportunity.id == Referral.opportunity_id


class Tab(StrEnum):
    """A part of the worklist."""

    WAITS = "waits"
    PERSON = "person"
    LINE = "line"
    EMPLOYER = "employer"
    MEETING = "meeting"
    OFFER = "offer"
    PLACED = "placed"
    ENDED = "ended"


_STAGES: Mapping[Tab, ReferralStage] = {
    Tab.PERSON: ReferralStage.WITH_PERSON,
    Tab.LINE: ReferralStage.IN_LINE,
    Tab.EMPLOYER: ReferralStage.WITH_EMPLOYER,
    Tab.MEETING: ReferralStage.MEETING,
    Tab.OFFER: ReferralStage.OFFER,
    Tab.PLACED: ReferralStage.PLACED,
    Tab.ENDED: ReferralStage.CLOSED,
}


@dataclass(frozen=True, kw_only=True)
class ReferralFilter:
    """What the worklist is narrowed to. mine: people whose case the viewer is in charge of."""

    tab: Tab = Tab.WAITS
    mine: bool = False
    employer: str | None = None
    kind: OpportunityKind | None = None


@dataclass(frozen=True, kw_only=True)
class ReferralRow:
    """A line of the worklist. waits: what the office has to do; until: before which moment."""

    referral: Referral
    waits: Waits | None
    until: datetime | None


def find_referrals(
    session: Session, viewer: Viewer, wanted: ReferralFilter, page: int, now: datetime
) -> Page[ReferralRow]:
    """Return a page of the worklist: what waits by urgency, the rest by how long it stands."""
    narrowed = [*_narrowed(viewer, wanted), _of_tab(wanted.tab, now)]
    total = session.scalar(_counted().where(*narrowed)) or 0
    part = cut_list(total, page, PAGE_SIZE)
    waits = _waits(now)
    newest = wanted.tab in {Tab.ENDED, Tab.PLACED}
    order = [Referral.stage_since.desc()] if newest else [waits, Referral.stage_since]
    statement = (
        select(Referral, waits, Offer.answer_by)
        .join(Opportunity, _OFFERED_BY)
        .outerjoin(Offer, (Offer.referral_id == Referral.id) & (Offer.state == OfferState.OPEN))
        .where(*narrowed)
        .options(
            joinedload(Referral.person).joinedload(Person.identity),
            joinedload(Referral.opportunity).joinedload(Opportunity.organisation),
        )
        .order_by(*order, Referral.id)
        .offset(part.offset)
        .limit(part.size)
    )
    return part.page([_row(*row) for row in session.execute(statement)])


def count_tabs(
    session: Session, viewer: Viewer, wanted: ReferralFilter, now: datetime
) -> dict[Tab, int]:
    """Return how many each part of the worklist holds, with the filters that are set."""
    narrowed = _narrowed(viewer, wanted)
    rows = session.execute(
        select(Referral.stage, func.count(Referral.id))
        .join(Opportunity, _OFFERED_BY)
        .where(*narrowed)
        .group_by(Referral.stage)
    )
    by_stage = {row[0]: row[1] for row in rows}
    counts = {tab: by_stage.get(stage, 0) for tab, stage in _STAGES.items()}
    waiting = (
        select(func.count(Referral.id))
        .join(Opportunity, _OFFERED_BY)
        .where(*narrowed, _of_tab(Tab.WAITS, now))
    )
    return {Tab.WAITS: session.scalar(waiting) or 0, **counts}


def count_waiting(session: Session, viewer: Viewer, now: datetime) -> int:
    """Return how many wait for the viewer's office."""
    wanted = ReferralFilter()
    narrowed = [*_narrowed(viewer, wanted), _of_tab(Tab.WAITS, now)]
    return session.scalar(_counted().where(*narrowed)) or 0


def list_employers_of_referrals(
    session: Session, viewer: Viewer, language: str
) -> Sequence[tuple[str, str]]:
    """Return public id and name of the employers of the worklist, by name."""
    name = shown_name(language).label("name")
    rows = session.execute(
        select(Organisation.public_id, name)
        .join(Opportunity, Opportunity.organisation_id == Organisation.id)
        .join(Referral, Referral.opportunity_id == Opportunity.id)
        .where(visible(viewer, Permission.SEE_REFERRALS))
        .distinct()
        .order_by(name)
    )
    return [(row[0], row[1]) for row in rows]


def list_of_person(session: Session, viewer: Viewer, person: Person) -> Sequence[Referral]:
    """Return what is or was between a person and employers: what is open, then the newest."""
    return session.scalars(
        select(Referral)
        .where(Referral.person_id == person.id, visible(viewer, Permission.SEE_REFERRALS))
        .options(joinedload(Referral.opportunity).joinedload(Opportunity.organisation))
        .order_by(Referral.closed_at.is_not(None), Referral.stage_since.desc(), Referral.id)
    ).all()


def _counted() -> Select[int]:
    return select(func.count(Referral.id)).join(Opportunity, _OFFERED_BY)


def _narrowed(viewer: Viewer, wanted: ReferralFilter) -> list[ColumnElement[bool]]:
    found = [visible(viewer, Permission.SEE_REFERRALS)]
    if wanted.mine:
        found.append(referral_own(viewer))
    if wanted.kind:
        found.append(Opportunity.kind == wanted.kind)
    if wanted.employer:
        of = select(Organisation.id).where(Organisation.public_id == wanted.employer)
        found.append(Opportunity.organisation_id == of.scalar_subquery())
    return found


def _of_tab(tab: Tab, now: datetime) -> ColumnElement[bool]:
    if tab is not Tab.WAITS:
        return Referral.stage == _STAGES[tab]
    return or_(*conditions_of_waits(now).values())


def _waits(now: datetime) -> ColumnElement[int]:
    """Return which thing waits, as the first that holds: they stand in the order of urgency."""
    places = {waits: place for place, waits in enumerate(Waits)}
    whens = [(holds, places[waits]) for waits, holds in conditions_of_waits(now).items()]
    return case(*whens, else_=len(places)).label("waits")


def _row(referral: Referral, place: int, offer_until: datetime | None) -> ReferralRow:
    waits = dict(enumerate(Waits)).get(place)
    stage = referral.stage
    until = {
        ReferralStage.WITH_PERSON: referral.consent_by,
        ReferralStage.WITH_EMPLOYER: referral.answer_by,
        ReferralStage.MEETING: referral.answer_by,
        ReferralStage.OFFER: offer_until,
    }.get(stage)
    return ReferralRow(referral=referral, waits=waits, until=until)


def responses_of(session: Session, opportunities: Sequence[str]) -> dict[str, Responsiveness]:
    """Return how the employers of some opportunities answer, by the opportunity's public id."""
    rows = session.execute(
        select(Opportunity.public_id, Opportunity.organisation_id).where(
            Opportunity.public_id.in_(opportunities)
        )
    ).all()
    known = responsiveness_of(session, {row[1] for row in rows})
    return {row[0]: known[row[1]] for row in rows}


def states_for_opportunity(
    session: Session, viewer: Viewer, opportunity: Opportunity
) -> dict[str, Referral]:
    """Return what is between an opportunity and people of one's caseload, by their public id."""
    rows = session.execute(
        select(Person.public_id, Referral)
        .join(Referral, Referral.person_id == Person.id)
        .where(Referral.opportunity_id == opportunity.id, visible(viewer, Permission.SEE_REFERRALS))
    )
    return {row[0]: row[1] for row in rows}
