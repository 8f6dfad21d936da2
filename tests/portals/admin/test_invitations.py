"""Invitations from the page to the new account, and nothing that tells who has one already."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import Role
from models.message import Message
from models.sign_in import Invitation
from tests.portals.admin.conftest import Browser
from wasl.operations.logins import find_by_login
from wasl.portals.public.views.join import LOGINS_TAKEN

Browsers = Callable[[Role | None], Browser]
Token = Callable[[str], str]
PASSWORD = "river lantern seven doors"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found is not None, "the page shows no code"
    return found[0]


@pytest.fixture
def visitor(app: Flask, token: Token) -> Browser:
    """Somebody who is not signed in, in English."""
    client: FlaskClient = app.test_client()
    client.set_cookie("language", "en")
    return Browser(client, token(client.get("/join").get_data(as_text=True)))


def join(visitor: Browser, code: str, login: str = "new@office.example") -> str:
    answer = visitor.send(
        "/join/account", code=code, display_name="Narin", login=login, password=PASSWORD
    )
    return answer.get_data(as_text=True)


def invitation(session: Session) -> Invitation:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()  # type: ignore[return-value]


def test_a_code_on_paper_becomes_an_account_once(
    open_as: Browsers, visitor: Browser, web_session: Session
) -> None:
    manager = open_as(Role.OFFICE_MANAGER)
    assert "Nobody was invited yet" in manager.read("/admin/invitations")
    made = manager.send("/admin/invitations/new", role="caseworker", way="paper")
    code = code_in(made.get_data(as_text=True))
    assert CODE.search(manager.read("/admin/invitations")) is None, "shown only once"
    first = visitor.send("/join", code=code.lower().replace("-", " "))
    assert "Make your account" in first.get_data(as_text=True)
    assert "Welcome" in join(visitor, code)
    web_session.rollback()
    account = find_by_login(web_session, "new@office.example")
    assert account is not None
    assert account.role is Role.CASEWORKER
    assert account.office is not None
    assert account.memberships[0].granted_by_id == invitation(web_session).invited_by_id
    assert "Accepted" in manager.read("/admin/invitations")


def test_a_code_that_was_used_is_a_code_that_never_was(
    open_as: Browsers, app: Flask, token: Token, web_session: Session
) -> None:
    made = open_as(Role.OFFICE_MANAGER).send(
        "/admin/invitations/new", role="caseworker", way="paper"
    )
    code = code_in(made.get_data(as_text=True))
    texts = []
    for _time in range(2):
        client = app.test_client()
        client.set_cookie("language", "en")
        one = Browser(client, token(client.get("/join").get_data(as_text=True)))
        texts.append(join(one, code, f"new{_time}@office.example"))
    assert "Welcome" in texts[0]
    assert "This code cannot be used" in texts[1]
    assert find_by_login(web_session, "new1@office.example") is None


@pytest.mark.parametrize("spoil", ["unknown", "revoked", "expired"])
def test_every_code_that_cannot_be_used_gets_the_same_answer(
    open_as: Browsers, visitor: Browser, web_session: Session, spoil: str
) -> None:
    manager = open_as(Role.OFFICE_MANAGER)
    made = manager.send("/admin/invitations/new", role="caseworker", way="paper")
    code = code_in(made.get_data(as_text=True))
    row = invitation(web_session)
    if spoil == "unknown":
        code = "0000-0000-0000"
    elif spoil == "revoked":
        manager.send(f"/admin/invitations/{row.public_id}/revoke")
    else:
        row.expires_at = row.created_at
        web_session.commit()
    for path in ("/join", "/join/account"):
        answer = visitor.send(path, code=code, display_name="x", login="a@b.example")
        assert answer.status_code == 422
        assert "This code cannot be used" in answer.get_data(as_text=True)
        assert "Caseworker" not in answer.get_data(as_text=True)


def test_a_code_in_a_message_is_not_shown_to_who_invites(
    open_as: Browsers, visitor: Browser, web_session: Session
) -> None:
    admin = open_as(Role.ADMINISTRATOR)
    made = admin.send(
        "/admin/invitations/new", role="secretariat", way="message", login="Lana@MSP.example"
    )
    assert CODE.search(made.get_data(as_text=True)) is None
    message = web_session.scalars(select(Message)).one()
    assert (message.template, message.address) == ("invitation", "lana@msp.example")
    assert "Welcome" in join(visitor, message.params["code"], "somebody@else.example")
    web_session.rollback()
    assert find_by_login(web_session, "somebody@else.example") is None
    account = find_by_login(web_session, "lana@msp.example")
    assert account is not None
    assert account.role is Role.SECRETARIAT


def test_a_new_code_replaces_the_old_one(
    open_as: Browsers, visitor: Browser, web_session: Session
) -> None:
    owner = open_as(Role.EMPLOYER_OWNER)
    made = owner.send("/admin/invitations/new", role="employer_recruiter", way="paper")
    old = code_in(made.get_data(as_text=True))
    again = owner.send(f"/admin/invitations/{invitation(web_session).public_id}/resend")
    new = code_in(again.get_data(as_text=True))
    assert "This code cannot be used" in join(visitor, old)
    assert "Welcome" in join(visitor, new)


def test_who_invites_does_not_learn_who_has_an_account(
    open_as: Browsers, accounts: dict[Role, str], web_session: Session
) -> None:
    owner = open_as(Role.EMPLOYER_OWNER)
    texts = []
    for login in (accounts[Role.RETURNEE], "nobody@office.example"):
        made = owner.send(
            "/admin/invitations/new", role="employer_recruiter", way="message", login=login
        )
        texts.append((made.status_code, made.get_data(as_text=True).replace(login, "…")))
    strip = re.compile(r'value="[^"]+"')
    assert [strip.sub("", text) for _, text in texts[:1]] == [
        strip.sub("", text) for _, text in texts[1:]
    ]


def test_a_taken_login_and_a_weak_password_use_nothing_up(
    open_as: Browsers, visitor: Browser, accounts: dict[Role, str]
) -> None:
    manager = open_as(Role.OFFICE_MANAGER)
    made = manager.send("/admin/invitations/new", role="caseworker", way="paper")
    code = code_in(made.get_data(as_text=True))
    assert "This cannot be used here" in join(visitor, code, accounts[Role.OBSERVER])
    weak = visitor.send(
        "/join/account", code=code, display_name="N", login="n@n.example", password="aaaaaaaaaaaa"
    )
    assert weak.status_code == 422
    assert "Welcome" in join(visitor, code)


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        (Role.OFFICE_MANAGER, "office_manager", True),
        (Role.OFFICE_MANAGER, "administrator", False),
        (Role.OFFICE_MANAGER, "employer_owner", False),
        (Role.OFFICE_MANAGER, "returnee", False),
        (Role.EMPLOYER_OWNER, "employer_owner", True),
        (Role.EMPLOYER_OWNER, "caseworker", False),
        (Role.ADMINISTRATOR, "observer", True),
        (Role.ADMINISTRATOR, "returnee", False),
        (Role.ADMINISTRATOR, "employer_owner", False),  # only from an organisation's page
    ],
)
def test_whom_the_page_lets_invite(open_as: Browsers, who: Role, role: str, allowed: bool) -> None:
    sent = open_as(who).send("/admin/invitations/new", role=role, way="paper")
    assert sent.status_code == (200 if allowed else 422)


def test_invitations_of_others_do_not_exist(open_as: Browsers, web_session: Session) -> None:
    open_as(Role.OFFICE_MANAGER).send("/admin/invitations/new", role="caseworker", way="paper")
    public_id = invitation(web_session).public_id
    owner = open_as(Role.EMPLOYER_OWNER)
    assert public_id not in owner.read("/admin/invitations")
    for what in ("revoke", "resend"):
        assert owner.send(f"/admin/invitations/{public_id}/{what}").status_code == 404
    assert open_as(Role.CASEWORKER).send("/admin/invitations/new").status_code == 403


def test_guessing_codes_is_slowed_down(visitor: Browser) -> None:
    answers = {visitor.send("/join", code="0000-0000-0000").status_code for _ in range(25)}
    assert answers == {422, 429}


def test_an_invited_stranger_cannot_try_out_whose_login_has_an_account(
    open_as: Browsers, visitor: Browser, accounts: dict[Role, str]
) -> None:
    owner, taken = open_as(Role.EMPLOYER_OWNER), accounts[Role.RETURNEE]

    def invited() -> str:
        made = owner.send("/admin/invitations/new", role="employer_recruiter", way="paper")
        return code_in(made.get_data(as_text=True))

    code = invited()
    weak = [
        visitor.send("/join/account", code=code, display_name="N", login=login, password="a" * 12)
        for login in (taken, "nobody@else.example")
    ]
    for answer in weak:  # a password that cannot be used tells nothing of the login
        assert "This cannot be used here" not in answer.get_data(as_text=True)
    codes = [code, *(invited() for _ in range(LOGINS_TAKEN.most))]
    answers = [
        visitor.send("/join/account", code=one, display_name="N", login=taken, password=PASSWORD)
        for one in codes
    ]
    assert [answer.status_code for answer in answers] == [422] * LOGINS_TAKEN.most + [429]


def test_nobody_is_flooded_with_invitations(open_as: Browsers, web_session: Session) -> None:
    owner = open_as(Role.EMPLOYER_OWNER)

    def send(login: str) -> int:
        path = "/admin/invitations/new"
        fields = {"role": "employer_recruiter", "way": "message", "login": login}
        return owner.send(path, **fields).status_code

    spellings = ["a@else.example", "A@else.example", " a@ELSE.example "]
    assert [send(login) for login in (*spellings, "a@else.example")] == [200, 200, 200, 429]
    row = invitation(web_session)
    assert owner.send(f"/admin/invitations/{row.public_id}/resend").status_code == 429
    assert send("b@else.example") == 200
