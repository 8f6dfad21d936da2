"""Every page without parameters, in a real browser: accessibility, width, font."""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page
from werkzeug.routing import Rule

from models.enums import Role
from wasl.access.guard import PUBLIC, declared_access
from wasl.access.permissions import Permission
from wasl.access.table import relations
from wasl.config import LANGUAGES

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]
NARROW = (320, 390)  # the narrowest phone that is sold, and the usual one
ROLES = [None, *(role for role in Role if role is not Role.API_CLIENT)]


def _first_role(app: Flask, rule: Rule) -> Role | str | None:
    """Return as whom a page is opened: one pair of eyes for each page is enough here."""
    access = declared_access(app.view_functions[rule.endpoint])
    if not isinstance(access, Permission):
        return None if access == PUBLIC else "nobody"
    return next((role for role in ROLES if role and relations(role, access)), "nobody")


def _addresses(app: Flask, role: Role | None) -> list[str]:
    """Return the pages that need no record and that this role is the first to see."""
    return sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not str(rule).startswith("/api/")
        and _first_role(app, rule) == role
    )


def _pages(context: BrowserContext, addresses: Sequence[str]) -> Iterator[Page]:
    """Open each of some pages that answers with one."""
    page = context.new_page()
    for rule in addresses:
        try:
            answer = page.goto(rule)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            continue  # a file, not a page
        assert answer is not None
        assert answer.ok or answer.status == 404, f"{rule} answered {answer.status}"
        if answer.ok and "text/html" in answer.headers["content-type"]:
            page.wait_for_function("document.fonts.status == 'loaded'")
            yield page


def _fonts(page: Page, selector: str) -> set[str]:
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in used if font["glyphCount"]}


def _complaint(message: ConsoleMessage, addresses: Sequence[str]) -> str:
    """Return what a page complains of; that it is not there itself is no complaint."""
    itself = urlsplit(message.location["url"]).path in addresses
    missing = itself and "status of 404" in message.text
    complains = message.type == "error" and not missing
    return f"{message.text} {message.location['url']}" if complains else ""


def _axe_report(page: Page) -> str:
    results = Axe().run(page)
    return "" if results.violations_count == 0 else f"{page.url}\n{results.generate_report()}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_accessible(
    visit: Visit, live_app: Flask, language: str, role: Role | None
) -> None:
    addresses = _addresses(live_app, role)
    context, failures = visit(language, role=role), []
    context.on("console", lambda message: failures.append(_complaint(message, addresses)))
    context.on("weberror", lambda error: failures.append(str(error.error)))
    failures += [_axe_report(page) for page in _pages(context, addresses)]
    assert not [failure for failure in failures if failure], "\n".join(failures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_pages_do_not_scroll_sideways_on_a_phone(
    visit: Visit, live_app: Flask, language: str, role: Role | None
) -> None:
    context = visit(language, width=NARROW[0], role=role)
    for page in _pages(context, _addresses(live_app, role)):
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} in {language} is {wide} wide"


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_touched_is_large_enough(visit: Visit, width: int) -> None:
    page = visit("ar", width=width).new_page()
    page.goto("/gallery")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, .button, .menu__link, .tabs a,"
             + " .pagination a, .check, input:not([type=hidden]):not(.check__box)")]
             .map((item) => [item.outerHTML.slice(0, 80), item.getBoundingClientRect().height])
             .filter(([, height]) => height > 0 && height < 43.5)"""
    )
    assert small == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_font_is_the_one_that_is_used(visit: Visit, language: str) -> None:
    page = visit(language).new_page()
    page.goto("/sign-in")
    page.wait_for_function("document.fonts.status == 'loaded'")
    for selector in ("h1", ".field__label", ".button span", ".language__button[value=ckb]"):
        assert _fonts(page, selector) == {"Vazirmatn"}, selector


def test_nothing_is_asked_of_another_host(visit: Visit, live_server: str) -> None:
    page = visit("ckb").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/gallery")
    page.wait_for_load_state("networkidle")
    assert asked
    assert all(address.startswith(live_server) for address in asked)
