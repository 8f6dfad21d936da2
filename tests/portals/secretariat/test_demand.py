"""The map of demand: right numbers in any direction, few people never told, a file to print."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity, Workplace
from models.enums import OpportunityKind as Kind
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.placement import Placement
from wasl.clock import today_in_baghdad
from wasl.portals.secretariat.queries.demand import (
    ANYWHERE,
    NO_SECTOR,
    Count,
    Wanted,
    read_lines,
)

TODAY = date(2026, 11, 23)
PATH = "/secretariat/demand"
SignIn = Callable[[Role | None], FlaskClient]


def company(session: Session, name: str, *places: str, **values: Any) -> Organisation:
    given = {"sector_code": "10", "standing": OrganisationStanding.VETTED} | values
    found = Organisation(name=name, name_key=name.lower(), **given)
    session.add(found)
    session.flush()
    session.add_all(Workplace(organisation_id=found.id, governorate_code=code) for code in places)
    return found


def gives(
    session: Session, owner: Organisation, quantity: int, place: str | None = None, **values: Any
) -> Capacity:
    given = {"kind": Kind.JOB, "title": "Baker", "occupation_code": "7512"} | values
    line = Capacity(organisation=owner, quantity=quantity, governorate_code=place, **given)
    session.add(line)
    session.flush()
    return line


def posts(session: Session, owner: Organisation, seats: int, taken: int = 0, **values: Any) -> Job:
    given = {
        "ref": f"{seats}-{taken}-{values}",
        "title": "Baker",
        "occupation_code": "7512",
        "status": OpportunityStatus.PUBLISHED,
        "governorate_code": "IQ-BA",
        "employer_wording": owner.name,
    } | values
    job = Job(organisation=owner, seats=seats, seats_taken=taken, **given)
    session.add(job)
    session.flush()
    return job


@pytest.fixture
def bakery(web_session: Session) -> Organisation:
    """A bakery in Basra and Maysan: 5 jobs in Basra, 2 wherever, 4 offered of which 1 is taken."""
    owner = company(web_session, "=Bakery", "IQ-BA", "IQ-MA")
    gives(web_session, owner, 5, "IQ-BA")
    gives(web_session, owner, 2, occupation_code="5120")
    gives(web_session, owner, 50, "IQ-BA", ended_at=utc_now())
    gives(web_session, owner, 50, "IQ-BA", available_until=TODAY - timedelta(1))
    posts(web_session, owner, 4, 1)
    posts(web_session, owner, 90, status=OpportunityStatus.DRAFT)
    web_session.commit()
    return owner


def total(session: Session, **values: Any) -> Count:
    return Count.of(read_lines(session, Wanted(**values), TODAY))


def test_what_runs_is_counted_and_what_is_over_is_not(
    web_session: Session, bakery: Organisation
) -> None:
    assert total(web_session) == Count(could_give=7, open=4, free=3, enterprises=1)
    cells = {
        (line.section, line.place, line.kind) for line in read_lines(web_session, Wanted(), TODAY)
    }
    assert cells == {("C", "IQ-BA", Kind.JOB), ("C", ANYWHERE, Kind.JOB)}


def test_each_filter_narrows_both_what_could_be_given_and_what_is_offered(
    web_session: Session, bakery: Organisation
) -> None:
    unsaid = company(web_session, "Listed", sector_code=None, standing=OrganisationStanding.LISTED)
    posts(web_session, unsaid, 6, governorate_code=None)
    refused = company(web_session, "Refused", "IQ-BA", standing=OrganisationStanding.REFUSED)
    gives(web_session, refused, 1000)
    shop = company(web_session, "Shop", "IQ-AR", sector_code="47")
    gives(web_session, shop, 3, kind=Kind.TRAINING, occupation_code="5223")
    web_session.commit()
    for wanted, expected in (
        ({}, (10, 10, 3)),
        ({"kind": Kind.TRAINING}, (3, 0, 1)),
        ({"sector": "C"}, (7, 4, 1)),
        ({"sector": "10"}, (7, 4, 1)),
        ({"sector": "11"}, (0, 0, 0)),
        ({"sector": NO_SECTOR}, (0, 6, 1)),
        ({"governorate": "IQ-BA"}, (7, 4, 1)),
        ({"governorate": "IQ-MA"}, (2, 0, 1)),
        ({"governorate": "IQ-AR"}, (3, 0, 1)),
        ({"governorate": ANYWHERE}, (2, 6, 2)),
        ({"group": "7"}, (5, 10, 2)),
        ({"group": "5"}, (5, 0, 2)),
        ({"vetted": True}, (10, 4, 2)),
        ({"sector": "C", "group": "5", "governorate": "IQ-MA"}, (2, 0, 1)),
    ):
        found = total(web_session, **wanted)
        assert (found.could_give, found.open, found.enterprises) == expected, wanted


def test_who_works_in_one_place_gives_there(web_session: Session) -> None:
    gives(web_session, company(web_session, "One", "IQ-KI"), 2)
    gives(web_session, company(web_session, "None"), 3)
    places = {line.place: line.could_give for line in read_lines(web_session, Wanted(), TODAY)}
    assert places == {"IQ-KI": 2, ANYWHERE: 3}


def cells_of(page: Any) -> dict[tuple[str, str], str]:
    """Return the texts of the table by row and column."""
    found = {}
    for row in page.all("tr"):
        head = next((cell for cell in row.iter("th") if cell.get("scope") == "row"), None)
        if head is not None:
            name = " ".join("".join(head.itertext()).split())
            for cell in row.iter("td"):
                text = " ".join("".join(cell.itertext()).split())
                found[name, str(cell.get("data-label"))] = text
    return found


@pytest.fixture
def english(sign_in: SignIn, check_page: Callable[..., Any]) -> Callable[[str], Any]:
    client = sign_in(Role.SECRETARIAT)
    return lambda path: check_page(client, path, "en", 200)


def test_tables_count_by_place_and_by_sector(
    english: Callable[[str], Any], bakery: Organisation
) -> None:
    by_place = cells_of(english(PATH))
    assert by_place["Basra", "Job"] == "5"
    assert by_place["Not tied to a place", "Job"] == "2"
    assert by_place["All", "All kinds"] == "7"
    assert ("Erbil", "Job") not in by_place
    by_sector = cells_of(english(f"{PATH}?by=sector&measure=free"))
    assert by_sector["Manufacturing", "Job"] == "under 5"
    assert cells_of(english(f"{PATH}?measure=enterprises"))["All", "All kinds"] == "1"
    words = english(f"{PATH}?kind=training&sector=10").words()
    assert "No enterprise fits these filters." in words


def test_addresses_that_name_nothing_filter_nothing(
    english: Callable[[str], Any], bakery: Organisation
) -> None:
    strange = "kind=what&sector=99'--&governorate=XX&group=77&vetted=no&measure=x&by=y&page=-4"
    assert cells_of(english(f"{PATH}?{strange}"))["Basra", "Job"] == "5"
    assert "=Bakery" in english(f"{PATH}/enterprises?{strange}").words()


def test_the_number_leads_to_the_enterprises_behind_it(
    english: Callable[[str], Any], sign_in: SignIn, check_page: Any, bakery: Organisation
) -> None:
    page = english(PATH)
    link = next(
        item.get("href") for item in page.all("a") if "governorate=IQ-BA" in item.get("href", "")
    )
    listed = english(link)
    assert "=Bakery" in listed.words()
    assert "Nobody signs in for it" in listed.words()
    own = f"/admin/organisations/{bakery.public_id}"
    assert own in listed.text
    assert "=Bakery" not in english(f"{PATH}/enterprises?governorate=IQ-AR").words()
    manager = check_page(sign_in(Role.OFFICE_MANAGER), link, "en", 200)
    assert "=Bakery" in manager.words()
    assert own not in manager.text


def test_what_is_free_does_not_tell_how_few_got_a_place(
    english: Callable[[str], Any], web_session: Session, bakery: Organisation
) -> None:
    shop = company(web_session, "Shop", "IQ-AR", sector_code="47")
    posts(web_session, shop, 41, 3, governorate_code="IQ-AR")
    web_session.commit()
    cells = cells_of(english(f"{PATH}?measure=free"))
    assert (cells["Erbil", "Job"], cells["Basra", "Job"]) == ("40", "under 5")
    assert cells["Erbil", "Training"] == "0", "where nothing is offered, nothing is to hide"
    listed = cells_of(english(f"{PATH}/enterprises"))
    shown = {
        name.split()[0]: text for (name, column), text in listed.items() if column == "Free now"
    }
    assert shown == {"Shop": "40", "=Bakery": "under 5"}


def place_people(session: Session, owner: Organisation, count: int) -> None:
    job = posts(session, owner, count, count, ref="filled")
    now = datetime.now(UTC)
    session.add_all(
        Placement(opportunity=job, starts_on=TODAY, made_at=now - timedelta(days=2))
        for _ in range(count)
    )
    session.commit()


@pytest.mark.parametrize(("count", "shown"), [(4, "under 5"), (12, "10")])
def test_how_many_people_got_something_is_told_as_figures_are(
    english: Callable[[str], Any],
    web_session: Session,
    bakery: Organisation,
    count: int,
    shown: str,
) -> None:
    place_people(web_session, bakery, count)
    for by, row in (("place", "Basra"), ("sector", "Manufacturing")):
        cells = cells_of(english(f"{PATH}?measure=filled&by={by}"))
        assert cells[row, "Job"] in {shown, "not shown"}
        assert set(cells.values()) <= {"under 5", "not shown", "10"}


@pytest.mark.parametrize(
    "narrow", ["vetted=1", "sector=10", "governorate=IQ-BA", "group=7", "kind=job"]
)
def test_how_many_got_something_is_not_narrowed_down(
    english: Callable[[str], Any], web_session: Session, bakery: Organisation, narrow: str
) -> None:
    place_people(web_session, bakery, 12)
    page = english(f"{PATH}?measure=filled&{narrow}")
    assert cells_of(page) == {}
    assert "so that nobody can be worked out" in page.words()


def test_the_file_can_be_printed_and_runs_nothing(
    sign_in: SignIn, web_session: Session, bakery: Organisation
) -> None:
    place_people(web_session, bakery, 4)
    client = sign_in(Role.SECRETARIAT)
    answer = client.get(f"{PATH}.xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(
        f'wasl-demand-{today_in_baghdad().isoformat()}.xlsx"'
    )
    book = parts_of(answer.data)
    sheets = [text for name, text in book.items() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 12
    assert all('rightToLeft="1"' in text for text in sheets), "read in Arabic"
    assert all('fitToHeight="0"' in text and "landscape" in text for text in sheets)
    assert book["xl/workbook.xml"].count("_xlnm.Print_Titles") == 12
    assert not any("<f>" in text for text in sheets), "no formula"
    assert "<t>=Bakery</t>" in book["xl/sharedStrings.xml"]
    assert 'quotePrefix="1"' in book["xl/styles.xml"]
    narrowed = parts_of(client.get(f"{PATH}.xlsx?vetted=1").data)
    sheets = [name for name in narrowed if name.startswith("xl/worksheets/")]
    assert len(sheets) == 10, "without the two tables of people"


def parts_of(workbook: bytes) -> dict[str, str]:
    """Return the parts of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_pages_are_sound_in_three_languages(
    pages: Callable[..., Any], bakery: Organisation
) -> None:
    for path in (PATH, f"{PATH}?measure=filled&by=sector", f"{PATH}/enterprises?kind=job"):
        pages(path, role=Role.SECRETARIAT)
