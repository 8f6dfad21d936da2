"""What somebody sees of themselves: everything, where it comes from, and who looked."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.enums import Role
from models.opportunity import Opportunity
from models.person import Person
from models.register import RegisterEntry
from tests.portals.caseworker.office import add_person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.intake_columns import INTAKE
from wasl.portals.returnee.presenting import GROUPS

PAGES = (
    *("/me", "/me/record", "/me/looks", "/me/shared", "/me/shared/new"),
    *("/me/consents", "/me/corrections", "/me/erase", "/me/file"),
)


def test_every_column_of_the_intake_format_has_its_place() -> None:
    shown = [name for _key, _title, names in GROUPS for name in names]
    apart = {"register", "case_no", "intake_agency", "intake_office", "intake_date"}
    apart |= {"consent_data", "consent_matching", "consent_contact", "consent_date"}
    assert sorted(shown) == sorted(set(INTAKE.by_name) - apart)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound(
    path: str,
    client: FlaskClient,
    job: Opportunity,
    check_page: Callable[[FlaskClient, str, str], object],
) -> None:
    check_page(client, path, "en")


@pytest.mark.parametrize("path", PAGES)
def test_an_account_without_a_record_is_told_so(
    path: str, sign_in: Callable[[Role | None], FlaskClient]
) -> None:
    page = sign_in(Role.RETURNEE).get(path)
    assert page.status_code == 200
    assert 'class="empty"' in page.get_data(as_text=True)


def test_all_that_is_recorded_is_shown(own: Person, read: Callable[[str], str]) -> None:
    text = read("/me/record")
    for told in (
        *("زينب كريم حسن", "أم علي", "+9647701234567", "5 March 1990", "محلة الزهور"),
        *("Sweden", "4.5 years", "الحرب", "كيمياء", "شهادة لحام", "عجين", "أفران"),
        *("Widowed", "Truck driving licence", "خباز", "Germany", "Rented home"),
    ):
        assert told in text, told
    assert "Migrant Resource Centre" in text
    assert "2026/1" in text


def test_other_columns_of_the_file_are_shown(
    web_session: Session, own: Person, read: Callable[[str], str]
) -> None:
    entry = web_session.scalars(select(RegisterEntry)).one()
    entry.unrecognised = {"ملاحظات": "تحتاج موعدا"}
    web_session.commit()
    for path in ("/me/record", "/me/file", "/me/file.json"):
        assert "تحتاج موعدا" in read(path), path


def test_somebody_elses_record_is_nowhere(
    web_session: Session, own: Person, client: FlaskClient
) -> None:
    add_person(web_session, "كمال عثمان سعيد", case_no="2026/2")
    web_session.commit()
    for path in (*PAGES, "/me/file.json"):
        assert "كمال" not in client.get(path).get_data(as_text=True), path


def look(session: Session, person: Person, action: AuditAction, **more: object) -> None:
    viewer = Viewer(name="k4f2m7qx9tbc", role=Role.CASEWORKER)
    record(session, viewer, action, person=person.public_id, **more)  # type: ignore[arg-type]
    session.commit()


def test_who_looked_is_told_and_own_visits_are_not(
    web_session: Session, own: Person, read: Callable[[str], str]
) -> None:
    read("/me/record")
    assert "Nobody has looked yet" in read("/me/looks")
    look(web_session, own, AuditAction.PERSON_LOOKED_UP, why="danger", attributes=2, outcome="one")
    text = read("/me/looks")
    assert "looked for you outside their own cases" in text
    assert "You may have been in danger" in text
    assert "Caseworker" in text


def test_own_visits_are_recorded(
    web_session: Session, own: Person, read: Callable[[str], str]
) -> None:
    read("/me/record")
    seen = select(AuditEvent).where(AuditEvent.action == AuditAction.OWN_RECORD_SEEN)
    events = web_session.scalars(seen).all()
    assert events
    assert {event.person for event in events} == {own.public_id}


def test_the_file_holds_everything_and_names_nobody_in_its_name(
    web_session: Session, own: Person, client: FlaskClient
) -> None:
    answer = client.get("/me/file.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.get_data(as_text=True))
    assert data["record"]["name_ar"] == "زينب كريم حسن"
    assert data["record"]["birth_date"] == date(1990, 3, 5).isoformat()
    assert data["registers"][0]["case_no"] == "2026/1"
    assert {one["purpose"] for one in data["consents"]} == {"data", "matching", "contact"}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RETURNEE}))
def test_nobody_else_has_such_a_page(
    role: Role, sign_in: Callable[[Role | None], FlaskClient]
) -> None:
    if role is Role.API_CLIENT:
        return
    client = sign_in(role)
    for path in PAGES:
        assert client.get(path).status_code in {302, 403}, path
