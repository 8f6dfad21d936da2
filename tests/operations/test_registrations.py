"""Registering oneself, on both databases: nothing before the code, one account, tries counted."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.message import Message
from models.opportunity import Organisation
from models.sign_in import Registration
from tests.operations.staff import at_once
from wasl.operations.authenticate_account import authenticate_account
from wasl.operations.logins import LoginError
from wasl.operations.registrations import (
    MOST_TRIES,
    NewOrganisation,
    Registering,
    RegistrationInvalidError,
    WrongCodeError,
    begin_registration,
    count_code_try,
    find_registration,
    finish_registration,
)

PASSWORD = "river lantern seven doors"


def employer(login: str = "Haider@rafidain.example") -> Registering:
    return Registering(
        role=Role.EMPLOYER_OWNER,
        display_name="Haider",
        login=login,
        password=PASSWORD,
        organisation=NewOrganisation(name="شركة الرافدين", sector="bakery"),
    )


def code_of(session: Session) -> str:
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message is not None
    return str(message.params["code"])


def test_the_code_makes_account_and_organisation(session: Session) -> None:
    registration = begin_registration(session, employer())
    account = finish_registration(session, registration, code_of(session))
    assert authenticate_account(session, "haider@RAFIDAIN.example", PASSWORD) is account
    assert account.organisation is not None
    assert account.organisation.standing is OrganisationStanding.UNVETTED
    assert session.query(Registration).count() == 0


def test_a_wrong_code_makes_nothing(session: Session) -> None:
    registration = begin_registration(session, employer())
    wrong = f"{(int(code_of(session)) + 1) % 10**6:06}"
    with pytest.raises(WrongCodeError):
        finish_registration(session, registration, wrong)
    assert (session.query(Account).count(), session.query(Organisation).count()) == (0, 0)


def test_digits_of_an_arabic_keyboard_count(session: Session) -> None:
    registration = begin_registration(session, employer())
    arabic = code_of(session).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert finish_registration(session, registration, arabic).role is Role.EMPLOYER_OWNER


def test_a_login_that_is_taken_meanwhile_makes_no_organisation(session: Session) -> None:
    first, second = begin_registration(session, employer()), begin_registration(session, employer())
    codes = [
        str(one.params["code"]) for one in session.scalars(select(Message).order_by(Message.id))
    ]
    finish_registration(session, first, codes[0])
    with pytest.raises(RegistrationInvalidError):
        finish_registration(session, second, codes[1])
    assert (session.query(Account).count(), session.query(Organisation).count()) == (1, 1)


def test_tries_and_days_run_out(session: Session) -> None:
    registration = begin_registration(session, employer())
    for _time in range(MOST_TRIES):
        count_code_try(session, registration.public_id)
    with pytest.raises(RegistrationInvalidError):
        count_code_try(session, registration.public_id)
    old = begin_registration(session, employer("other@b.example"))
    old.expires_at = utc_now()
    session.flush()
    assert find_registration(session, old.public_id) is None
    begin_registration(session, employer("third@b.example"))
    session.expire_all()
    assert session.query(Registration).count() == 2, "what ran out is thrown away"


def test_what_is_kept_meanwhile_is_sealed_and_holds_no_password(session: Session) -> None:
    registration = begin_registration(session, employer())
    assert PASSWORD not in str(registration.given)
    raw = session.connection().exec_driver_sql("SELECT given FROM registration").scalar_one()
    assert raw.startswith("s1:")


def test_nobody_registers_as_anything_else(session: Session) -> None:
    given = Registering(role=Role.ADMINISTRATOR, display_name="x", login="a@b.c", password="y")
    with pytest.raises(ValueError, match="administrator"):
        begin_registration(session, given)
    with pytest.raises(LoginError):
        begin_registration(session, employer("haider"))


def test_tries_are_counted_when_many_come_at_once(engine: Engine) -> None:
    with Session(engine) as session:
        public_id = begin_registration(session, employer()).public_id
        session.commit()
    count: Callable[[Session], object] = lambda own: count_code_try(own, public_id)  # noqa: E731
    raised = at_once(engine, *[count] * 12)
    assert raised.count(None) == MOST_TRIES


def test_a_code_sent_back_twice_at_once_makes_one_account(engine: Engine) -> None:
    with Session(engine) as session:
        public_id = begin_registration(session, employer()).public_id
        code = code_of(session)
        session.commit()

    def finish(own: Session) -> None:
        registration = find_registration(own, public_id)
        if registration is None:
            raise RegistrationInvalidError
        finish_registration(own, registration, code)

    raised = at_once(engine, *[finish] * 4)
    assert raised.count(None) == 1
    assert {type(error) for error in raised if error} == {RegistrationInvalidError}
    with Session(engine) as session:
        assert (session.query(Account).count(), session.query(Organisation).count()) == (1, 1)
