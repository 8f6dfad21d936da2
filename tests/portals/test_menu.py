"""The menu: few entries, and nothing that falls out of it is lost."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from models.enums import Role

SignIn = Callable[[Role | None], FlaskClient]
# As many as fit a phone in two lines and a desktop in one, in all three languages.
MOST = 7
STAFF = (Role.CASEWORKER, Role.OFFICE_MANAGER)
DESK = ("/cases", "/corrections", "/slips", "/coding")
ADMINISTRATION = ("jobs", "outbox", "tokens", "retention", "offices", "invitations")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.API_CLIENT])
def test_everybody_starts_on_a_page_of_theirs_with_a_short_menu(
    sign_in: SignIn, role: Role
) -> None:
    page = sign_in(role).get("/", follow_redirects=True)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert page.request.path != "/", "a dead end: the first page is for visitors"
    assert text.count('class="menu__link"') <= MOST


@pytest.mark.parametrize(
    ("role", "overview", "path"),
    [(role, "/desk", path) for role in STAFF for path in DESK]
    + [(Role.ADMINISTRATOR, "/admin", f"/admin/{name}") for name in ADMINISTRATION],
)
def test_what_waits_is_reached_from_the_overview(
    sign_in: SignIn, role: Role, overview: str, path: str
) -> None:
    client = sign_in(role)
    main = client.get(overview).get_data(as_text=True).partition("<main")[2]
    assert re.search(rf'href="{path}[?"]', main)
    assert client.get(path).status_code == 200


def test_visitors_find_what_is_offered_where_a_code_goes_and_the_way_in(sign_in: SignIn) -> None:
    text = sign_in(None).get("/opportunities").get_data(as_text=True)
    links = re.findall(r'class="menu__link" href="([^"]+)"( aria-current="page")?', text)
    current = ' aria-current="page"'
    assert links == [("/opportunities", current), ("/answer", ""), ("/sign-in", "")]
    first = sign_in(None).get("/").get_data(as_text=True).partition("<main")[2]
    for path in ("/opportunities", "/register", "/answer", "/sign-in"):
        assert f'href="{path}"' in first, path


def test_a_page_belongs_to_its_entry_and_not_to_the_overview(sign_in: SignIn) -> None:
    client = sign_in(Role.EMPLOYER_OWNER)
    for path, entry in (("/employer/checks", "people"), ("/employer/drafts", "opportunities")):
        text = client.get(path).get_data(as_text=True)
        current = re.findall(r'class="menu__link" href="([^"]+)" aria-current="page"', text)
        assert current == [f"/employer/{entry}"]
