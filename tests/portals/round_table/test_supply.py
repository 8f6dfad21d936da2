"""The supply map as a page and as a file: what is told, and nothing of few."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import Need, Role
from models.figures import PublishedFigures
from models.person import PersonNeed
from tests.operations.crowd import add_crowd, count_exactly
from tests.portals.conftest import Page
from wasl.figures.count import list_governorates

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    count_exactly(monkeypatch)


@pytest.fixture
def crowd(web_session: Session) -> None:
    """Thirty of Basra want jobs, three of them need papers; two live in Erbil."""
    for person in add_crowd(web_session, 30)[:3]:
        person.needs = [PersonNeed(need=Need.DOCUMENTS)]
    add_crowd(web_session, 2, governorate="IQ-AR")
    web_session.commit()


def _tile(page: Page, name: str) -> str:
    """Return what the map says of a governorate."""
    return page.text.split(f"<title>{name}: ", 1)[1].split("<", 1)[0]


@pytest.mark.usefixtures("crowd")
def test_the_map_tells_many_and_nothing_of_few(sign_in: SignIn, check_page: CheckPage) -> None:
    page = check_page(sign_in(Role.OBSERVER), "/roundtable/supply", "en")
    assert page.text.count("<rect") == 19
    assert _tile(page, "Basra") == "30"
    assert _tile(page, "Erbil") == "under 5"


@pytest.mark.usefixtures("crowd")
def test_a_column_is_chosen_for_the_map(sign_in: SignIn, check_page: CheckPage) -> None:
    client = sign_in(Role.SECRETARIAT)
    wanted = check_page(client, "/roundtable/supply?by=wanted&of=job", "en")
    assert _tile(wanted, "Basra") == "30"
    assert _tile(wanted, "Erbil") == "not told"
    assert "All of Iraq: about 30 or more" in wanted.words()
    assert "Finance" not in wanted.text.split("<table", 1)[1], "the table shows what the map shows"
    needed = check_page(client, "/roundtable/supply?by=needed&of=documents", "en")
    assert _tile(needed, "Basra") == "not told", "three need papers"
    came = check_page(client, "/roundtable/supply?by=returned&of=earlier", "en")
    assert _tile(came, "Dahuk") in {"under 5", "not shown"}


@pytest.mark.usefixtures("crowd")
def test_addresses_that_name_nothing_known_show_everybody(
    sign_in: SignIn, check_page: CheckPage
) -> None:
    page = check_page(sign_in(Role.SECRETARIAT), "/roundtable/supply?by=name&of=IQ-BA", "en")
    assert _tile(page, "Basra") == "30"


@pytest.mark.usefixtures("crowd")
def test_the_file_hides_what_the_page_hides(sign_in: SignIn) -> None:
    given = sign_in(Role.OFFICE_MANAGER).get("/roundtable/supply.xlsx")
    book = zipfile.ZipFile(io.BytesIO(given.get_data()))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    numbers = {
        cell.split("</v>")[0]
        for name in sheets
        for part in book.read(name).decode().split("<c ")[1:]
        if 't="s"' not in part and "<v>" in part
        for cell in [part.split("<v>", 1)[1]]
    }
    assert numbers == {"30"}, "two and three are in no cell"


@pytest.mark.usefixtures("crowd")
def test_a_day_published_without_says_so(
    sign_in: SignIn, check_page: CheckPage, web_session: Session
) -> None:
    client = sign_in(Role.SECRETARIAT)
    client.get("/roundtable/supply")
    kept = web_session.scalars(select(PublishedFigures)).one()
    kept.tables = {name: told for name, told in kept.tables.items() if name != "supply"}
    web_session.commit()
    page = check_page(client, "/roundtable/supply?by=needed", "en")
    assert "This is counted from tomorrow on." in page.words()


@pytest.mark.parametrize("role", [Role.EMPLOYER_OWNER, Role.CASEWORKER, Role.RETURNEE])
def test_it_is_for_the_round_table_only(sign_in: SignIn, role: Role) -> None:
    assert sign_in(role).get("/roundtable/supply").status_code in {403, 404}


def test_every_governorate_is_on_the_map(
    web_session: Session, sign_in: SignIn, check_page: CheckPage
) -> None:
    page = check_page(sign_in(Role.SECRETARIAT), "/roundtable/supply", "en")
    assert page.text.count("stroke-dasharray") == len(list_governorates(web_session)) - 1
