"""What an employer writes to a person: nothing that asks for money or papers is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityKind
from models.referral_enums import EmployerVerdict
from tests.operations.placements.scene import TODAY
from tests.operations.referrals.stage import NO_FROM_EMPLOYER, Stage, set_stage
from tests.operations.referrals.test_interviews import PROPOSAL
from wasl.operations.referrals.answer_employer import decline, decline_several
from wasl.operations.referrals.interviews import live_interview, propose_interview
from wasl.operations.referrals.note_rules import NoteRefusedError, check_notes
from wasl.operations.referrals.offers import Offering, make_offer, open_offer

FEE = "Bring 25,000 for the registration fee."
PASSPORT = "We keep your passport until the end of the contract."


@pytest.fixture
def stage(session: Session) -> Stage:
    made = set_stage(session)
    made.stand(verdict=EmployerVerdict.MEET)
    return made


@pytest.mark.parametrize("text", [FEE, PASSPORT, "مطلوب دفع ر س و م التسجيل 25000"])
def test_a_note_that_asks_for_money_or_papers_is_not_sent(stage: Stage, text: str) -> None:
    session, referral = stage.session, stage.referral
    steps, told = len(stage.steps()), len(stage.told())
    said = replace(NO_FROM_EMPLOYER, shared_note=text)
    with pytest.raises(NoteRefusedError) as caught:
        decline(session, stage.owner, referral, said)
    assert caught.value.finding.field == "shared_note"
    assert caught.value.finding.words in text
    with pytest.raises(NoteRefusedError):
        decline_several(session, stage.owner, {referral: referral.version}, said)
    for field in ("note", "place"):
        with pytest.raises(NoteRefusedError):
            propose_interview(session, stage.owner, referral, replace(PROPOSAL, **{field: text}))
    offering = Offering(answer_by=TODAY + timedelta(days=7), terms=text)
    with pytest.raises(NoteRefusedError):
        make_offer(session, stage.owner, referral, offering, today=TODAY)
    assert (len(stage.steps()), len(stage.told())) == (steps, told)
    assert live_interview(session, referral) is None
    assert open_offer(session, referral) is None


def test_what_stays_in_the_house_and_what_is_usual_is_let_pass(stage: Stage) -> None:
    check_notes({"note": "Bring your certificates and your passport to show them to us."})
    check_notes({"place": "By video: WhatsApp 0770 123 4567"})
    said = replace(NO_FROM_EMPLOYER, private_note=FEE, shared_note="The place is filled.")
    assert decline(stage.session, stage.owner, stage.referral, said)


def test_who_lends_money_may_ask_for_a_guarantee_and_not_for_papers() -> None:
    terms = {"terms": "A guarantee is to be paid before the loan: a deposit of 100,000."}
    with pytest.raises(NoteRefusedError):
        check_notes(terms, OpportunityKind.JOB)
    check_notes(terms, OpportunityKind.FINANCE)
    with pytest.raises(NoteRefusedError):
        check_notes({"terms": PASSPORT}, OpportunityKind.FINANCE)
