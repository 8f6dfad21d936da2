"""The outbox: at least once, never twice at once, never lost, never to who must not know."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.access_enums import Channel, MessageState
from models.account import Account
from models.base import utc_now
from models.enums import Agency, ConsentPurpose, PhoneOwner, Role
from models.message import Message
from models.person import Person, PersonIdentity
from models.register import Consent
from tests.messages.servers import TextTarget, running
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import begin_write, make_engine, write_session
from wasl.messages.carriers.carrier import Carrier, DeliveryError, Outgoing, Trouble
from wasl.messages.carriers.text_message import TextGateway
from wasl.operations import deliver_messages as delivering
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.deliver_messages import CLAIM, PAUSES, DeliveryReport, deliver_messages
from wasl.operations.ensure_office import ensure_office
from wasl.operations.queue_message import queue_message

PHONE = "+9647501234567"
EMAIL = "zana@office.example"
SOON = timedelta(minutes=30)


class Notebook:
    """A carrier that writes down what it was given, or fails as it is told."""

    def __init__(self, fails: DeliveryError | None = None) -> None:
        self.fails = fails
        self.taken: list[Outgoing] = []

    def send(self, message: Outgoing) -> None:
        """Take a message."""
        if self.fails:
            raise self.fails
        self.taken.append(message)


def _both(carrier: Carrier) -> Mapping[Channel, Carrier]:
    return {Channel.EMAIL: carrier, Channel.SMS: carrier}


def _at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def _queue(engine: Engine, template: str = "verify_login", **given: Any) -> str:
    params = given.pop("params", {"code": "482913", "until": utc_now() + SOON})
    with write_session(engine) as session:
        for name in ("person", "account"):
            if name in given:
                given[name] = session.get_one(type(given[name]), given[name].id)
        given = {"language": "en", "address": PHONE, **given}
        return queue_message(session, template, params, **given).public_id


def _message(engine: Engine, public_id: str | None = None) -> Message:
    with Session(engine) as session:
        found = select(Message)
        if public_id:
            found = found.where(Message.public_id == public_id)
        return session.scalars(found).one()


@pytest.fixture
def person(engine: Engine) -> Iterator[Person]:
    """Somebody who said that they may be contacted, on the phone of a neighbour."""
    with Session(engine, expire_on_commit=False) as session:
        person = Person(
            identity=PersonIdentity(
                name_latin="K4nary Name", phone=PHONE, phone_owner=PhoneOwner.NEIGHBOUR
            ),
            consents=[Consent(purpose=ConsentPurpose.CONTACT, granted=True)],
        )
        session.add(person)
        session.commit()
        yield person


def test_a_message_leaves_and_its_values_are_forgotten(engine: Engine, settings: Settings) -> None:
    _queue(engine)
    carrier = Notebook()
    assert deliver_messages(engine, settings, _both(carrier)) == DeliveryReport(sent=1)
    message = _message(engine)
    assert "482913" in carrier.taken[0].letter.body
    assert carrier.taken[0].reference == message.public_id
    assert (message.state, message.params) == (MessageState.SENT, {})
    assert message.sent_at is not None
    assert deliver_messages(engine, settings, _both(carrier)) == DeliveryReport()


def test_the_table_shows_neither_address_nor_words(engine: Engine) -> None:
    _queue(engine)
    with engine.connect() as connection:
        row = str(connection.execute(text("SELECT * FROM message")).one())
    assert PHONE not in row
    assert "482913" not in row


def test_a_message_of_a_transaction_that_failed_never_leaves(
    engine: Engine, settings: Settings
) -> None:
    with Session(engine) as session:
        queue_message(session, "account_restored", {}, language="en", address=EMAIL)
        session.rollback()
    carrier = Notebook()
    deliver_messages(engine, settings, _both(carrier))
    assert carrier.taken == []


def test_what_fails_is_tried_again_after_growing_pauses_and_then_given_up(
    engine: Engine, settings: Settings
) -> None:
    _queue(engine, "account_restored", params={})
    busy = Notebook(DeliveryError(Trouble.BUSY, 503, for_good=False))
    now = utc_now() + timedelta(seconds=1)
    waits = []
    for _ in range(len(PAUSES)):
        assert deliver_messages(engine, settings, _both(busy), _at(now)).put_off == 1
        message = _message(engine)
        assert (message.state, message.last_error) == (MessageState.WAITING, "busy 503")
        before = message.next_attempt_at - timedelta(seconds=1)
        assert deliver_messages(engine, settings, _both(busy), _at(before)) == DeliveryReport()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    assert waits == sorted(waits)
    assert waits[-1] > 10 * waits[0]
    assert deliver_messages(engine, settings, _both(busy), _at(now)).failed == 1
    assert _message(engine).state is MessageState.FAILED


def test_what_is_refused_for_good_is_not_tried_again(engine: Engine, settings: Settings) -> None:
    _queue(engine)
    gone = Notebook(DeliveryError(Trouble.ADDRESS_REFUSED, 550, for_good=True))
    assert deliver_messages(engine, settings, _both(gone)).failed == 1
    message = _message(engine)
    assert (message.state, message.last_error) == (MessageState.FAILED, "address_refused 550")


def test_a_code_that_has_expired_is_dropped(engine: Engine, settings: Settings) -> None:
    _queue(engine)
    carrier = Notebook()
    later = utc_now() + SOON + timedelta(seconds=1)
    assert deliver_messages(engine, settings, _both(carrier), _at(later)).dropped == 1
    message = _message(engine)
    assert (message.state, message.last_error, message.params) == (
        MessageState.DROPPED,
        "expired",
        {},
    )
    assert carrier.taken == []


def test_without_a_way_out_messages_wait_and_no_try_is_counted(
    engine: Engine, settings: Settings
) -> None:
    _queue(engine)
    deliver_messages(engine, settings, {Channel.EMAIL: Notebook()})
    message = _message(engine)
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)


def test_slips_do_not_leave_by_themselves(engine: Engine, settings: Settings) -> None:
    with write_session(engine) as session:
        office = ensure_office(session, Agency.MRC, "Erbil")
        given = {"code": "482913", "until": utc_now() + SOON}
        queue_message(session, "password_reset", given, language="ar", address=None, office=office)
    deliver_messages(engine, settings, _both(Notebook()))
    assert _message(engine).state is MessageState.WAITING


# Who may be told what.


def _tell(
    engine: Engine, settings: Settings, person: Person, template: str = "release_granted"
) -> tuple[DeliveryReport, list[Outgoing]]:
    day = {"day": utc_now().date()}
    params = {"release_granted": {"until": utc_now() + SOON}, "erasure_asked": day}.get(template)
    _queue(engine, template, person=person, params=params or {})
    carrier = Notebook()
    return deliver_messages(engine, settings, _both(carrier)), carrier.taken


def _set_owner(engine: Engine, person: Person, owner: PhoneOwner | None) -> None:
    with write_session(engine) as session:
        session.get_one(PersonIdentity, person.id).phone_owner = owner


@pytest.mark.parametrize(
    "owner", [PhoneOwner.NEIGHBOUR, PhoneOwner.FAMILY, PhoneOwner.CENTRE, None]
)
def test_a_phone_that_is_not_their_own_learns_nothing(
    engine: Engine, settings: Settings, person: Person, owner: PhoneOwner | None
) -> None:
    _set_owner(engine, person, owner)
    _, taken = _tell(engine, settings, person)
    body = taken[0].letter.body
    assert "employer" not in body.lower()
    assert "opportunit" not in body.lower()
    assert "K4nary" not in body


def test_their_own_phone_is_told(engine: Engine, settings: Settings, person: Person) -> None:
    """The twin of the test above: the same message to the same number says it."""
    _set_owner(engine, person, PhoneOwner.SELF)
    _, taken = _tell(engine, settings, person)
    assert "employer" in taken[0].letter.body


def test_another_number_than_the_one_on_record_is_not_their_own(
    engine: Engine, settings: Settings, person: Person
) -> None:
    _set_owner(engine, person, PhoneOwner.SELF)
    with write_session(engine) as session:
        session.get_one(PersonIdentity, person.id).phone = "+9647700000000"
    _, taken = _tell(engine, settings, person)
    assert "employer" not in taken[0].letter.body


def _account(engine: Engine, login: str, person: Person | None, role: Role) -> Account:
    with Session(engine, expire_on_commit=False) as session:
        given = NewAccount(
            login=login,
            password=None,
            display_name="Zana",
            role=role,
            person=session.merge(person) if person else None,
        )
        account = create_account(session, COMMAND_LINE, given, way="command")
        session.commit()
        return account


def test_a_mailbox_is_their_own_once_they_sign_in_with_it(
    engine: Engine, settings: Settings, person: Person
) -> None:
    given = {"params": {"until": utc_now() + SOON}, "person": person, "address": EMAIL}
    _queue(engine, "release_granted", **given)
    carrier = Notebook()
    deliver_messages(engine, settings, _both(carrier))
    _account(engine, EMAIL, person, Role.RETURNEE)
    _queue(engine, "release_granted", **given)
    deliver_messages(engine, settings, _both(carrier))
    told = ["employer" in outgoing.letter.body for outgoing in carrier.taken]
    assert told == [False, True]


def test_staff_are_told_in_full_and_returnees_accounts_are_not(
    engine: Engine, settings: Settings, person: Person
) -> None:
    staff = _account(engine, EMAIL, None, Role.SECRETARIAT)
    returnee = _account(engine, PHONE, person, Role.RETURNEE)
    _queue(engine, "password_changed", params={"at": utc_now()}, account=staff, address=EMAIL)
    _queue(engine, "password_changed", params={"at": utc_now()}, account=returnee)
    carrier = Notebook()
    deliver_messages(engine, settings, _both(carrier))
    bodies = {outgoing.address: outgoing.letter.body for outgoing in carrier.taken}
    assert "manages" in bodies[EMAIL]
    assert "manages" not in bodies[PHONE]


def test_who_does_not_wish_to_be_contacted_is_not_but_codes_still_come(
    engine: Engine, settings: Settings, person: Person
) -> None:
    with write_session(engine) as session:
        session.add(Consent(person_id=person.id, purpose=ConsentPurpose.CONTACT, granted=False))
    report, taken = _tell(engine, settings, person)
    assert (report.dropped, taken) == (1, [])
    assert _message(engine).last_error == "no_consent"
    _queue(engine, person=person)
    assert deliver_messages(engine, settings, _both(Notebook())).sent == 1


def test_a_person_whose_data_are_gone_is_written_nothing(
    engine: Engine, settings: Settings, person: Person
) -> None:
    with write_session(engine) as session:
        session.get_one(Person, person.id).anonymised_at = utc_now()
    report, taken = _tell(engine, settings, person, "erasure_asked")
    assert (report.dropped, taken) == (1, [])


def test_each_message_is_in_its_readers_language(engine: Engine, settings: Settings) -> None:
    given = {"params": {"day": date(2026, 12, 24)}}
    _queue(engine, "retention_notice", language="ar", **given)
    _queue(engine, "retention_notice", language="ckb", **given)
    carrier = Notebook()
    deliver_messages(engine, settings, _both(carrier))
    assert [outgoing.letter.language for outgoing in carrier.taken] == ["ar", "ckb"]
    assert "كانون الأول" in carrier.taken[0].letter.body


def test_the_log_holds_neither_addresses_nor_words(
    engine: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    _queue(engine)
    _queue(engine, "account_restored", params={}, address=EMAIL)
    with running(TextTarget()) as gateway:
        gateway.status = 500
        carriers: dict[Channel, Carrier] = {Channel.EMAIL: Notebook()}
        carriers[Channel.SMS] = TextGateway(gateway.url, "t0ken")
        deliver_messages(engine, settings, carriers)
    logged = caplog.text
    assert [word for word in (PHONE, EMAIL, "482913", "t0ken") if word in logged] == []


# Two processes at once, and a process that is killed.


def _race(engine: Engine, settings: Settings, carrier: Notebook, count: int) -> list[str]:
    """Deliver `count` messages by two workers that begin together; return what left."""
    for _ in range(count):
        _queue(engine)
    start = threading.Barrier(2)
    seen: list[BaseException] = []

    def work() -> None:
        own = make_engine(settings)
        try:
            start.wait(10)
            deliver_messages(own, settings, _both(carrier))
        except BaseException as error:
            seen.append(error)
        finally:
            own.dispose()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert seen == []
    return [outgoing.reference for outgoing in carrier.taken]


def test_two_workers_at_once_send_nothing_twice(engine: Engine, settings: Settings) -> None:
    left = _race(engine, settings, Notebook(), 12)
    assert (len(left), len(set(left))) == (12, 12)


def test_without_the_claim_they_do(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: both have looked before either notes that it has sent."""
    looked, sent = threading.Barrier(2), threading.Barrier(2)

    class Slow(Notebook):
        def send(self, message: Outgoing) -> None:
            super().send(message)
            sent.wait(30)

    def no_claim(session: Session, message_id: int, moment: datetime) -> bool:
        state = session.scalar(select(Message.state).where(Message.id == message_id))
        session.rollback()  # lets the other one look, as a read without a lock does
        looked.wait(30)
        begin_write(session)
        return state is MessageState.WAITING

    monkeypatch.setattr(delivering, "claim", no_claim)
    left = _race(engine, settings, Slow(), 3)
    assert (len(left), len(set(left))) == (6, 3)


KILLED = """
import os, signal, sys
from pathlib import Path
from models.access_enums import Channel
from wasl.config import Settings
from wasl.database import make_engine
from wasl.messages.carriers.text_message import TextGateway
from wasl.operations.deliver_messages import deliver_messages

class Dies(TextGateway):
    def send(self, message):
        super().send(message)
        os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
deliver_messages(make_engine(settings), settings, {Channel.SMS: Dies(sys.argv[3], "")})
"""


def test_a_process_killed_between_sending_and_noting_it_loses_nothing(
    engine: Engine, settings: Settings
) -> None:
    """At least once: the second copy comes after the claim has run out, with the same reference."""
    public_id = _queue(engine)
    with running(TextTarget()) as gateway:
        words = [str(settings.data_dir), settings.url, gateway.url]
        done = subprocess.run([sys.executable, "-c", KILLED, *words], check=False, timeout=60)
        assert done.returncode == -signal.SIGKILL
        assert len(gateway.taken) == 1
        carriers = {Channel.SMS: TextGateway(gateway.url, "")}
        assert deliver_messages(engine, settings, carriers) == DeliveryReport()  # still claimed
        later = _at(utc_now() + CLAIM)
        assert deliver_messages(engine, settings, carriers, later).sent == 1
        assert [sent["reference"] for sent in gateway.taken] == [public_id, public_id]
    assert _message(engine).state is MessageState.SENT


def test_whoever_is_erased_while_a_message_is_on_its_way_stays_erased(
    engine: Engine, settings: Settings, person: Person
) -> None:
    _queue(engine, person=person)

    class Erases(Notebook):
        def send(self, message: Outgoing) -> None:
            with write_session(engine) as session:
                session.execute(text("DELETE FROM message"))

    deliver_messages(engine, settings, _both(Erases()))
    with Session(engine) as session:
        assert session.scalars(select(Message)).all() == []
