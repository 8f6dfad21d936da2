"""The pages on PostgreSQL: their queries, and what it takes more strictly than SQLite."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.enums import Agency, Role
from wasl.access.viewer import COMMAND_LINE
from wasl.app import create_app
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.extensions import db
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office

pytestmark = pytest.mark.postgresql
PASSWORD = "a long enough password"
PEOPLE = (
    "register,case_no,name_ar,governorate,experience,consent_data,consent_matching\n"
    "mrc,1,علي حسين,IQ-BG,لحام | 5 | IQ,yes,yes\n"
    "mrc,2,زينب كاظم,IQ-BG,خباز | 3 | IQ,yes,no\n"
    "mrc,3,حسن,Atlantis,,yes,yes\n"
)
OFFERS = "ref,employer,kind,title,governorate,seats\n1,Zagros,job,Welder,IQ-BG,2\n"


def token_of(client: FlaskClient) -> str:
    page = client.get("/imports").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def app(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        data_dir=tmp_path,
        database_url=postgres_url,
        https=False,
        second_factor=False,
        secret_key="x",
    )
    engine = make_engine(settings)
    with write_session(engine) as session:
        create_account(
            session,
            COMMAND_LINE,
            NewAccount(
                login="a@mrc.example",
                password=PASSWORD,
                display_name="A",
                role=Role.CASEWORKER,
                office=ensure_office(session, Agency.MRC, "Erbil"),
                language="en",
            ),
            way="command",
        )
    engine.dispose()
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    given = {"csrf_token": found[1], "login": "a@mrc.example", "password": PASSWORD}
    assert client.post("/sign-in", data=given).status_code == 302
    return client


def send(client: FlaskClient, kind: str, content: str) -> str:
    """Upload a file, take it in, and return the report."""
    file = (io.BytesIO(content.encode()), "list.csv")
    given = {"csrf_token": token_of(client), "file": file, "publish": "y"}
    sent = client.post(f"/imports/new/{kind}", data=given, content_type="multipart/form-data")
    job = sent.location.removesuffix("/columns")
    assert client.get(f"{job}/preview").status_code == 200
    client.post(f"{job}/run", data={"csrf_token": token_of(client)})
    for _attempt in range(60):
        response = client.get(job)
        if "Refresh" not in response.headers:
            return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())
        time.sleep(0.5)
    pytest.fail("the import did not end")


def test_lists_go_in_and_every_page_answers(client: FlaskClient) -> None:
    assert "2 rows are in the platform" in send(client, "intake", PEOPLE)
    assert "One row is in the platform" in send(client, "opportunities", OFFERS)
    assert client.post("/matching", data={"csrf_token": token_of(client)}).status_code == 302
    filters = "q=w&kind=job&governorate=IQ-BG&occupation=weld&order=fewest"
    for path in (
        "/desk",
        "/coding",
        "/desk/opportunities?order=most",
        f"/desk/opportunities?{filters}",
    ):
        assert client.get(path).status_code == 200, path
    for order in ("newest", "name", "best_match"):
        for more in ("matched=no", "matched=yes&occupation=721", "consent=no&coding=check"):
            assert client.get(f"/people?order={order}&{more}").status_code == 200
    listed = client.get("/people?matched=yes").get_data(as_text=True)
    person = re.search(r'href="(/people/[a-z0-9]{8,})"', listed)
    assert person is not None
    assert "Zagros" in client.get(person[1]).get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/people?governorate=%00", "/desk/opportunities?employer=%00", "/people/a%00b"]
)
def test_a_zero_byte_in_an_address_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400
    assert client.get("/people").status_code == 200
