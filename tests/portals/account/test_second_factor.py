"""Staff get nowhere with the password alone; whoever stole it cannot set up an app of their own."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.access_enums import SECOND_FACTOR_ROLES, AuditAction
from models.account import Account, SecondFactor
from models.audit import AuditEvent
from models.enums import Role
from wasl.access import guard
from wasl.access.guard import PUBLIC, declared_access
from wasl.access.limits import SECOND_FACTOR
from wasl.access.viewer import viewer_of
from wasl.operations.second_factors import set_up_second_factor

Accounts = dict[Role, str]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EARLY_ENDPOINTS = {"account.second_factor", "account.set_up_factor", "public.sign_out"}


def code_of(secret: str, *, steps: int = 0) -> str:
    from datetime import UTC, datetime, timedelta

    import pyotp

    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


@pytest.fixture
def with_app(web_session: Session, account_of: Callable[[Role], Account]):
    """Give the account of a role an app; return its recovery codes."""

    def give(role: Role) -> list[str]:
        account = account_of(role)
        codes = set_up_second_factor(
            web_session, viewer_of(account), account, secret=SECRET, typed=code_of(SECRET, steps=-1)
        )
        web_session.commit()
        return codes

    return give


def shown_secret(text: str) -> str:
    found = re.search(r'code--long"[^>]*>([A-Z2-7 ]+)<', text)
    assert found is not None
    return found[1].replace(" ", "")


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_with_the_password_alone_every_page_leads_to_the_second_step(
    strict, strict_app: Flask, accounts: Accounts, role: Role
) -> None:
    one = strict()
    one.sign_in(accounts[role])
    for rule in strict_app.url_map.iter_rules():
        view = strict_app.view_functions[rule.endpoint]
        if declared_access(view) == PUBLIC or rule.endpoint in EARLY_ENDPOINTS:
            continue
        if rule.endpoint.startswith("api_"):
            continue  # takes no cookie at all
        with strict_app.test_request_context():
            path = strict_app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "1"))
        if "GET" in (rule.methods or ()):
            answer = one.get(path)
            assert answer.status_code == 302, rule.endpoint
            assert answer.location.startswith("/account/second-factor"), rule.endpoint


def test_only_these_pages_can_be_used_before_the_second_step(strict_app: Flask) -> None:
    early = {
        name
        for name, view in strict_app.view_functions.items()
        if getattr(view, guard._EARLY, False)
    }
    assert early == EARLY_ENDPOINTS


def test_public_pages_know_nobody_before_the_second_step(strict, accounts: Accounts) -> None:
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    text = one.get("/gallery").get_data(as_text=True)
    assert 'class="whoami"' not in text
    menu = re.compile(r'<nav class="menu".*?</nav>', re.DOTALL)
    nobody = strict().get("/gallery").get_data(as_text=True)
    assert menu.findall(text) == menu.findall(nobody), "the menu of a stranger"
    assert one.get("/").location == "/account/second-factor"


def test_first_sign_in_sets_up_an_app_and_shows_codes_once(
    strict, accounts: Accounts, web_session: Session
) -> None:
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    assert one.get("/account/second-factor").location == "/account/second-factor/set-up"
    page = one.get("/account/second-factor/set-up")
    text = page.get_data(as_text=True)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text
    assert "style=" not in text
    assert page.headers["Cache-Control"] == "no-store"
    secret = shown_secret(text)
    assert shown_secret(one.get("/account/second-factor/set-up").get_data(as_text=True)) == secret
    assert one.post("/account/second-factor/set-up", code="123").status_code == 422
    assert not one.is_in()
    done = one.post("/account/second-factor/set-up", code=code_of(secret))
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", done.get_data(as_text=True))
    assert len(set(codes)) == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert one.is_in()
    assert codes[0] not in one.get("/account/recovery-codes").get_data(as_text=True)


def test_a_thief_with_the_password_cannot_set_up_an_app(
    strict, accounts: Accounts, with_app, web_session: Session
) -> None:
    with_app(Role.CASEWORKER)
    thief = strict()
    thief.sign_in(accounts[Role.CASEWORKER])
    assert thief.get("/account/second-factor/set-up").location == "/account/second-factor"
    own = "A" * 32
    answer = thief.post(
        "/account/second-factor/set-up", page="/account/second-factor", code=code_of(own)
    )
    assert answer.location == "/account/second-factor"
    web_session.rollback()
    assert web_session.query(SecondFactor).one().secret == SECRET


def test_code_lets_in_once_with_a_new_token_and_leads_on(
    strict, accounts: Accounts, with_app
) -> None:
    with_app(Role.CASEWORKER)
    one, code = strict(), code_of(SECRET)
    one.sign_in(accounts[Role.CASEWORKER])
    before = one.copy()
    assert one.post("/account/second-factor", code="000000").status_code == 422
    answer = one.post("/account/second-factor", code=code, next="/people?page=2")
    assert answer.location == "/people?page=2"
    assert one.is_in()
    assert before.get("/account").location.startswith("/sign-in")
    other = strict()
    other.sign_in(accounts[Role.CASEWORKER])
    assert other.post("/account/second-factor", code=code).status_code == 422


def test_the_second_step_leads_to_no_other_site(strict, accounts: Accounts, with_app) -> None:
    with_app(Role.CASEWORKER)
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    answer = one.post("/account/second-factor", code=code_of(SECRET), next="//evil.example")
    assert answer.location == "/"


def test_a_recovery_code_lets_in_and_says_how_many_are_left(
    strict, accounts: Accounts, with_app, web_session: Session
) -> None:
    codes = with_app(Role.OFFICE_MANAGER)
    one = strict()
    one.sign_in(accounts[Role.OFFICE_MANAGER])
    assert one.post("/account/second-factor", code=codes[3]).status_code == 302
    assert "9 recovery codes are left" in one.get("/account").get_data(as_text=True)
    web_session.rollback()
    ways = [
        event.details["way"]
        for event in web_session.query(AuditEvent)
        if event.action is AuditAction.SIGNED_IN
    ]
    assert ways == ["password", "recovery_code"]


def test_guessing_codes_is_slowed_down_and_kept_in_the_log(
    strict, accounts: Accounts, with_app, web_session: Session
) -> None:
    with_app(Role.CASEWORKER)
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    for _ in range(SECOND_FACTOR.most):
        assert one.post("/account/second-factor", code="000000").status_code == 422
    refused = one.post("/account/second-factor", code=code_of(SECRET))
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers
    web_session.rollback()
    failed = [
        event
        for event in web_session.query(AuditEvent)
        if event.action is AuditAction.SIGN_IN_FAILED
    ]
    assert len(failed) == SECOND_FACTOR.most
    assert {event.details["why"] for event in failed} == {"second_factor"}


def test_a_returnee_may_switch_it_on_and_off(strict, accounts: Accounts) -> None:
    one = strict()
    one.sign_in(accounts[Role.RETURNEE])
    assert one.is_in()
    text = one.get("/account/second-factor/set-up").get_data(as_text=True)
    secret = shown_secret(text)
    wrong = {"code": code_of(secret), "password": "not the password"}
    assert one.post("/account/second-factor/set-up", **wrong).status_code == 422
    right = {"code": code_of(secret, steps=-1), "password": "a long enough password"}
    assert "recovery codes" in one.post("/account/second-factor/set-up", **right).get_data(True)
    other = strict()
    other.sign_in(accounts[Role.RETURNEE])
    assert not other.is_in()
    assert one.post("/account/second-factor/remove", code=code_of(secret)).status_code == 302
    assert other.is_in()


def test_staff_cannot_do_without(strict, accounts: Accounts, with_app) -> None:
    with_app(Role.CASEWORKER)
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    one.post("/account/second-factor", code=code_of(SECRET))
    assert one.get("/account/second-factor/remove").location == "/account"
    assert "Remove the second step" not in one.get("/account").get_data(as_text=True)


def test_new_recovery_codes_need_a_code(strict, accounts: Accounts, with_app) -> None:
    old = with_app(Role.CASEWORKER)
    one = strict()
    one.sign_in(accounts[Role.CASEWORKER])
    one.post("/account/second-factor", code=code_of(SECRET))
    assert one.post("/account/recovery-codes", code="000000").status_code == 422
    shown = one.post("/account/recovery-codes", code=old[0]).get_data(as_text=True)
    assert old[1] not in shown
    assert len(set(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown))) == 10
