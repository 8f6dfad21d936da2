"""What organisations gave, under all their names: counted from records, kept nowhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.account import Membership
from models.enums import OpportunityKind
from models.meeting import Meeting, Participant
from models.opportunity import Opportunity, Organisation
from models.placement import Placement
from models.referral_enums import EndCause
from models.round_table_enums import Attendance, RelationKind
from models.round_table_states import ENDED_OFFERS, STANDING_OFFERS
from models.stakeholder import OrganisationRelation
from wasl.clock import BAGHDAD
from wasl.operations.commitments.draw_down import CameOf, came_of

FOR_PEOPLE = (
    OpportunityKind.JOB,
    OpportunityKind.INTERNSHIP,
    OpportunityKind.TRAINING,
    OpportunityKind.MENTORING,
)
"""Kinds whose seats are places of people; of the others they are units, not added to them."""
_THERE = (Attendance.PRESENT, Attendance.REPRESENTED)
_NOTHING = CameOf(offered=0, filled=0, retained=0)


@dataclass(kw_only=True)
class Given:
    """What an organisation gave so far. names: it and whatever else it is called.

    placed_in: postings with a place in which somebody began.
    """

    names: Sequence[Organisation]
    has_account: bool = False
    registered_on: date | None = None
    profile_on: date | None = None
    postings: int = 0
    placed_in: int = 0
    of_kind: dict[OpportunityKind, CameOf] = field(default_factory=dict)
    postings_of: dict[OpportunityKind, int] = field(default_factory=dict)
    first_posting: date | None = None
    first_placement: date | None = None
    first_meeting: date | None = None

    @property
    def organisation(self) -> Organisation:
        """The name under which it is listed."""
        return self.names[0]

    @property
    def places(self) -> CameOf:
        """What became of its places for people, all kinds of them together."""
        found = [self.of_kind.get(kind, _NOTHING) for kind in FOR_PEOPLE]
        return _sum(found)


def read_given(session: Session, groups: Sequence[Sequence[Organisation]]) -> list[Given]:
    """Return what organisations gave, in their order: each with all its names, in few statements.

    An organisation stands in one of the groups at most.
    """
    found = [Given(names=names) for names in groups]
    by_id = {one.id: given for given in found for one in given.names}
    for given in found:
        given.registered_on = _day(_earliest(one.registered_at for one in given.names))
        given.profile_on = _day(_earliest(one.profile_at for one in given.names))
    _add_accounts(session, by_id)
    _add_postings(session, by_id)
    _add_first_placements(session, by_id)
    _add_meetings(session, by_id)
    return found


def group_names(
    session: Session, organisations: Iterable[Organisation]
) -> list[list[Organisation]]:
    """Return organisations so that those that are one under several names stand together.

    Names that were not given come along with those that were.
    """
    same: dict[int, dict[int, Organisation]] = defaultdict(dict)
    for link in session.scalars(
        select(OrganisationRelation).where(OrganisationRelation.kind == RelationKind.SAME_AS)
    ):
        same[link.first_id][link.second_id] = link.second
        same[link.second_id][link.first_id] = link.first
    seen: set[int] = set()
    groups = []
    for one in organisations:
        if one.id not in seen:
            group = _all_names(one, same)
            seen |= {other.id for other in group}
            groups.append(group)
    return groups


def _all_names(
    one: Organisation, same: Mapping[int, Mapping[int, Organisation]]
) -> list[Organisation]:
    found, ahead = {one.id: one}, [one]
    while ahead:
        for key, other in same.get(ahead.pop().id, {}).items():
            if key not in found:
                found[key] = other
                ahead.append(other)
    return list(found.values())


def _add_accounts(session: Session, by_id: Mapping[int, Given]) -> None:
    statement = select(Membership.organisation_id).where(
        Membership.organisation_id.in_(by_id), Membership.revoked_at.is_(None)
    )
    for organisation in session.scalars(statement.distinct()):
        if organisation is not None:
            by_id[organisation].has_account = True


def _add_postings(session: Session, by_id: Mapping[int, Given]) -> None:
    shown = (
        Opportunity.organisation_id.in_(by_id),
        Opportunity.status.in_(STANDING_OFFERS | ENDED_OFFERS),
    )
    came = came_of(session, select(Opportunity.id).where(*shown))
    rows: Any = session.execute(
        select(
            Opportunity.id, Opportunity.organisation_id, Opportunity.kind, Opportunity.published_at
        ).where(*shown)
    )
    for posting, organisation, named, at in rows:
        given, kind = by_id[organisation], OpportunityKind(named)
        given.postings += 1
        given.placed_in += kind in FOR_PEOPLE and came[posting].filled > 0
        given.postings_of[kind] = given.postings_of.get(kind, 0) + 1
        given.of_kind[kind] = _sum([given.of_kind.get(kind, _NOTHING), came[posting]])
        given.first_posting = _earliest((given.first_posting, _day(at)))


def _add_first_placements(session: Session, by_id: Mapping[int, Given]) -> None:
    began = or_(Placement.end_cause.is_(None), Placement.end_cause != EndCause.NEVER_STARTED)
    first: Any = (
        select(Opportunity.organisation_id, func.min(Placement.starts_on))
        .join(Opportunity, Opportunity.id == Placement.opportunity_id)
        .where(Opportunity.organisation_id.in_(by_id), began)
        .group_by(Opportunity.organisation_id)
    )
    for organisation, day in session.execute(first):
        given = by_id[organisation]
        given.first_placement = _earliest((given.first_placement, day))


def _add_meetings(session: Session, by_id: Mapping[int, Given]) -> None:
    first: Any = (
        select(Participant.organisation_id, func.min(Meeting.held_on))
        .join(Meeting)
        .where(Participant.organisation_id.in_(by_id), Participant.attendance.in_(_THERE))
        .group_by(Participant.organisation_id)
    )
    for organisation, day in session.execute(first):
        given = by_id[organisation]
        given.first_meeting = _earliest((given.first_meeting, day))


def _earliest(values: Iterable[Any]) -> Any:
    return min((one for one in values if one is not None), default=None)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(BAGHDAD).date() if moment else None


def _sum(found: Iterable[CameOf]) -> CameOf:
    rows = list(found)
    return CameOf(
        offered=sum(one.offered for one in rows),
        filled=sum(one.filled for one in rows),
        retained=sum(one.retained for one in rows),
    )
