"""Offers: a place is held, never two; what a kind needs; taken back; two recruiters at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import OpportunityKind, OrganisationStanding
from models.offer import Offer
from models.opportunity import Opportunity
from models.opportunity_kinds import CLASS_OF_KIND
from models.referral import AnswerCode, Referral
from models.referral_enums import (
    ConsentState,
    EmployerVerdict,
    OfferState,
    ReferralOrigin,
    ReferralStage,
)
from tests.operations.cast import coded
from tests.operations.referrals.stage import EMPLOYER, Stage, set_stage
from tests.operations.staff import at_once
from tests.operations.trust import add_returnee
from wasl.access.viewer import Viewer
from wasl.clock import BAGHDAD, today_in_baghdad
from wasl.operations.referrals import offers
from wasl.operations.referrals.core import open_referral
from wasl.operations.referrals.employer_rules import NotVouchedForError
from wasl.operations.referrals.errors import NoSeatLeftError, ReferralChangedError
from wasl.operations.referrals.offers import (
    OFFER_FIELDS,
    Offering,
    OfferNotPossibleError,
    OfferRefusal,
    OfferRefusedError,
    make_offer,
    withdraw_offer,
)

TODAY = today_in_baghdad()
WEEK = TODAY + timedelta(days=7)
OFFERING = Offering(answer_by=WEEK, starts_on=WEEK, wage=700_000, terms=" six days a week ")


@pytest.fixture
def stage(session: Session) -> Stage:
    made = set_stage(session)
    made.stand(verdict=EmployerVerdict.MEET)
    return made


def offered(stage: Stage, offering: Offering = OFFERING, seen: int | None = None) -> Offer:
    return make_offer(stage.session, stage.owner, stage.referral, offering, seen, today=TODAY)


def test_an_offer_holds_a_place_and_the_person_gets_a_code(stage: Stage) -> None:
    offer = offered(stage)
    stage.session.refresh(stage.posting)
    assert stage.posting.seats_taken == 1
    assert (offer.wage, offer.starts_on, offer.terms) == (700_000, WEEK, "six days a week")
    assert (offer.quantity, offer.amount) == (1, None)
    assert offer.answer_by.astimezone(BAGHDAD).date() == WEEK
    assert stage.referral.stage is ReferralStage.OFFER
    [code] = stage.session.scalars(select(AnswerCode))
    assert code.expires_at == offer.answer_by
    assert stage.told() == ["offer_made", "employer_answered"]
    [event] = stage.events(AuditAction.OFFER_CHANGED)
    assert event.details == {"state": "open"}
    [taken] = stage.events(AuditAction.SEATS_TAKEN)
    assert taken.details == {"count": 1, "taken": 1}


def test_no_place_is_offered_twice(stage: Stage) -> None:
    offered(stage)
    other = open_referral(
        stage.session,
        stage.owner,
        add_returnee(stage.session, "T-2"),
        stage.posting,
        ReferralOrigin.EMPLOYER,
    )
    second = Stage(**{**vars(stage), "referral": other})
    second.stand(verdict=EmployerVerdict.MEET)
    with pytest.raises(NoSeatLeftError) as raised:
        offered(second)
    assert raised.value.free == 0
    assert other.verdict is EmployerVerdict.MEET
    assert second.steps() == []


def test_a_second_click_is_no_second_offer(stage: Stage) -> None:
    seen = stage.referral.version
    first = offered(stage, seen=seen)
    assert offered(stage, seen=seen) is first
    with pytest.raises(ReferralChangedError):
        make_offer(stage.session, stage.recruiter, stage.referral, OFFERING, seen, today=TODAY)


@pytest.mark.parametrize(
    ("consent", "verdict"),
    [
        (ConsentState.ASKED, EmployerVerdict.MEET),
        (ConsentState.GIVEN, EmployerVerdict.DECLINED),
        (ConsentState.WITHDRAWN, EmployerVerdict.MEET),
    ],
)
def test_nothing_is_offered_to_who_did_not_agree(
    stage: Stage, consent: ConsentState, verdict: EmployerVerdict
) -> None:
    stage.stand(consent, verdict)
    with pytest.raises(OfferNotPossibleError):
        offered(stage)
    stage.session.refresh(stage.posting)
    assert stage.posting.seats_taken == 0


def test_who_is_not_vouched_for_any_more_offers_nothing(stage: Stage) -> None:
    stage.posting.organisation.standing = OrganisationStanding.REFUSED
    stage.session.flush()
    with pytest.raises(NotVouchedForError):
        offered(stage)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"wage": 499_999}, OfferRefusal.BELOW_POSTED_WAGE),
        ({"starts_on": TODAY - timedelta(days=1)}, OfferRefusal.BEGINS_BEFORE_TODAY),
        ({"answer_by": TODAY}, OfferRefusal.ANSWER_DAY),
        ({"answer_by": TODAY + timedelta(days=61)}, OfferRefusal.ANSWER_DAY),
        ({"answer_by": TODAY + timedelta(days=1)}, None),
        ({"answer_by": TODAY + timedelta(days=60)}, None),
        ({"wage": 500_000, "starts_on": TODAY}, None),
        ({"wage": None, "starts_on": None}, None),
    ],
)
def test_what_can_be_offered(
    stage: Stage, changed: dict[str, Any], why: OfferRefusal | None
) -> None:
    stage.posting.wage_min = 500_000
    stage.session.flush()
    offering = Offering(**{"answer_by": WEEK, **changed})
    if why is None:
        offered(stage, offering)
        return
    with pytest.raises(OfferRefusedError) as raised:
        offered(stage, offering)
    assert raised.value.why is why
    stage.session.refresh(stage.posting)
    assert stage.posting.seats_taken == 0


def posting_of(session: Session, stage: Stage, kind: OpportunityKind) -> Opportunity:
    more = {"amount_max": 5_000_000} if kind is OpportunityKind.FINANCE else {}
    made = CLASS_OF_KIND[kind](
        organisation=stage.posting.organisation,
        ref=kind.value,
        employer_wording="Bakery",
        status=stage.posting.status,
        seats=10,
        **coded("Ovens", None),
        **more,
    )
    session.add(made)
    session.flush()
    return made


@pytest.mark.parametrize("kind", OpportunityKind)
def test_an_offer_keeps_only_what_its_kind_needs(stage: Stage, kind: OpportunityKind) -> None:
    session = stage.session
    posting = posting_of(session, stage, kind)
    origin = ReferralOrigin.EMPLOYER
    stage.referral = open_referral(session, stage.owner, stage.person, posting, origin)
    stage.stand()
    given = {"quantity": 4, "amount": 2_000_000, "starts_on": WEEK, "wage": 600_000}
    offer = offered(stage, Offering(answer_by=WEEK, **given))  # type: ignore[arg-type]
    kept = {name: getattr(offer, name) for name in given}
    empty = {"quantity": 1, "amount": None, "starts_on": None, "wage": None}
    assert kept == {name: (given if name in OFFER_FIELDS[kind] else empty)[name] for name in given}
    session.refresh(posting)
    assert posting.seats_taken == offer.quantity


@pytest.mark.parametrize(
    ("amount", "why"),
    [(None, OfferRefusal.NO_AMOUNT), (5_000_001, OfferRefusal.TOO_MUCH), (5_000_000, None)],
)
def test_finance_is_an_amount_within_what_the_posting_gives(
    stage: Stage, amount: int | None, why: OfferRefusal | None
) -> None:
    session = stage.session
    posting = posting_of(session, stage, OpportunityKind.FINANCE)
    origin = ReferralOrigin.EMPLOYER
    stage.referral = open_referral(session, stage.owner, stage.person, posting, origin)
    stage.stand()
    offering = Offering(answer_by=WEEK, amount=amount)
    if why is None:
        assert offered(stage, offering).amount == amount
        return
    with pytest.raises(OfferRefusedError) as raised:
        offered(stage, offering)
    assert raised.value.why is why


def test_an_offer_is_taken_back_and_both_still_talk(stage: Stage) -> None:
    offer = offered(stage)
    stage.forget()
    seen = stage.referral.version
    assert withdraw_offer(stage.session, stage.owner, stage.referral, EMPLOYER, seen)
    assert not withdraw_offer(stage.session, stage.owner, stage.referral, EMPLOYER, seen)
    stage.session.refresh(stage.posting)
    assert stage.posting.seats_taken == 0
    assert offer.state is OfferState.WITHDRAWN
    assert stage.referral.stage is ReferralStage.MEETING
    assert stage.referral.answer_by is not None
    assert stage.told() == ["person_news", "employer_answered"]


def test_the_posting_counts_as_attended_and_keeps_its_version(stage: Stage) -> None:
    long_ago = utc_now() - timedelta(days=90)
    stage.posting.attended_at = stage.posting.asked_after_at = long_ago
    stage.session.commit()
    version = stage.posting.version
    offered(stage)
    stage.session.commit()
    stage.session.refresh(stage.posting)
    assert stage.posting.attended_at > long_ago
    assert stage.posting.asked_after_at is None
    assert stage.posting.version == version


# Two recruiters who offer the same person something at once.


def both_offer(engine: Engine) -> tuple[list[BaseException | None], int, int]:
    with Session(engine) as session:
        stage = set_stage(session)
        stage.stand(verdict=EmployerVerdict.MEET)
        stage.posting.seats = 5
        session.commit()
        seen, id_, two = stage.referral.version, stage.referral.id, (stage.owner, stage.recruiter)
        posting = stage.posting.id

    def offer(by: Viewer) -> Any:
        return lambda session: make_offer(
            session, by, session.get_one(Referral, id_), OFFERING, seen, today=TODAY
        )

    errors = at_once(engine, *(offer(by) for by in two))
    with Session(engine) as session:
        taken = session.scalar(select(Opportunity.seats_taken).where(Opportunity.id == posting))
        return errors, len(session.scalars(select(Offer.id)).all()), taken or 0


def test_of_two_recruiters_at_once_one_offers(engine: Engine) -> None:
    errors, made, taken = both_offer(engine)
    assert (made, taken) == (1, 1)
    assert [type(error) for error in errors if error] == [ReferralChangedError]


def test_without_the_version_the_second_stumbles(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left then is the stage; who is told that nothing is possible does not know why."""
    monkeypatch.setattr(
        offers,
        "hold_for",
        lambda session, _by, referral, *_, **__: bool(
            session.refresh(referral, with_for_update=True) is None
        ),
    )
    errors, _made, _taken = both_offer(engine)
    assert [type(error) for error in errors if error] == [OfferNotPossibleError]
