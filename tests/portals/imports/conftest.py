"""Who sends files in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from models.enums import Role
from tests.portals.imports.walking import Walk


@pytest.fixture
def walk_as(
    sign_in: Callable[[Role | None], FlaskClient], token: Callable[[str], str]
) -> Callable[[Role], Walk]:
    """Let somebody of a role go to the import pages, in English."""

    def enter(role: Role) -> Walk:
        found = Walk(sign_in(role), token)
        found.post("/language", language="en", next="/imports")
        return found

    return enter


@pytest.fixture
def walk(walk_as: Callable[[Role], Walk]) -> Walk:
    """A caseworker at the import pages, in English."""
    return walk_as(Role.CASEWORKER)
