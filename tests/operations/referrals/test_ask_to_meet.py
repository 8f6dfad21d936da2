"""Asking to meet by the number of a card: who is found, who is not, how many, and at once."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.enums import ConsentPurpose, OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    ReferralStage,
)
from models.referral_states import ConsentStep
from tests.operations.cast import TODAY, add_offer, add_person
from tests.operations.referrals.stage import NO_FROM_EMPLOYER, NO_FROM_PERSON, PERSON
from tests.operations.staff import at_once
from tests.operations.trust import caseworker, employer_of
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.access.work_card import card_number
from wasl.operations.compute_matches import compute_matches
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals import ask_to_meet as asking
from wasl.operations.referrals.answer_employer import decline
from wasl.operations.referrals.ask_to_meet import (
    Asked,
    NoCandidatesShownError,
    TooManyWishesError,
    ask_to_meet,
    wishes_left,
)
from wasl.operations.referrals.core import open_referral, take_step


class Fair:
    """A posting with one place, people who fit it, and its owner."""

    def __init__(self, session: Session, people: int = 3) -> None:
        self.session, self.posting = session, add_offer(session, "B-1")
        self.people = [add_person(session, f"P-{number}") for number in range(people)]
        self.owner = employer_of(session, self.posting)
        compute_matches(session, COMMAND_LINE, TODAY)
        session.flush()

    def card(self, number: int) -> str:
        return card_number(self.posting.public_id, self.people[number].public_id)

    def cards(self) -> list[str]:
        return [self.card(number) for number in range(len(self.people))]

    def ask(self, *cards: str, by: Viewer | None = None) -> Asked:
        return ask_to_meet(self.session, by or self.owner, self.posting, cards)

    def referral(self, number: int) -> Referral | None:
        mine = select(Referral).where(Referral.person_id == self.people[number].id)
        return self.session.scalar(mine)

    def open(self, number: int) -> Referral:
        return open_referral(
            self.session, COMMAND_LINE, self.people[number], self.posting, ReferralOrigin.OFFICE
        )


@pytest.fixture
def fair(session: Session) -> Fair:
    return Fair(session)


def test_a_wish_waits_for_the_office(fair: Fair) -> None:
    assert fair.ask(fair.card(0), fair.card(2)) == Asked(asked=2)
    first = fair.referral(0)
    assert first is not None
    assert (first.origin, first.stage) == (ReferralOrigin.EMPLOYER, ReferralStage.WITH_OFFICE)
    assert (first.verdict, first.consent) == (EmployerVerdict.MEET, ConsentState.NOT_ASKED)
    assert first.card == fair.card(0)
    assert fair.referral(1) is None
    assert fair.ask(fair.card(0)) == Asked(before=1)


def test_who_said_yes_already_is_met_at_once(fair: Fair) -> None:
    take_step(fair.session, COMMAND_LINE, fair.open(0), ConsentStep.SAY_YES, PERSON)
    assert fair.ask(fair.card(0), fair.card(1)) == Asked(asked=1, meeting=1)
    first = fair.referral(0)
    assert first is not None
    assert first.stage is ReferralStage.MEETING


def test_who_said_no_is_not_asked_again_and_no_one_learns_it(fair: Fair) -> None:
    take_step(fair.session, COMMAND_LINE, fair.open(0), ConsentStep.SAY_NO, NO_FROM_PERSON)
    assert fair.ask(fair.card(0)) == Asked(gone=1)
    first = fair.referral(0)
    assert first is not None
    assert first.verdict is EmployerVerdict.NOT_ASKED


def test_the_employer_may_ask_whom_it_had_declined(fair: Fair) -> None:
    referral = fair.open(0)
    take_step(fair.session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    decline(fair.session, fair.owner, referral, NO_FROM_EMPLOYER)
    assert referral.close_cause is CloseCause.EMPLOYER_DECLINED
    assert fair.ask(fair.card(0)) == Asked(asked=1)
    assert referral.stage is ReferralStage.WITH_OFFICE, "the yes from then is none to this"
    assert wishes_left(fair.session, fair.posting) == 9


def test_only_cards_that_are_shown_are_found(fair: Fair) -> None:
    later = add_person(fair.session, "later")  # after the matches were computed
    record_consent(fair.session, COMMAND_LINE, fair.people[0], ConsentPurpose.MATCHING, False)
    other = add_offer(fair.session, "B-2")
    cards = [
        fair.card(0),
        card_number(fair.posting.public_id, later.public_id),
        card_number(other.public_id, fair.people[1].public_id),
        fair.people[1].public_id,
        "K4F-2M7",
        "",
    ]
    assert fair.ask(*cards) == Asked(gone=6)
    assert fair.session.scalar(select(func.count(Referral.id))) == 0


@pytest.mark.parametrize("what", ["paused", "refused"])
def test_nobody_is_asked_for_what_is_not_shown(fair: Fair, what: str) -> None:
    if what == "paused":
        fair.posting.status = OpportunityStatus.PAUSED
    else:
        fair.posting.organisation.standing = OrganisationStanding.REFUSED
    fair.session.flush()
    with pytest.raises(NoCandidatesShownError):
        fair.ask(fair.card(0))


def test_no_more_are_asked_than_there_could_be_places_for(session: Session) -> None:
    fair = Fair(session, people=12)
    assert wishes_left(session, fair.posting) == 10
    fair.ask(*fair.cards()[:4])
    with pytest.raises(TooManyWishesError) as raised:
        fair.ask(*fair.cards()[4:])
    assert raised.value.left == 6
    assert session.scalar(select(func.count(Referral.id))) == 4
    assert fair.ask(*fair.cards()[:10]) == Asked(asked=6, before=4)
    answered = fair.referral(0)
    assert answered is not None
    take_step(session, COMMAND_LINE, answered, ConsentStep.SAY_YES, PERSON)
    assert wishes_left(session, fair.posting) == 1


# Two recruiters ask at once: each person once, and the limit holds for both together.


def both_ask(engine: Engine, people: int, *, apart: bool) -> tuple[list[BaseException | None], int]:
    with Session(engine) as session:
        fair = Fair(session, people)
        recruiter = employer_of(session, fair.posting, Role.EMPLOYER_RECRUITER)
        caseworker(session)
        session.commit()
        id_, cards, half = fair.posting.id, fair.cards(), people // 2
        parts = (cards[:half], cards[half:]) if apart else (cards, cards[::-1])
        both = ((fair.owner, parts[0]), (recruiter, parts[1]))

    def ask(by: Viewer, wanted: list[str]) -> object:
        return lambda session: ask_to_meet(session, by, session.get_one(Opportunity, id_), wanted)

    errors = at_once(engine, *(ask(*one) for one in both))  # type: ignore[arg-type]
    with Session(engine) as session:
        return errors, session.scalar(select(func.count(Referral.id))) or 0


def test_two_who_ask_for_the_same_people_ask_each_once(engine: Engine) -> None:
    assert both_ask(engine, 4, apart=False) == ([None, None], 4)


def test_the_limit_holds_for_two_together(engine: Engine) -> None:
    errors, asked = both_ask(engine, 16, apart=True)
    assert [type(error) for error in errors if error] == [TooManyWishesError]
    assert asked == 8


def test_without_the_lock_on_the_posting_the_limit_does_not_hold(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite whoever writes is alone anyway."""
    from threading import Barrier

    from wasl.config import Settings
    from wasl.database import make_engine

    both = Barrier(2)

    def careless(
        session: Session, people: list[Person], opportunity: Opportunity
    ) -> dict[int, Referral]:
        del session, people, opportunity
        return {}

    counted = asking.wishes_left

    def count_together(session: Session, opportunity: Opportunity) -> int:
        left = counted(session, opportunity)
        both.wait(10)
        return left

    monkeypatch.setattr(asking, "_hold", careless)
    monkeypatch.setattr(asking, "wishes_left", count_together)
    engine = make_engine(Settings(database_url=postgres_url))
    errors, asked = both_ask(engine, 16, apart=True)
    engine.dispose()
    assert (errors, asked) == ([None, None], 16)
