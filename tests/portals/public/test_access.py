"""The page that says who may do what."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from models.enums import Role
from tests.portals.conftest import Page
from wasl.access.words import lines_of

Check = Callable[[FlaskClient, str, str], Page]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.RETURNEE, Role.EXPERT])
def test_it_begins_with_ones_own_role(
    sign_in: Callable[[Role | None], FlaskClient], check_page: Check, role: Role
) -> None:
    page = check_page(sign_in(role), "/access", "en")
    said = page.words()
    for lines in lines_of(role).values():
        for line in lines:
            assert line.text in said
            assert all(text in said for text in line.when)


def test_every_role_can_be_read(
    sign_in: Callable[[Role | None], FlaskClient], check_page: Check
) -> None:
    client = sign_in(Role.OBSERVER)
    page = check_page(client, "/access?role=caseworker", "en")
    assert "cases of their office" in page.words()
    assert "cases of their office" not in check_page(client, "/access", "en").words()
    assert client.get("/access?role=king").status_code == 200


def test_it_is_translated(pages: Callable[..., dict[str, Page]]) -> None:
    pages("/access?role=office_manager", role=Role.SECRETARIAT)
