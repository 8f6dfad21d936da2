"""A live server and a real browser."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.enums import Agency, Role
from wasl.access.viewer import COMMAND_LINE
from wasl.app import create_app
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.demo_accounts import DEMO_ACCOUNTS
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.find_organisation import find_organisation

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def live_settings(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the server that all browser tests share."""
    folder = tmp_path_factory.mktemp("live")
    (folder / "wasl.sqlite").write_bytes(sqlite_template.read_bytes())
    return Settings(data_dir=folder, https=False, second_factor=False, demo=True, secret_key="test")


def _add_accounts(settings: Settings) -> None:
    from models.opportunity import Organisation

    engine = make_engine(settings)
    with write_session(engine) as session:
        name = "شركة الرافدين للمقاولات"
        session.add(Organisation(name=name, name_key=name))
        session.flush()
        employer = find_organisation(session, name)
        office = ensure_office(session, Agency.MRC, "Erbil")
        for one in DEMO_ACCOUNTS:
            given = NewAccount(
                login=one.login,
                password=one.password,
                display_name=one.display_name,
                role=one.role,
                organisation=employer if one.role in EMPLOYER_ROLES else None,
                office=office if one.role in OFFICE_ROLES else None,
            )
            create_account(session, COMMAND_LINE, given, way="demo")
    engine.dispose()


@pytest.fixture(scope="session")
def live_app(live_settings: Settings) -> Flask:
    """The application behind the live server, with the demo's accounts."""
    _add_accounts(live_settings)
    return create_app(live_settings)


@pytest.fixture(scope="session")
def live_server(live_app: Flask) -> Iterator[str]:
    """The address of a running server."""
    server = make_server("127.0.0.1", 0, live_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; one for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: str) -> Iterator[Callable[..., BrowserContext]]:
    """Open a visit in a language, with a width of the window, signed in as a role or not."""
    opened: list[BrowserContext] = []

    def start(
        language: str = "ar", *, width: int = 1280, role: Role | None = None, script: bool = True
    ) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
        )
        context.add_cookies([{"name": "language", "value": language, "url": live_server}])
        context.set_default_timeout(10_000)
        opened.append(context)
        if role is not None:
            page = context.new_page()
            page.goto("/sign-in")
            email = next(one.login for one in DEMO_ACCOUNTS if one.role is role)
            page.locator(".demo-account__button", has_text=email).click()
            page.locator(".whoami").wait_for()
            page.close()
        return context

    yield start
    for context in opened:
        context.close()
