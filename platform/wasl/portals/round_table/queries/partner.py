"""Named query: what stands with a donor, a ministry, a chamber, a provider; what it could do.

Of people only what is published: figures in fives, or nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matching.coding.normalise import fold
from models.ask import Ask
from models.commitment import Commitment, CommitmentParty, Milestone
from models.offered import is_offered
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import (
    AskState,
    CommitmentKind,
    CommitmentProgress,
    CommitmentState,
    RelationKind,
    StakeholderKind,
)
from models.stakeholder import OrganisationRelation, Programme, Stakeholder
from wasl.access.viewer import Viewer
from wasl.barriers.bodies import list_bodies
from wasl.code_names import list_governorates, name_occupations
from wasl.operations.commitments.draw_down import progress_of
from wasl.operations.commitments.shares import Share, read_kept
from wasl.operations.engagement.given import Given, group_names, read_given
from wasl.operations.gaps.ask_words import words_of
from wasl.operations.gaps.board import Gap, read_board
from wasl.operations.gaps.members import Member, read_members
from wasl.portals.round_table.queries.partner_duties import Duties, read_duties
from wasl.portals.round_table.queries.partner_people import (
    TEACHING,
    Wish,
    gaps_there,
    read_wishes,
)

ENDS_SOON = timedelta(days=180)
MOST_GAPS = 10


@dataclass(frozen=True, kw_only=True)
class PartnerPromise:
    """A commitment as one of its parties may know it: its own part, and what others add."""

    commitment: Commitment
    share: Share
    progress: CommitmentProgress


@dataclass(frozen=True, kw_only=True)
class PartnerMember:
    """Whoever is a member of it. open: places that anybody can see."""

    given: Given
    open: int


@dataclass(frozen=True, kw_only=True)
class Partner:
    """All that the page of an organisation shows that is no company."""

    names: Sequence[Organisation]
    kind: StakeholderKind
    promises: Sequence[PartnerPromise]
    milestones: Sequence[tuple[Commitment, Milestone | None]]
    duties: Duties
    asks: Sequence[Ask]
    ask_words: dict[int, str]
    members: Sequence[PartnerMember]
    wishes: Sequence[Wish]
    gaps: Sequence[Gap]
    trained: Sequence[Gap]
    programmes: Sequence[Programme]
    occupations: dict[str, str]
    places: dict[str, str]
    works_in: Sequence[str]
    day: date


def _kind_of(session: Session, names: Sequence[int]) -> StakeholderKind | None:
    """Return what an organisation is under any of its names, where that is no company."""
    found = session.execute(
        select(Stakeholder.organisation_id, Stakeholder.kind).where(
            Stakeholder.organisation_id.in_(names), Stakeholder.kind != StakeholderKind.COMPANY
        )
    )
    kinds: dict[int, StakeholderKind] = dict(found.all())
    return next((kinds[key] for key in names if key in kinds), None)


def read_partner(
    session: Session, by: Viewer, organisation: Organisation, today: date, language: str
) -> Partner | None:
    """Return what stands with an organisation under all its names; none of a company."""
    names = group_names(session, [organisation])[0]
    ids = [one.id for one in names]
    kind = _kind_of(session, ids)
    if kind is None:
        return None
    funded = _funded(session, ids)
    running = _programmes(session, [*ids, *(one.id for one in funded)], today)
    known = read_members(session, [*names, *funded], today)
    works_in = _places(known, running)
    board = read_board(session, today)
    gaps = gaps_there(session, board, known[: len(names)], works_in)
    trained = [gap for gap in gaps if gap.trained and kind in TEACHING]
    trained = sorted(trained, key=lambda gap: -(gap.trained or 0))[:MOST_GAPS]
    gaps = [gap for gap in gaps if gap.missing][:MOST_GAPS]
    promises = _promises(session, ids, today)
    asks = _asks(session, ids)
    return Partner(
        names=names,
        kind=kind,
        promises=promises,
        milestones=_milestones(promises),
        duties=read_duties(session, by, _called(session, names), ids),
        asks=asks,
        ask_words=words_of(session, asks, language),
        members=_members(session, ids),
        wishes=read_wishes(session, kind, works_in, today),
        gaps=gaps,
        trained=trained,
        programmes=[one for one in running if one.ends_on and one.ends_on <= today + ENDS_SOON],
        occupations=name_occupations(session, (one.group for one in (*gaps, *trained)), language),
        places=dict(list_governorates(session, language)),
        works_in=works_in,
        day=board.day,
    )


def _called(session: Session, names: Sequence[Organisation]) -> frozenset[str]:
    """Return, folded, by what bodies in charge of barriers are recognised."""
    short = session.scalars(
        select(Stakeholder.short_name).where(
            Stakeholder.organisation_id.in_([one.id for one in names])
        )
    )
    keys = frozenset(fold(name) for name in (*short, *(one.name for one in names)) if name)
    return keys & frozenset(key for body in list_bodies() for key in body.keys)


def _funded(session: Session, ids: Collection[int]) -> Sequence[Organisation]:
    """Return whom it funds: what they run is what its money does."""
    return session.scalars(
        select(Organisation)
        .join(OrganisationRelation, OrganisationRelation.second_id == Organisation.id)
        .where(
            OrganisationRelation.first_id.in_(ids),
            OrganisationRelation.kind == RelationKind.FUNDS,
            Organisation.id.not_in(ids),
        )
        .order_by(Organisation.id)
    ).all()


def _programmes(session: Session, ids: Collection[int], today: date) -> list[Programme]:
    """Return what runs and will run of some, what ends first first."""
    found = session.scalars(select(Programme).where(Programme.organisation_id.in_(ids)))
    running = [one for one in found if one.ends_on is None or one.ends_on >= today]
    return sorted(running, key=lambda one: (one.ends_on or date.max, one.id))


def _places(members: Sequence[Member], running: Sequence[Programme]) -> list[str]:
    """Return the governorates in which it works; none: in the whole country."""
    there = {place for member in members for place in member.places}
    return sorted(there | {one.governorate_code for one in running if one.governorate_code})


def _promises(session: Session, ids: Collection[int], today: date) -> list[PartnerPromise]:
    """Return what it promised: what is overdue first, then by deadline."""
    of_it = select(CommitmentParty.commitment_id).where(CommitmentParty.organisation_id.in_(ids))
    made = session.scalars(
        select(Commitment)
        .where(Commitment.id.in_(of_it))
        .options(selectinload(Commitment.milestones))
    ).all()
    kept = read_kept(session, made)
    shares = {one.id: kept[one.id].share_of(ids) for one in made}
    found = [
        PartnerPromise(
            commitment=one,
            share=shares[one.id],
            progress=progress_of(one, shares[one.id].together, today),
        )
        for one in made
    ]
    late = CommitmentProgress.OVERDUE
    return sorted(
        found,
        key=lambda one: (
            one.progress is not late,
            one.commitment.deadline or date.max,
            one.commitment.ref,
        ),
    )


def _milestones(
    promises: Sequence[PartnerPromise],
) -> list[tuple[Commitment, Milestone | None]]:
    """Return the milestones of its policy measures that stand: open ones first, by their day.

    A measure without any stands there itself.
    """
    standing = [
        one.commitment
        for one in promises
        if one.commitment.kind is CommitmentKind.POLICY
        and one.commitment.state is CommitmentState.STANDING
    ]
    found: list[tuple[Commitment, Milestone | None]] = [
        (made, step) for made in standing for step in made.milestones
    ]
    found += [(made, None) for made in standing if not made.milestones]
    return sorted(found, key=lambda one: _open_first(one[1]))


def _open_first(step: Milestone | None) -> tuple[bool, date, int]:
    if step is None:
        return False, date.max, 0
    return step.done_on is not None, step.due_on or date.max, step.id


def _asks(session: Session, ids: Collection[int]) -> Sequence[Ask]:
    """Return what it was asked for, the latest first; what was not sent is nobody's business."""
    return session.scalars(
        select(Ask)
        .where(
            Ask.organisation_id.in_(ids),
            Ask.state.in_((AskState.SENT, AskState.PROMISED, AskState.DECLINED)),
        )
        .options(joinedload(Ask.meeting), joinedload(Ask.commitment))
        .order_by(Ask.sent_at.desc(), Ask.id.desc())
    ).all()


def _members(session: Session, ids: Collection[int]) -> list[PartnerMember]:
    """Return its members by name, with the places that they offer now."""
    inside = session.scalars(
        select(Organisation)
        .join(OrganisationRelation, OrganisationRelation.first_id == Organisation.id)
        .where(
            OrganisationRelation.second_id.in_(ids),
            OrganisationRelation.kind == RelationKind.MEMBER_OF,
        )
        .order_by(Organisation.name_key, Organisation.id)
    )
    given = read_given(session, group_names(session, inside))
    everybody = [one.id for each in given for one in each.names]
    seats = session.execute(
        select(Opportunity.organisation_id, func.sum(Opportunity.seats))
        .where(is_offered(), Opportunity.organisation_id.in_(everybody))
        .group_by(Opportunity.organisation_id)
    )
    shown = {key: int(number) for key, number in seats}
    return [
        PartnerMember(given=each, open=sum(shown.get(one.id, 0) for one in each.names))
        for each in given
    ]
