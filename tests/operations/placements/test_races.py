"""Places under 32 clients at once, and the power going in between: never one too many or too few.

The twins do what a plain page would: read how many are free, then write. They overbook, so the
races here are real.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, func, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models.enums import OpportunityKind as Kind
from models.enums import OpportunityStatus as Status
from models.message import Message
from models.offer import Offer
from models.opportunity import Opportunity
from models.placement import Allocation, Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import CloseCause, OfferState, RefusalReason, Side
from tests.operations.placements.scene import PERSON, TODAY, scene_of, seats_in_use
from tests.operations.power_cut import PowerCutError, power_cut_after
from tests.operations.staff import Work, at_once
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.database import engine_options, prepare_engine, write_session
from wasl.keys import open_keys
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.referrals import offers
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.errors import NoSeatLeftError
from wasl.operations.referrals.offers import Offering, make_offer, withdraw_offer

CLIENTS, SEATS = 32, 5
NO = Said(side=Side.PERSON, reason=RefusalReason.DISTANCE)


@pytest.fixture
def wide(settings: Settings) -> Iterator[Engine]:
    """An engine with a connection for every client."""
    engine = create_engine(
        make_url(settings.url),
        pool_size=CLIENTS,
        pool_timeout=120,
        **engine_options(settings.url),
    )
    yield prepare_engine(engine, open_keys(settings))
    engine.dispose()


@pytest.fixture
def met(wide: Engine) -> list[int]:
    """The referrals of 32 people whom an employer with five places met."""
    with write_session(wide) as session:
        scene = scene_of(session)
        posting = scene.posting("race", seats=SEATS)
        return [scene.met(scene.person(f"R-{no}"), posting).id for no in range(CLIENTS)]


def _posting(session: Session) -> Opportunity:
    return session.scalars(select(Opportunity).where(Opportunity.ref == "race")).one()


def _owner(session: Session) -> Viewer:
    return Viewer(name="owner", organisation_id=_posting(session).organisation_id)


def _make(key: int) -> Work:
    def work(session: Session) -> object:
        given = Offering(answer_by=TODAY + offers.LONGEST_WAIT)
        referral = session.get_one(Referral, key)
        return make_offer(session, _owner(session), referral, given, today=TODAY)

    return work


def _answer(key: int, accept: bool = True) -> Work:
    def work(session: Session) -> object:
        offer = session.scalars(select(Offer).where(Offer.referral_id == key)).one()
        said = PERSON if accept else NO
        return answer_offer(session, _owner(session), offer, accept, said, today=TODAY)

    return work


def _kinds(raised: list[BaseException | None]) -> Counter[type]:
    return Counter(type(error) for error in raised)


def _open_offers(session: Session) -> int:
    open_ = select(func.count()).select_from(Offer).where(Offer.state == OfferState.OPEN)
    return session.scalar(open_) or 0


def test_32_offers_at_once_for_five_places(wide: Engine, met: list[int]) -> None:
    raised = at_once(wide, *(_make(key) for key in met))
    assert _kinds(raised) == {type(None): SEATS, NoSeatLeftError: CLIENTS - SEATS}
    with Session(wide) as session:
        posting = _posting(session)
        assert posting.seats_taken == seats_in_use(session, posting) == SEATS
        assert _open_offers(session) == SEATS


def test_read_then_write_overbooks(
    wide: Engine, met: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the same race, but what is free is what each client saw a moment before."""
    with Session(wide) as session:
        posting = _posting(session)
        seats, taken = posting.seats, posting.seats_taken

    def take(session: Session, _by: Viewer, posting: Opportunity, count: int = 1) -> None:
        if taken + count > seats:
            raise NoSeatLeftError(seats - taken)
        mine = update(Opportunity).where(Opportunity.id == posting.id)
        session.execute(mine.values(seats_taken=taken + count))

    monkeypatch.setattr(offers, "take_seats", take)
    at_once(wide, *(_make(key) for key in met))
    with Session(wide) as session:
        assert _open_offers(session) > SEATS


def test_32_people_accept_at_once(wide: Engine, met: list[int]) -> None:
    with write_session(wide) as session:
        _posting(session).seats = CLIENTS
    for key in met:
        with write_session(wide) as session:
            _make(key)(session)
    raised = at_once(wide, *(_answer(key) for key in met))
    assert _kinds(raised) == {type(None): CLIENTS}
    with Session(wide) as session:
        posting = _posting(session)
        assert posting.seats_taken == seats_in_use(session, posting) == CLIENTS
        assert posting.status is Status.FILLED, "whoever came last filled it"
        assert session.scalar(select(func.count()).select_from(Placement)) == CLIENTS
        assert session.scalar(select(func.count()).select_from(PlacementCheck)) == CLIENTS * 6


def test_one_offer_accepted_by_32_clients_at_once(wide: Engine, met: list[int]) -> None:
    with write_session(wide) as session:
        _make(met[0])(session)
    raised = at_once(wide, *[_answer(met[0])] * CLIENTS)
    assert _kinds(raised) == {type(None): CLIENTS}
    with Session(wide) as session:
        assert session.scalar(select(func.count()).select_from(Placement)) == 1
        placed = select(func.count()).select_from(Message).where(Message.template == "placed")
        assert session.scalar(placed) == 1
        assert _posting(session).seats_taken == 1


def test_yes_no_and_taking_back_at_once_come_to_one_of_them(wide: Engine, met: list[int]) -> None:
    with write_session(wide) as session:
        _make(met[0])(session)

    def take_back(session: Session) -> object:
        referral = session.get_one(Referral, met[0])
        said = Said(side=Side.EMPLOYER)
        return withdraw_offer(session, _owner(session), referral, said)

    works = [_answer(met[0]), _answer(met[0], False), take_back] * 10
    raised = at_once(wide, *works)
    with Session(wide) as session:
        state = session.scalars(select(Offer.state)).one()
        posting = _posting(session)
        assert posting.seats_taken == seats_in_use(session, posting)
        placements = session.scalar(select(func.count()).select_from(Placement))
        assert placements == (1 if state is OfferState.ACCEPTED else 0)
    assert state is not OfferState.OPEN
    assert OfferOverError in _kinds(raised)
    assert "OperationalError" not in {type(error).__name__ for error in raised}, "a deadlock"


def test_one_person_accepts_two_jobs_at_once_and_gets_one(wide: Engine) -> None:
    with write_session(wide) as session:
        scene = scene_of(session)
        keys = []
        for no in range(8):
            person = scene.person(f"T-{no}")
            for ref in ("race", "other"):
                posting = session.scalars(
                    select(Opportunity).where(Opportunity.ref == ref)
                ).one_or_none() or scene.posting(ref, seats=8)
                keys.append(scene.offered(person, posting).referral_id)
    raised = at_once(wide, *(_answer(key) for key in keys))
    assert _kinds(raised) == {type(None): 8, OfferOverError: 8}
    with Session(wide) as session:
        causes = Counter(session.scalars(select(Referral.close_cause)))
        assert causes == {CloseCause.PLACED: 8, CloseCause.PLACED_ELSEWHERE: 8}
        for ref in ("race", "other"):
            posting = session.scalars(select(Opportunity).where(Opportunity.ref == ref)).one()
            assert posting.seats_taken == seats_in_use(session, posting)


def test_units_of_stock_are_not_overbooked_either(wide: Engine) -> None:
    with write_session(wide) as session:
        scene = scene_of(session)
        posting = scene.posting("race", Kind.IN_KIND, seats=7)
        met = [scene.met(scene.person(f"U-{no}"), posting).id for no in range(8)]

    def two(key: int) -> Work:
        def work(session: Session) -> object:
            given = Offering(answer_by=TODAY + offers.LONGEST_WAIT, quantity=2)
            referral = session.get_one(Referral, key)
            offer = make_offer(session, _owner(session), referral, given, today=TODAY)
            return answer_offer(session, _owner(session), offer, True, PERSON, today=TODAY)

        return work

    raised = at_once(wide, *(two(key) for key in met))
    assert _kinds(raised) == {type(None): 3, NoSeatLeftError: 5}
    with Session(wide) as session:
        assert session.scalar(select(func.sum(Allocation.quantity))) == 6


def test_the_power_may_go_at_any_statement(wide: Engine, met: list[int]) -> None:
    """Each time all of it happened or nothing; at the end it happened once."""
    key, cuts = met[0], 0
    for work in (_make(key), _answer(key)):
        done = False
        while not done:
            try:
                with power_cut_after(wide, cuts := cuts + 3), write_session(wide) as session:
                    work(session)
                done = True
            except PowerCutError:
                with Session(wide) as session:
                    posting = _posting(session)
                    assert posting.seats_taken == seats_in_use(session, posting)
        cuts = 0
    with Session(wide) as session:
        assert session.scalar(select(func.count()).select_from(Placement)) == 1
        sent = select(func.count()).select_from(Message).where(Message.template == "placed")
        assert session.scalar(sent) == 1
