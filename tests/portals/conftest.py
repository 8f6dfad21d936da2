"""The application on a database of its own, and the one fixture that checks every page."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.account import Account
from models.enums import Agency, Role
from models.opportunity import Organisation
from wasl.access.viewer import COMMAND_LINE
from wasl.app import create_app
from wasl.config import LANGUAGES, Settings
from wasl.database import make_engine, write_session
from wasl.headers import CONTENT_POLICY
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.logins import find_by_login

PASSWORD = "a long enough password"
DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "en": "ltr"}
# Latin letters that stand in running Arabic and Sorani text as they are.
ACRONYMS = {
    "excel", "csv", "json", "lines", "isco", "xlsx", "cefr", "xls", "rtf", "pdf", "xml", "docx",
}  # fmt: skip
LATIN = re.compile(r"[A-Za-z]{3,}")
SPOKEN = ("aria-label", "title", "placeholder", "alt")
# What isolates a text of another language: names, codes, e-mail addresses.
ISOLATING = {"bdi", "code"}
# A title begins with the h1, which is read; nothing in a title can be isolated.
UNSPOKEN = {"script", "style", "textarea", "title"}
# What browsers never run, and links that somebody follows knowingly, telling nobody whence.
DATA = {"application/ld+json"}
LEADS_AWAY = {"external", "noopener", "noreferrer"}


@pytest.fixture
def web_settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Settings of a demo on a fresh database with reference data."""
    return Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        https=False,
        second_factor=False,
        demo=True,
        secret_key="test",
    )


@pytest.fixture
def app(web_settings: Settings) -> Flask:
    """The application; `app.testing` stays off so that errors are answered as for a visitor."""
    return create_app(web_settings)


@pytest.fixture
def web_session(web_settings: Settings) -> Iterator[Session]:
    """A session on the application's database; commit what a page is to see."""
    engine = make_engine(web_settings)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def template_with_accounts(
    sqlite_template: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The template with an account of each role, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("accounts")
    shutil.copy(key_file, folder)
    settings = Settings(data_dir=folder)
    target = folder / "wasl.sqlite"
    shutil.copyfile(sqlite_template, target)
    engine = make_engine(settings)
    with write_session(engine) as session:
        employer = Organisation(name="شركة الرافدين", name_key="شركه الرافدين")
        session.add(employer)
        office = ensure_office(session, Agency.MRC, "Erbil")
        for role in Role:
            given = NewAccount(
                login=f"{role.value}@office.example",
                password=PASSWORD,
                display_name="شيلان",
                role=role,
                organisation=employer if role in EMPLOYER_ROLES else None,
                office=office if role in OFFICE_ROLES else None,
            )
            create_account(session, COMMAND_LINE, given, way="command")
    engine.dispose()
    assert not target.with_name("wasl.sqlite-wal").exists(), "the copies would lack something"
    return target


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, keyed_folder: Path) -> str:
    """A fresh SQLite database; with an account of each role for a test that asks for them."""
    name = "template_with_accounts" if "accounts" in request.fixturenames else "sqlite_template"
    target = keyed_folder / "wasl.sqlite"
    shutil.copyfile(request.getfixturevalue(name), target)
    return f"sqlite:///{target}"


@pytest.fixture
def accounts(web_settings: Settings) -> dict[Role, str]:
    """An account of each role, by the e-mail address."""
    return {role: f"{role.value}@office.example" for role in Role}


def token_of(text: str) -> str:
    """Return the token against forgery that stands in a page."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', text)
    assert found, "the page has no form with a token"
    return found[1]


@pytest.fixture
def token() -> Callable[[str], str]:
    """Find the token against forgery in a page."""
    return token_of


@pytest.fixture
def sign_in(app: Flask, accounts: dict[Role, str]) -> Callable[[Role | None], FlaskClient]:
    """Return a client that has signed in through the page, or one that has not."""

    def enter(role: Role | None) -> FlaskClient:
        client = app.test_client()
        if role is not None:
            page = client.get("/sign-in").get_data(as_text=True)
            data = {
                "csrf_token": token_of(page),
                "login": accounts[role],
                "password": PASSWORD,
            }
            assert client.post("/sign-in", data=data).status_code == 302
        return client

    return enter


@dataclass
class Page:
    """A page that was fetched and passed all checks."""

    path: str
    language: str
    text: str
    tree: Element
    problems: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """Return all elements of some kinds."""
        return [element for element in self.tree.iter() if element.tag in tags]

    def words(self) -> str:
        """Return all text of the page's content."""
        main = next(self.tree.iter("main"))
        return " ".join("".join(main.itertext()).split())


def _plain(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _check_frame(page: Page) -> Iterator[str]:
    root = page.tree
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"has {len(headings)} h1"
    title = _plain(next(root.iter("title")))
    if headings and not title.startswith(_plain(headings[0])):
        yield f"title {title!r} does not begin with the h1 {_plain(headings[0])!r}"
    if (root.get("lang"), root.get("dir")) != (page.language, DIRECTIONS[page.language]):
        yield f"is marked lang={root.get('lang')} dir={root.get('dir')}"
    if len(page.all("main")) != 1:
        yield "has not exactly one main"


def _check_ids(page: Page) -> Iterator[str]:
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    for name in {name for name in ids if ids.count(name) > 1}:
        yield f"id {name!r} is used more than once"
    for element in page.tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} refers to nothing"


def _check_labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    for element in page.all("input", "select", "textarea"):
        if element.get("type") in {"hidden", "submit"}:
            continue
        if element.get("id") not in labelled and not element.get("aria-label"):
            yield f"field {element.get('name')!r} has no label"
    for element in page.all("a", "button"):
        if not _plain(element) and not element.get("aria-label"):
            yield f"a {element.tag} says nothing"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"picture {image.get('src')!r} has no alt"


def _check_policy(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        if element.get("style") is not None or element.tag == "style":
            yield f"{element.tag} has inline style"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA:
            yield "has an inline script"
        yield from (f"has {name}" for name in element.attrib if name.startswith("on"))
        for attribute in ("href", "src", "action"):
            target = element.get(attribute) or ""
            leads_away = element.tag == "a" and set(element.get("rel", "").split()) >= LEADS_AWAY
            if re.match(r"(?:https?:)?//", target) and not leads_away:
                yield f"refers to another host: {target}"
    for form in page.all("form"):
        names = {item.get("name") for item in form.iter("input")}
        if form.get("method", "get").lower() == "post" and "csrf_token" not in names:
            yield f"form to {form.get('action')!r} has no token"


def _texts(element: Element, *, isolated: bool) -> Iterator[tuple[str, bool]]:
    """Yield what a reader meets, and whether it is marked as of another language."""
    isolated = isolated or element.tag in ISOLATING
    isolated = isolated or (element.tag != "html" and "lang" in element.attrib)
    if element.tag in UNSPOKEN:
        return
    yield from ((element.get(name) or "", isolated) for name in SPOKEN)
    yield element.text or "", isolated
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child, isolated=isolated)
        yield child.tail or "", isolated


def _check_texts(page: Page) -> Iterator[str]:
    for text, isolated in _texts(page.tree, isolated=False):
        plain = " ".join(text.split())
        if plain in {"None", "undefined", "nan", "True", "False"}:
            yield f"shows {plain!r}"
        if re.search(r"%\(|\{\{|\}\}|<[A-Z]\w+ ", plain):
            yield f"shows something unfinished: {plain!r}"
        words = {word.lower() for word in LATIN.findall(plain)} - ACRONYMS
        if page.language != "en" and words and not isolated:
            yield f"not translated, or a name that no <bdi> isolates: {plain!r}"


CHECKS = (_check_frame, _check_ids, _check_labels, _check_policy, _check_texts)


def _speak(client: FlaskClient, language: str) -> None:
    """Choose a language, also for the account; nothing where it is chosen."""
    chosen = client.get_cookie("language")
    if chosen is not None and chosen.value == language:
        return
    if client.get_cookie("wasl") is not None:
        # The smallest page with a form to choose a language.
        text = client.get("/no-such-page").get_data(as_text=True)
        data = {"csrf_token": token_of(text), "language": language, "next": "/"}
        assert client.post("/language", data=data).status_code == 302
    client.set_cookie("language", language)


@pytest.fixture
def check_page() -> Callable[[FlaskClient, str, str, int], Page]:
    """Fetch one page in one language and check all that every page must have."""

    def check(client: FlaskClient, path: str, language: str, status: int = 200) -> Page:
        _speak(client, language)
        response = client.get(path)
        text = response.get_data(as_text=True)
        assert response.status_code == status, f"{path} answered {response.status_code}"
        assert response.headers["Content-Security-Policy"] == CONTENT_POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert {"no-store", "no-cache, private"} & {response.headers["Cache-Control"]}
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        page = Page(path, language, text, parser.parse(text))
        problems = [f"HTML, line {at[0]}: {error} {data}" for at, error, data in parser.errors]
        problems += [problem for find in CHECKS for problem in find(page)]
        assert not problems, f"{path} in {language}:\n" + "\n".join(sorted(set(problems)))
        return page

    return check


@pytest.fixture
def pages(
    sign_in: Callable[[Role | None], FlaskClient],
    check_page: Callable[[FlaskClient, str, str, int], Page],
) -> Callable[..., dict[str, Page]]:
    """Fetch a page in all three languages as somebody of a role, and check each of them.

    `pages("/people", role=Role.CASEWORKER)["ar"].words()` is what an Arabic reader sees.
    """

    def fetch(path: str, *, role: Role | None = None, status: int = 200) -> dict[str, Page]:
        client = sign_in(role)
        return {language: check_page(client, path, language, status) for language in LANGUAGES}

    return fetch


@pytest.fixture
def employer(web_session: Session, accounts: dict[Role, str]) -> Account:
    """The employer's account."""
    found = find_by_login(web_session, accounts[Role.EMPLOYER_OWNER])
    assert found is not None
    return found
