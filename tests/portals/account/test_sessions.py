"""A session is dead when it was ended, whoever still holds its cookie."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, Membership
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Role
from models.sign_in import AccountSession
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.sessions import IDLE_LIMIT, IDLE_LIMIT_RETURNEE, MOST_SESSIONS
from wasl.operations.suspend_account import suspend_account

PASSWORD = "a long enough password"
Accounts = dict[Role, str]
Read = Callable[[Role], Account]


@pytest.fixture
def signed_in(visitor, accounts: Accounts):
    """A caseworker's browser."""
    one = visitor()
    assert one.sign_in(accounts[Role.CASEWORKER]).status_code == 302
    return one


def test_a_copied_cookie_is_dead_after_sign_out(signed_in) -> None:
    thief = signed_in.copy()
    assert thief.is_in()
    answer = signed_in.post("/sign-out", page="/account")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not thief.is_in()


def test_without_the_row_the_copied_cookie_would_live(signed_in, web_session: Session) -> None:
    """The twin: the signature of the cookie alone does not end with the session."""
    thief = signed_in.copy()
    signed_in.post("/sign-out", page="/account")
    web_session.execute(update(AccountSession).values(ended_at=None))
    web_session.commit()
    assert thief.is_in()


def test_sign_in_changes_the_token_and_keeps_only_its_digest(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    one, tokens = visitor(), []
    for _ in range(2):
        one.sign_in(accounts[Role.RETURNEE])
        with one.client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
    assert tokens[0] != tokens[1]
    stored = {row.token_digest for row in web_session.query(AccountSession)}
    assert not stored & set(tokens)
    assert len(stored) == 2


def test_a_page_can_end_one_session_and_all_others(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    here, phone, library = visitor(), visitor(), visitor()
    for one in (here, phone, library):
        one.sign_in(accounts[Role.CASEWORKER])
    rows = web_session.query(AccountSession).order_by(AccountSession.id).all()
    assert "this one" in here.get("/account/sessions").get_data(as_text=True)
    given = {"session": rows[1].public_id}
    here.post("/account/sessions/end", page="/account/sessions", **given)
    assert (here.is_in(), phone.is_in(), library.is_in()) == (True, False, True)
    here.post("/account/sessions/end-others", page="/account/sessions")
    assert (here.is_in(), library.is_in()) == (True, False)
    web_session.rollback()
    actions = [event.action for event in web_session.query(AuditEvent)]
    assert actions.count(AuditAction.SESSION_ENDED) == 2


def test_nobody_ends_the_session_of_somebody_else(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    mine, theirs = visitor(), visitor()
    mine.sign_in(accounts[Role.CASEWORKER])
    theirs.sign_in(accounts[Role.OFFICE_MANAGER])
    row = web_session.query(AccountSession).order_by(AccountSession.id.desc()).first()
    assert row is not None
    answer = mine.post("/account/sessions/end", page="/account/sessions", session=row.public_id)
    assert answer.status_code == 404
    assert theirs.is_in()


def test_a_new_password_ends_all_sessions_but_this_one(visitor, accounts: Accounts) -> None:
    here, elsewhere = visitor(), visitor()
    for one in (here, elsewhere):
        one.sign_in(accounts[Role.CASEWORKER])
    thief = here.copy()
    new = "quite another sentence"
    assert here.post("/account/password", present=PASSWORD, new=new).status_code == 302
    assert (here.is_in(), elsewhere.is_in(), thief.is_in()) == (True, False, False)
    assert visitor().sign_in(accounts[Role.CASEWORKER]).status_code == 422
    assert visitor().sign_in(accounts[Role.CASEWORKER], new).status_code == 302


def test_suspension_ends_sessions_on_the_next_request(
    signed_in, web_session: Session, account_of: Read
) -> None:
    suspend_account(web_session, COMMAND_LINE, account_of(Role.CASEWORKER), "left")
    web_session.commit()
    assert not signed_in.is_in()


@pytest.mark.parametrize("given_again", [True, False])
def test_a_membership_that_changes_ends_sessions(
    signed_in, web_session: Session, account_of: Read, given_again: bool
) -> None:
    account = account_of(Role.CASEWORKER)
    old = account.membership
    assert old is not None
    old.revoked_at = utc_now()
    web_session.flush()
    if given_again:
        web_session.add(Membership(account_id=account.id, role=Role.OBSERVER))
    web_session.commit()
    assert not signed_in.is_in()


def rewind(visitor_, session: Session, by: timedelta, *, cookie: bool, database: bool) -> None:
    """Let time pass since the browser was seen last."""
    if database:
        row = session.query(AccountSession).one()
        row.seen_at -= by
        session.commit()
    if cookie:
        with visitor_.client.session_transaction() as kept:
            kept["seen"] = int((datetime.now(UTC) - by).timestamp())


@pytest.mark.parametrize(
    ("role", "limit"),
    [(Role.RETURNEE, IDLE_LIMIT_RETURNEE), (Role.CASEWORKER, IDLE_LIMIT)],
)
def test_an_idle_session_ends(
    visitor, accounts: Accounts, web_session: Session, role: Role, limit: timedelta
) -> None:
    one = visitor()
    one.sign_in(accounts[role])
    rewind(one, web_session, limit - timedelta(minutes=1), cookie=True, database=True)
    assert one.is_in()
    rewind(one, web_session, limit + timedelta(minutes=1), cookie=True, database=True)
    assert not one.is_in()
    assert "Your session has ended" in one.get("/sign-in").get_data(as_text=True)


def test_of_cookie_and_database_the_later_counts(signed_in, web_session: Session) -> None:
    rewind(signed_in, web_session, 2 * IDLE_LIMIT, cookie=True, database=False)
    assert signed_in.is_in()
    rewind(signed_in, web_session, 2 * IDLE_LIMIT, cookie=False, database=True)
    assert signed_in.is_in()
    rewind(signed_in, web_session, 2 * IDLE_LIMIT, cookie=True, database=True)
    assert not signed_in.is_in()


def test_a_session_ends_after_a_working_day_however_busy(signed_in, web_session: Session) -> None:
    row = web_session.query(AccountSession).one()
    assert row.ends_at - row.started_at == timedelta(hours=12)
    row.ends_at = utc_now()
    web_session.commit()
    assert not signed_in.is_in()


def test_use_is_noted_once_a_minute_also_by_get(signed_in, web_session: Session) -> None:
    before = web_session.query(AccountSession).one().seen_at
    signed_in.get("/account")
    web_session.rollback()
    assert web_session.query(AccountSession).one().seen_at == before
    rewind(signed_in, web_session, timedelta(minutes=2), cookie=True, database=True)
    signed_in.get("/account")
    web_session.rollback()
    assert web_session.query(AccountSession).one().seen_at >= before


def test_a_page_does_not_wait_for_a_long_list_to_note_use(
    signed_in, web_session: Session, web_settings: Settings
) -> None:
    rewind(signed_in, web_session, timedelta(minutes=2), cookie=True, database=True)
    stale = web_session.query(AccountSession).one().seen_at
    web_session.rollback()
    engine = make_engine(web_settings)
    with write_session(engine):
        begun = datetime.now(UTC)
        assert signed_in.is_in()
        assert datetime.now(UTC) - begun < timedelta(seconds=10)  # the usual wait is 30
        with signed_in.client.session_transaction() as cookie:
            assert cookie["seen"] > stale.timestamp() + 60
    engine.dispose()


def test_the_oldest_of_too_many_sessions_ends(visitor, accounts: Accounts) -> None:
    browsers = [visitor() for _ in range(MOST_SESSIONS + 1)]
    for one in browsers:
        one.sign_in(accounts[Role.CASEWORKER])
    assert not browsers[0].is_in()
    assert all(one.is_in() for one in browsers[1:])
