"""Postings whose last day is over or near, and those that nobody attends to."""

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus as Status
from models.enums import OrganisationStanding
from models.opportunity import Opportunity, Organisation
from models.opportunity_states import TRANSITIONS, OpportunityStep
from models.referral import Referral
from wasl.operations.clock.periods import (
    EXPIRING_TOLD_BEFORE,
    STILL_OPEN_WITHIN,
    UNATTENDED_AFTER,
    begin_of,
)
from wasl.operations.clock.rounds import Round
from wasl.operations.move_opportunity import move_opportunity
from wasl.operations.referrals.end_referrals import ENDING, end_referrals, ended_with
from wasl.operations.tell_staff import tell_employer

_SHOWN = TRANSITIONS[OpportunityStep.EXPIRE].sources
_ALL_OPEN = ended_with(Status.CLOSED)
_ASKED_AFTER = Opportunity.asked_after_at >= Opportunity.attended_at


def expire_postings(round_: Round) -> None:
    """End postings whose last day is over, announce it a week before, finish what was begun."""
    over = Opportunity.status.in_(_SHOWN) & (Opportunity.apply_by < round_.today)
    near = Opportunity.status.in_(_SHOWN) & Opportunity.apply_by.between(
        round_.today, round_.today + EXPIRING_TOLD_BEFORE
    )
    left = or_(
        *(
            and_(
                Opportunity.status == status,
                exists().where(Referral.opportunity_id == Opportunity.id, ended_with(status)),
            )
            for status in ENDING
        ),
        _refused() & exists().where(Referral.opportunity_id == Opportunity.id, _ALL_OPEN),
    )
    ids = select(Opportunity.id).order_by(Opportunity.id)
    round_.each("expired", ids.where(over), _expire)
    round_.each("announced", ids.where(near), _announce)
    # Referrals that somebody had in hand when their posting ended, or its organisation was refused,
    # or that were opened just then.
    round_.each("finished", ids.where(left), _finish)


def ask_after_postings(round_: Round) -> None:
    """Ask after published postings that nobody attends to, and hide those left unanswered."""
    quiet = (
        (Opportunity.status == Status.PUBLISHED)
        & (Opportunity.attended_at < round_.now - UNATTENDED_AFTER)
        & (Opportunity.asked_after_at.is_(None) | ~_ASKED_AFTER)
    )
    unanswered = (
        (Opportunity.status == Status.PUBLISHED)
        & _ASKED_AFTER
        & (Opportunity.asked_after_at < round_.now - STILL_OPEN_WITHIN)
    )
    ids = select(Opportunity.id).order_by(Opportunity.id)
    round_.each("hidden", ids.where(unanswered), _hide)
    round_.each("asked", ids.where(quiet), _ask)


def _refused() -> ColumnElement[bool]:
    """Tell, in a statement on Opportunity, whether its organisation was refused."""
    return exists().where(
        Organisation.id == Opportunity.organisation_id,
        Organisation.standing == OrganisationStanding.REFUSED,
    )


def _hold(session: Session, key: int) -> Opportunity:
    statement = select(Opportunity).where(Opportunity.id == key).with_for_update()
    return session.scalars(statement).one()


def _expire(session: Session, round_: Round, key: int) -> bool:
    posting = _hold(session, key)
    over = posting.apply_by is not None and posting.apply_by < round_.today
    if not over or posting.status not in _SHOWN:
        return False
    move_opportunity(session, round_.by, posting, OpportunityStep.EXPIRE, round_.today)
    tell_employer(session, posting.organisation, "posting_expired")
    return True


def _announce(session: Session, round_: Round, key: int) -> bool:
    posting = _hold(session, key)
    day = posting.apply_by
    if day is None or day < round_.today or posting.status not in _SHOWN:
        return False
    # Told before this very week began: it was given more time since, and nears its end anew.
    told = posting.expiry_told_at
    if told is not None and told >= begin_of(day - EXPIRING_TOLD_BEFORE):
        return False
    _mark(session, posting, expiry_told_at=round_.now)
    tell_employer(session, posting.organisation, "posting_expiring", {"day": day})
    return True


def _finish(session: Session, round_: Round, key: int) -> bool:
    posting = session.get_one(Opportunity, key)
    refused = posting.organisation.standing is OrganisationStanding.REFUSED
    status = Status.CLOSED if refused else posting.status
    return bool(end_referrals(session, round_.by, posting, status))


def _ask(session: Session, round_: Round, key: int) -> bool:
    posting, before = _hold(session, key), round_.now - UNATTENDED_AFTER
    asked = posting.asked_after_at
    waits = asked is not None and asked >= posting.attended_at
    if posting.status is not Status.PUBLISHED or posting.attended_at >= before or waits:
        return False
    _mark(session, posting, asked_after_at=round_.now)
    day = round_.today + STILL_OPEN_WITHIN
    tell_employer(session, posting.organisation, "posting_still_open", {"day": day})
    return True


def _hide(session: Session, round_: Round, key: int) -> bool:
    posting, before = _hold(session, key), round_.now - STILL_OPEN_WITHIN
    asked = posting.asked_after_at
    waits = asked is not None and posting.attended_at <= asked < before
    if posting.status is not Status.PUBLISHED or not waits:
        return False
    move_opportunity(session, round_.by, posting, OpportunityStep.PAUSE, round_.today)
    tell_employer(session, posting.organisation, "posting_unpublished")
    return True


def _mark(session: Session, posting: Opportunity, **values: object) -> None:
    """Note that its employer was told; whoever is writing the posting is not disturbed by it."""
    session.execute(
        update(Opportunity)
        .where(Opportunity.id == posting.id)
        .values(**values, updated_at=Opportunity.updated_at)
        .execution_options(synchronize_session=False)
    )
