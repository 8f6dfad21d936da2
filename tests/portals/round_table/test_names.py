"""What an organisation is called: the page where it is said, and pages that show and find it."""

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import Role
from models.opportunity import Organisation
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from tests.portals.canary import choose
from tests.portals.caseworker.office import add_posting
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.organisation_names import name_key, settle_name_key
from wasl.operations.stakeholders.names import (
    OrganisationNames,
    name_organisation,
    names_of,
    names_version,
)

AR, CKB, EN = "مخبز دجلة", "نانەواخانەی دیجلە", "Tigris Bakery"
SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]


@pytest.fixture
def bakery(web_session: Session) -> Organisation:
    """A company with one name, at the round table."""
    one = Organisation(name=EN, name_key=name_key(EN))
    web_session.add(one)
    web_session.flush()
    web_session.add(Stakeholder(organisation_id=one.id, kind=StakeholderKind.COMPANY))
    web_session.commit()
    return one


def put(session: Session, one: Organisation, name: str, **by_language: str) -> None:
    names = OrganisationNames(name=name, by_language=by_language)
    name_organisation(session, COMMAND_LINE, one, names, seen=names_version(one))
    session.commit()


def path_of(one: Organisation) -> str:
    return f"/roundtable/stakeholders/{one.public_id}"


def filled(page: str) -> dict[str, str]:
    """Return the mark of the names that a page was made from."""
    found = re.search(r'name="seen"[^>]* value="([^"]+)"', page)
    assert found
    return {"seen": found[1]}


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_its_page_is_sound(
    sign_in: SignIn, check_page: Callable[..., object], bakery: Organisation, language: str
) -> None:
    check_page(sign_in(Role.SECRETARIAT), f"{path_of(bakery)}/names", language)


def test_the_secretariat_names_it_in_three_languages(
    sign_in: SignIn, token: Token, web_session: Session, bakery: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), path_of(bakery)
    page = client.get(f"{path}/names").get_data(as_text=True)
    data = {"csrf_token": token(page), **filled(page), "name": "Tigris", "name_ar": AR}
    data |= {"name_ckb": CKB, "former": "Tigris Bread\n\n Tigris  Bakeries "}
    assert client.post(f"{path}/names", data=data).status_code == 302
    web_session.rollback()
    assert names_of(bakery) == OrganisationNames(
        name="Tigris",
        by_language={"ar": AR, "ckb": CKB},
        former=("Tigris Bread", "Tigris Bakeries", EN),
    )
    for language, name in (("ar", AR), ("ckb", CKB), ("en", "Tigris")):
        choose(client, language)
        assert f"<h1><bdi>{name}</bdi></h1>" in client.get(path).get_data(as_text=True)
        listed = client.get("/roundtable/stakeholders").get_data(as_text=True)
        assert f"<bdi>{name}</bdi></a>" in listed
    for words in (EN, "نانەواخانە", "دجله", "tigris bread"):
        found = client.get("/roundtable/stakeholders", query_string={"q": words})
        assert path in found.get_data(as_text=True), words


def test_somebody_elses_name_is_told_beside_its_field(
    sign_in: SignIn, token: Token, web_session: Session, bakery: Organisation
) -> None:
    other = Organisation(name="Basra Steel", name_key=name_key("Basra Steel"))
    web_session.add(other)
    web_session.commit()
    client, path = sign_in(Role.SECRETARIAT), f"{path_of(bakery)}/names"
    choose(client, "en")
    page = client.get(path).get_data(as_text=True)
    for field in ("name", "name_ar", "former"):
        data = {"csrf_token": token(page), **filled(page), "name": EN, field: "basra steel"}
        answer = client.post(path, data=data)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.get_data(as_text=True)
    web_session.rollback()
    assert names_of(bakery) == OrganisationNames(name=EN)


def test_a_page_that_is_old_changes_nothing(
    sign_in: SignIn, token: Token, web_session: Session, bakery: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), f"{path_of(bakery)}/names"
    page = client.get(path).get_data(as_text=True)
    put(web_session, bakery, EN, ar=AR)
    data = {"csrf_token": token(page), **filled(page), "name": "Euphrates"}
    client.post(path, data=data)
    web_session.rollback()
    assert names_of(bakery) == OrganisationNames(name=EN, by_language={"ar": AR})


def test_only_the_secretariat_names_it(sign_in: SignIn, bakery: Organisation) -> None:
    for role in (Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER, Role.OBSERVER):
        assert sign_in(role).get(f"{path_of(bakery)}/names").status_code in {403, 404}


def test_who_registered_itself_is_told_to_be_found_later(
    sign_in: SignIn, web_session: Session, bakery: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), f"{path_of(bakery)}/names"
    choose(client, "en")
    assert "registered itself" not in client.get(path).get_data(as_text=True)
    web_session.rollback()
    bakery.registered_at = utc_now()
    settle_name_key(web_session, bakery)
    web_session.commit()
    assert "registered itself" in client.get(path).get_data(as_text=True)


def test_anybody_finds_and_reads_it_in_their_language(
    sign_in: SignIn, web_session: Session
) -> None:
    posting = add_posting(web_session, ref="J", employer=EN)
    put(web_session, posting.organisation, "Euphrates", ar=AR, ckb=CKB)
    visitor, path = sign_in(None), f"/opportunities/{posting.public_id}"
    for language, name in (("ar", AR), ("ckb", CKB), ("en", "Euphrates")):
        visitor.set_cookie("language", language)
        page = visitor.get(path).get_data(as_text=True)
        assert f"<bdi>{name}</bdi>" in page
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        if data:
            assert json.loads(data[1])["hiringOrganization"]["name"] == name
        assert name in visitor.get(f"{path}/sheet").get_data(as_text=True)
        for words in (AR, CKB, EN, "euphrates"):
            found = visitor.get("/opportunities", query_string={"q": words})
            assert path in found.get_data(as_text=True), (language, words)


def test_a_longer_list_asks_no_more_for_names(sign_in: SignIn, web_session: Session) -> None:
    def add(first: int, last: int) -> None:
        for n in range(first, last):
            posting = add_posting(web_session, ref=f"J{n}", employer=f"Firm {n}")
            put(web_session, posting.organisation, f"Firm {n}", ar=f"شركة {n}")

    visitor = sign_in(None)
    visitor.set_cookie("language", "ar")
    add(0, 2)
    visitor.get("/opportunities")
    few = _asked_for_names(visitor)
    add(2, 9)
    assert _asked_for_names(visitor) == few == 1


def _asked_for_names(visitor: FlaskClient) -> int:
    """Return how often a page of what is offered asks for other names."""
    told: list[str] = []

    def note(*arguments: object) -> None:
        told.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    assert "شركة 1" in visitor.get("/opportunities").get_data(as_text=True)
    event.remove(Engine, "before_cursor_execute", note)
    return sum("FROM organisation_name" in statement for statement in told)
