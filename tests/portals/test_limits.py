"""Searching and taking files away is counted for each account."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from models.enums import Role
from wasl.access.limits import EXPORTS, SEARCHES, limited
from wasl.operations.count_tries import Limit

SignIn = Callable[[Role | None], FlaskClient]
VIEWS = Path(__file__).parents[2] / "platform" / "wasl" / "portals"


def test_exports_are_limited_for_each_account(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(EXPORTS), "most", 3)
    client, other = sign_in(Role.OBSERVER), sign_in(Role.ADMINISTRATOR)
    answers = [client.get("/figures/table.csv").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert other.get("/figures/table.csv").status_code == 200


def test_searches_are_limited(
    sign_in: SignIn, token: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(SEARCHES), "most", 2)
    client = sign_in(Role.CASEWORKER)
    given = {"csrf_token": token(client.get("/people").get_data(as_text=True)), "words": "Zagros"}
    answers = [client.post("/people/search", data=given).status_code for _ in range(3)]
    assert answers == [302, 302, 429]


def test_every_file_that_leaves_is_counted() -> None:
    """A view that sends a file says how often.

    Free are blank templates, the same for all, and calendar files: one meeting, nobody's name.
    """
    free = {"imports/views/files.py"}
    missing = [
        name
        for path in sorted(VIEWS.rglob("views/*.py"))
        if (name := str(path.relative_to(VIEWS))) not in free
        and any(
            sign in (text := path.read_text("utf-8")) for sign in ("attachment", "send_workbook(")
        )
        and "@limited(EXPORTS)" not in text
        and "content_type=CALENDAR_TYPE" not in text
    ]
    assert missing == []


def test_a_limit_keeps_the_marks_of_a_view() -> None:
    def view() -> str:
        """Say something."""
        return ""

    view.mark = 1  # type: ignore[attr-defined]
    wrapped = limited(Limit(name="x", most=1, window=EXPORTS.window))(view)
    assert wrapped.mark == 1  # type: ignore[attr-defined]
    assert wrapped.__name__ == "view"
