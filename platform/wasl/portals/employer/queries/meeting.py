"""One person whom the employer deals with: the masked card, what was said, meetings and offers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.explanation import Explanation
from models.access_enums import AuditAction
from models.match import Match
from models.offer import Interview, Offer
from models.organisation_states import SEEN_STANDINGS
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import Axis, RefusalReason, Side
from wasl.access.viewer import Viewer
from wasl.access.work_card import WorkCard, load_work_cards
from wasl.audit.record import record
from wasl.operations.compute_matches import latest_run
from wasl.operations.referrals.answer_employer import may_ask_anew
from wasl.portals.employer.queries.candidates import Explainer
from wasl.portals.employer.queries.fitting import shown_matches

SEEN_ON = "referral"
"""What the audit log calls the page."""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """Something that was said; private to the others are their reasons and private notes."""

    at: datetime
    axis: Axis
    target: str
    side: Side
    reason: RefusalReason | None
    note: str | None
    private_note: str | None


@dataclass(frozen=True, kw_only=True)
class OnePerson:
    """What the page of a person holds besides the referral. card: none when it is not shown."""

    card: WorkCard | None
    explanation: Explanation | None
    interview: Interview | None
    offer: Offer | None
    log: list[LogLine]


def load_one_person(
    session: Session, referral: Referral, *, named: bool, language: str, today: date
) -> OnePerson:
    """Return what an employer sees of somebody with whom it deals.

    The card is shown while something is open, or the employer could ask anew, its person consents
    to matching and somebody vouches for the employer. named: the person let this employer know who
    they are; only then it reads their words.
    """
    shown = referral.closed_at is None or may_ask_anew(referral)
    vouched = referral.opportunity.organisation.standing in SEEN_STANDINGS
    card = _card(session, referral, language, today) if shown and vouched else None
    return OnePerson(
        card=card,
        explanation=_explanation(session, referral) if card else None,
        interview=newest_interview(session, referral),
        offer=newest_offer(session, referral),
        log=_log(session, referral, named=named),
    )


def note_seen(session: Session, viewer: Viewer, referral: Referral, *, named: bool) -> None:
    """Record that somebody looked at a referral, and whether they saw who it is."""
    person = session.scalar(select(Person.public_id).where(Person.id == referral.person_id))
    subject = ("referral", referral.public_id)
    record(
        session,
        viewer,
        AuditAction.REFERRAL_SEEN,
        person=person,
        subject=subject,
        page=SEEN_ON,
        named=named,
    )


def _card(session: Session, referral: Referral, language: str, today: date) -> WorkCard | None:
    ids = (referral.opportunity_id, referral.opportunity.public_id)
    whom = {referral.person_id}
    cards = load_work_cards(session, ids, whom, language=language, today=today)
    return cards.get(referral.person_id)


def _explanation(session: Session, referral: Referral) -> Explanation | None:
    run = latest_run(session)
    if run is None:
        return None
    row = session.execute(
        select(Match.explanation, Match.unmet, Match.points).where(
            *shown_matches(run.id),
            Match.opportunity_id == referral.opportunity_id,
            Match.person_id == referral.person_id,
        )
    ).first()
    return Explainer(session, run, referral.opportunity_id)(*row) if row else None


def newest_interview(session: Session, referral: Referral) -> Interview | None:
    """Return the last meeting that was proposed, whatever became of it; or none."""
    mine = select(Interview).where(Interview.referral_id == referral.id)
    return session.scalar(mine.order_by(Interview.id.desc()).limit(1))


def newest_offer(session: Session, referral: Referral) -> Offer | None:
    """Return the last offer that was made, whatever became of it; or none."""
    mine = select(Offer).where(Offer.referral_id == referral.id)
    return session.scalar(mine.order_by(Offer.id.desc()).limit(1))


def _log(session: Session, referral: Referral, *, named: bool) -> list[LogLine]:
    """Return the log, the newest first, without what is not for the employer."""
    rows = session.scalars(
        select(ReferralStep)
        .where(ReferralStep.referral_id == referral.id)
        .order_by(ReferralStep.id.desc())
    )
    return [_line(row, named=named) for row in rows]


def _line(row: ReferralStep, *, named: bool) -> LogLine:
    own = row.side is Side.EMPLOYER
    readable = own or row.side is Side.OFFICE or named
    return LogLine(
        at=row.at,
        axis=row.axis,
        target=row.target,
        side=row.side,
        reason=row.reason if own else None,
        note=row.shared_note if readable else None,
        private_note=row.private_note if own else None,
    )
