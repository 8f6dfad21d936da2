"""Figures on their pages and in files: hidden cells are hidden everywhere."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.enums import Role, Sex
from tests.portals.caseworker.office import add_person, add_posting

Pages = Callable[..., dict[str, Any]]
SEERS = (Role.OBSERVER, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.OFFICE_MANAGER)


@pytest.fixture
def crowd(web_session: Session) -> None:
    """Twenty-three men and two women of Basra, one of Baghdad, and a posting with two places."""
    for number in range(26):
        person = add_person(
            web_session,
            case_no=f"c{number}",
            governorate="IQ-BG" if number == 25 else "IQ-BA",
            sex=Sex.FEMALE if number < 2 else Sex.MALE,
        )
        person.identity.birth_year = 1990
    add_posting(web_session)
    web_session.commit()


@pytest.fixture
def observer(sign_in: Callable[[Role | None], FlaskClient], token: Any) -> FlaskClient:
    """An observer's browser, in English."""
    client = sign_in(Role.OBSERVER)
    page = client.get("/figures").get_data(as_text=True)
    data = {"csrf_token": token(page), "language": "en", "next": "/"}
    assert client.post("/language", data=data).status_code == 302
    return client


def _rows(client: FlaskClient, by: str) -> dict[str, dict[str, str]]:
    response = client.get(f"/figures/table.csv?by={by}")
    assert response.content_type == "text/csv; charset=utf-8"
    head, *lines = csv.reader(io.StringIO(response.get_data().decode("utf-8-sig")))
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}


def test_few_are_hidden_and_many_rounded(crowd: None, observer: FlaskClient) -> None:
    rows = _rows(observer, "sex")
    assert rows["Basra"]["Woman"] == "under 5"
    assert rows["Baghdad"]["Everybody"] == "under 5"
    assert rows["Al Muthanna"]["Man"] == "under 5"
    assert rows["All of Iraq"]["Everybody"] == "25"
    numbers = [cell for row in rows.values() for cell in row.values() if cell.isdecimal()]
    assert numbers
    assert all(int(number) % 5 == 0 for number in numbers)


def test_the_page_shows_what_the_file_holds(crowd: None, observer: FlaskClient) -> None:
    for by in ("sex", "category", "age", "occupation", "prospect", "offers"):
        page = observer.get(f"/figures/table?by={by}").get_data(as_text=True)
        for place, cells in _rows(observer, by).items():
            assert place in page
            assert all(cell in page for cell in cells.values())


def test_offers_are_exact(crowd: None, observer: FlaskClient) -> None:
    assert _rows(observer, "offers") == {
        "Basra": {**_rows(observer, "offers")["Basra"], "Job": "1 (2)", "All kinds": "1 (2)"},
        "All of Iraq": _rows(observer, "offers")["All of Iraq"],
    }


def test_somebody_who_comes_changes_nothing_today(
    crowd: None, web_session: Session, observer: FlaskClient
) -> None:
    before = _rows(observer, "sex")
    for number in range(10):
        add_person(web_session, case_no=f"d{number}", governorate="IQ-BG", sex=Sex.FEMALE)
    web_session.commit()
    assert _rows(observer, "sex") == before


@pytest.mark.parametrize("role", SEERS)
def test_who_may_see_figures(sign_in: Callable[[Role | None], FlaskClient], role: Role) -> None:
    client = sign_in(role)
    for path in ("/figures", "/figures/table", "/figures/table.csv"):
        assert client.get(path).status_code == 200


def test_a_table_that_is_not_there(observer: FlaskClient) -> None:
    assert observer.get("/figures/table?by=phone").status_code == 404
    assert observer.get("/figures/table.csv?by=phone").status_code == 404


@pytest.mark.parametrize(
    "path", ["/figures", "/figures/table?by=occupation", "/figures/table?by=offers"]
)
def test_pages_are_sound(pages: Pages, crowd: None, path: str) -> None:
    pages(path, role=Role.OBSERVER)
