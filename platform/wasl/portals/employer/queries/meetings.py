"""Whom the employer deals with, across its postings: whose turn it is, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.access_enums import AuditAction
from models.base import utc_now
from models.offer import Interview, InterviewSlot, Offer
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    OfferState,
    ReferralStage,
)
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.access.work_card import load_card_titles
from wasl.audit.record import record
from wasl.paging import Page, cut_list

_Proposed = aliased(InterviewSlot)
SEEN_ON = "referrals"
"""What the audit log calls the page."""

_LIVE = (InterviewState.PROPOSED, InterviewState.AGREED)


class Turn(StrEnum):
    """Who has to do something next."""

    MINE = "mine"
    OTHERS = "others"
    ENDED = "ended"


_ORDER = tuple(Turn)


@dataclass(frozen=True, kw_only=True)
class MeetingFilter:
    """What the list is narrowed to; `posting` is the public id of an opportunity."""

    turn: Turn | None = None
    posting: str | None = None
    stage: ReferralStage | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """A line of the list; nothing in it names the person.

    until: by when whoever's turn it is. work: what the card is called, while it is shown.
    """

    referral: str
    work: str | None = None
    version: int
    card: str
    posting: str
    title: str
    stage: ReferralStage
    verdict: EmployerVerdict
    consent: ConsentState
    close_cause: CloseCause | None
    turn: Turn
    until: datetime | None
    interview: InterviewState | None
    meets_at: datetime | None
    since: datetime

    @property
    def to_answer(self) -> bool:
        """Whether the employer has to say yes or no, which can be done for several at once."""
        return self.stage is ReferralStage.WITH_EMPLOYER


def list_meetings(
    session: Session, viewer: Viewer, wanted: MeetingFilter, page: int, *, language: str
) -> Page[MeetingRow]:
    """Return a page of all whom the employer knows of: what waits for it first, by its last day.

    That they were seen is recorded.
    """
    now = utc_now()
    turn = _turn(now)
    narrowed = [*_narrowed(viewer, wanted)]
    if wanted.turn:
        narrowed.append(turn == _ORDER.index(wanted.turn))
    total = session.scalar(_joined(select(func.count(Referral.id))).where(*narrowed)) or 0
    part = cut_list(total, page)
    until = _until(now)
    statement = (
        _joined(select(*_COLUMNS, until, turn))
        .where(*narrowed)
        .order_by(turn, until.is_(None), until, Referral.stage_since.desc(), Referral.id)
        .offset(part.offset)
        .limit(part.size)
    )
    rows = session.execute(statement).all()
    for row in rows:
        _note(session, viewer, row)
    shown = {row.person_id for row in rows if row.stage is not ReferralStage.CLOSED}
    works = load_card_titles(session, shown, language=language)
    return part.page([_row(row, works.get(row.person_id)) for row in rows])


def one_row(session: Session, viewer: Viewer, referral: Referral) -> MeetingRow:
    """Return the line of one person, for the page of its own."""
    now = utc_now()
    statement = _joined(select(*_COLUMNS, _until(now), _turn(now))).where(
        Referral.id == referral.id, visible(viewer, Permission.SEE_OWN_REFERRALS)
    )
    return _row(session.execute(statement).one())


def rows_of_posting(
    session: Session, viewer: Viewer, opportunity: Opportunity
) -> Mapping[str, MeetingRow]:
    """Return how far the employer is with whom for one opportunity, by the number of the card."""
    now = utc_now()
    rows = session.execute(
        _joined(select(*_COLUMNS, _until(now), _turn(now))).where(
            Referral.opportunity_id == opportunity.id, visible(viewer, Permission.SEE_OWN_REFERRALS)
        )
    )
    return {row.card: _row(row) for row in rows}


def gone_cards(session: Session, opportunity: Opportunity) -> frozenset[str]:
    """Return the cards of those who are not to be had for an opportunity, whoever said so."""
    gone = select(Referral.card).where(
        Referral.opportunity_id == opportunity.id,
        Referral.verdict == EmployerVerdict.NOT_ASKED,
        Referral.closed_at.is_not(None),
    )
    return frozenset(session.scalars(gone))


def _note(session: Session, viewer: Viewer, row: Any) -> None:
    subject, action = ("referral", row.referral), AuditAction.REFERRAL_SEEN
    record(session, viewer, action, person=row.person, subject=subject, page=SEEN_ON, named=False)


def count_turns(session: Session, viewer: Viewer, wanted: MeetingFilter) -> Mapping[Turn, int]:
    """Return how many wait for whom, with the filters that are set."""
    turn = _turn(utc_now())
    rows = session.execute(
        _joined(select(turn, func.count(Referral.id)))
        .where(*_narrowed(viewer, wanted))
        .group_by(turn)
    )
    found = {_ORDER[row[0]]: row[1] for row in rows}
    return {one: found.get(one, 0) for one in Turn}


def count_waiting(session: Session, viewer: Viewer, ids: Sequence[int]) -> Mapping[int, int]:
    """Return with how many people it is the employer's turn, for each of some postings."""
    rows = session.execute(
        _joined(select(Referral.opportunity_id, func.count(Referral.id)))
        .where(visible(viewer, Permission.SEE_OWN_REFERRALS), Referral.opportunity_id.in_(ids))
        .where(_turn(utc_now()) == _ORDER.index(Turn.MINE))
        .group_by(Referral.opportunity_id)
    )
    return {owner: number for owner, number in rows}  # noqa: C416 -- rows are no pairs to mypy


def postings_of_meetings(session: Session, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return public id and title of the postings for which the employer deals with somebody."""
    met = select(Referral.opportunity_id).where(visible(viewer, Permission.SEE_OWN_REFERRALS))
    rows = session.execute(
        select(Opportunity.public_id, Opportunity.title)
        .where(Opportunity.id.in_(met))
        .order_by(Opportunity.title, Opportunity.id)
    )
    return [(row[0], row[1]) for row in rows]


_UNSEEN = frozenset({"person", "person_id"})
"""Columns that are needed for the audit log and the card, and go no further."""

_COLUMNS = (
    Referral.person_id,
    Referral.public_id.label("referral"),
    Person.public_id.label("person"),
    Referral.version,
    Referral.card,
    Opportunity.public_id.label("posting"),
    Opportunity.title,
    Referral.stage,
    Referral.verdict,
    Referral.consent,
    Referral.close_cause,
    Interview.state.label("interview"),
    InterviewSlot.starts_at.label("meets_at"),
    Referral.stage_since.label("since"),
)


def _joined(statement: Any) -> Any:
    """Join what a line is made of; each of it exists once at most for a referral."""
    return (
        statement.select_from(Referral)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(
            Interview, and_(Interview.referral_id == Referral.id, Interview.state.in_(_LIVE))
        )
        .outerjoin(
            InterviewSlot,
            and_(InterviewSlot.interview_id == Interview.id, InterviewSlot.chosen.is_(True)),
        )
        .outerjoin(Offer, and_(Offer.referral_id == Referral.id, Offer.state == OfferState.OPEN))
    )


def _narrowed(viewer: Viewer, wanted: MeetingFilter) -> list[ColumnElement[bool]]:
    found = [visible(viewer, Permission.SEE_OWN_REFERRALS)]
    if wanted.posting:
        found.append(Opportunity.public_id == wanted.posting)
    if wanted.stage:
        found.append(Referral.stage == wanted.stage)
    return found


def _turn(now: datetime) -> ColumnElement[int]:
    """Say whose turn it is: the place in `_ORDER`."""
    mine = or_(
        Referral.stage == ReferralStage.WITH_EMPLOYER,
        and_(
            Referral.stage == ReferralStage.MEETING,
            or_(
                Interview.id.is_(None),
                and_(Interview.state == InterviewState.AGREED, InterviewSlot.starts_at <= now),
            ),
        ),
    )
    ended = Referral.stage.in_((ReferralStage.PLACED, ReferralStage.CLOSED))
    return case((mine, 0), (ended, 2), else_=1).label("turn")


def _until(now: datetime) -> ColumnElement[Any]:
    """Say by when something is to happen: the offer's last day, the employer's, the person's."""
    meets = and_(
        Referral.stage == ReferralStage.MEETING,
        Interview.state == InterviewState.AGREED,
        InterviewSlot.starts_at > now,
    )
    proposed = Interview.state == InterviewState.PROPOSED
    last = select(func.max(_Proposed.starts_at)).where(_Proposed.interview_id == Interview.id)
    return case(
        (Referral.stage == ReferralStage.OFFER, Offer.answer_by),
        (meets, InterviewSlot.starts_at),
        (proposed, last.correlate(Interview).scalar_subquery()),
        (Referral.stage == ReferralStage.WITH_PERSON, Referral.consent_by),
        else_=Referral.answer_by,
    ).label("until")


def _row(one: Any, work: str | None = None) -> MeetingRow:
    values = {name: value for name, value in one._asdict().items() if name not in _UNSEEN}
    values["turn"] = _ORDER[values["turn"]]
    return MeetingRow(work=work, **values)
