"""Two ministries with their offices, two employers, an account of each role, all signed in."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matching.coding.normalise import fold
from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.account import Account
from models.base import utc_now
from models.enums import Agency, OrganisationStanding, Role
from models.office import Office
from models.opportunity import Organisation
from tests.portals.caseworker.office import HERE, add_person
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.app import create_app
from wasl.config import Settings
from wasl.database import begin_write, make_engine
from wasl.operations.api_tokens import add_program, make_token, revoke_token
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.sessions import start_session

PASSWORD = "a long enough password"
NEXT_DOOR = (Agency.MRC, "Basra")
MINISTRY = (Agency.MOLSA, "Baghdad")
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass
class Visitor:
    """A browser whose cookie never changes, so that one request leaves no mark on the next."""

    name: str
    app: Flask
    cookie: str = ""
    token: str = ""
    secret: str | None = None  # what a program shows

    def send(self, method: str, path: str, form: Mapping[str, Any] | None = None) -> TestResponse:
        """Send a request, a POST with the token against forgery."""
        data = {"csrf_token": self.token, **(form or {})} if method == "POST" else None
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        client = self.app.test_client(use_cookies=False)
        return client.open(
            path, method=method, data=data, headers={"Cookie": self.cookie, **headers}
        )

    def enter(self, token: str | None) -> None:
        """Fetch a token against forgery, become whose session it is, and keep the cookie."""
        client = self.app.test_client()
        found = _TOKEN.search(client.get("/sign-in").get_data(as_text=True))
        assert found, "the page to sign in has no form with a token"
        self.token = found[1]
        if token is not None:
            with client.session_transaction() as browser:
                browser["_user_id"] = token
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        self.cookie = f"{cookie.key}={cookie.value}"


@dataclass
class World:
    """What the matrix is tried on. `viewers` are the ten roles, each at home here."""

    app: Flask
    engine: Engine
    settings: Settings
    session: Session
    viewers: dict[Role, Viewer] = field(default_factory=dict)
    visitors: dict[Role, Visitor] = field(default_factory=dict)
    stopped: dict[str, Visitor] = field(default_factory=dict)
    unproved: dict[Role, Visitor] = field(default_factory=dict)
    program: Visitor = field(init=False)
    revoked: Visitor = field(init=False)
    organisation: Organisation = field(init=False)
    other_organisation: Organisation = field(init=False)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Take the write lock for what is added to the world, and keep it."""
        self.session.rollback()
        begin_write(self.session)
        yield
        self.session.commit()

    def office(self, place: tuple[Agency, str]) -> Office:
        """Return an office of this world."""
        return ensure_office(self.session, *place)

    def add_account(
        self,
        name: str,
        role: Role,
        place: tuple[Agency, str] = HERE,
        *,
        other: bool = False,
        password: str | None = None,
    ) -> Account:
        """Add an account at an office or employer. other: at the other employer."""
        company = self.other_organisation if other else self.organisation
        person = add_person(self.session, case_no=f"account-{name}", office=None)
        given = NewAccount(
            login=f"{name}@office.example",
            password=password,
            display_name="شيلان",
            role=role,
            organisation=company if role in EMPLOYER_ROLES else None,
            office=self.office(place) if role in OFFICE_ROLES else None,
            person=person if role is Role.RETURNEE else None,
        )
        return create_account(self.session, COMMAND_LINE, given, way="command")


def _add_organisation(session: Session, name: str) -> Organisation:
    found = Organisation(name=name, name_key=fold(name), standing=OrganisationStanding.LISTED)
    session.add(found)
    return found


def _enter(app: Flask, name: str, session: Session, account: Account | None) -> Visitor:
    """Begin a session as signing in with a password would, or none."""
    visitor = Visitor(name, app)
    token = start_session(session, account, device="")[1] if account else None
    session.commit()
    visitor.enter(token)
    return visitor


@contextmanager
def make_world(settings: Settings) -> Iterator[World]:
    """Fill a database with accounts, sign all of them in, and stop some of them again."""
    engine = make_engine(settings)
    app = create_app(settings)
    strict = create_app(replace(settings, second_factor=True))
    with Session(engine) as session:
        world = World(app, engine, settings, session)
        world.organisation = _add_organisation(session, "شركة الرافدين")
        world.other_organisation = _add_organisation(session, "شركة دجلة")
        for role in Role:
            account = world.add_account(role.value, role, password=PASSWORD)
            world.viewers[role] = viewer_of(account)
            world.visitors[role] = _enter(app, role.value, session, account)
            world.unproved[role] = _enter(strict, f"{role.value} (unproved)", session, account)
        world.stopped["signed out"] = _enter(app, "signed out", session, None)
        for name in ("suspended", "without membership"):
            account = world.add_account(name.replace(" ", "-"), Role.OFFICE_MANAGER)
            world.stopped[name] = _enter(app, name, session, account)
            _stop(account, name)
        world.program = _program(world, "program", revoked=False)
        world.revoked = _program(world, "revoked program", revoked=True)
        session.commit()
        yield world
    engine.dispose()


def _program(world: World, name: str, *, revoked: bool) -> Visitor:
    """Give a program of an institution a token."""
    program = add_program(world.session, COMMAND_LINE, name)
    tomorrow = utc_now() + timedelta(days=1)
    made = make_token(world.session, COMMAND_LINE, program, name, tomorrow)
    if revoked:
        revoke_token(world.session, COMMAND_LINE, made.token)
    visitor = Visitor(name, world.app, secret=made.secret)
    visitor.enter(None)
    return visitor


def _stop(account: Account, how: str) -> None:
    """Suspend somebody who is signed in, or take their membership away."""
    assert account.membership is not None
    if how == "suspended":
        account.suspended_at = utc_now()
    else:
        account.membership.revoked_at = utc_now()
