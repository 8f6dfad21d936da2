"""The administrator reads the audit log: in words, by filters, without anybody's name."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditCheck, AuditEvent
from models.enums import Role
from models.person import Person
from tests.portals.caseworker.office import add_person
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.audit.record import record, record_each
from wasl.config import Settings
from wasl.database import make_engine
from wasl.operations.logins import find_by_login
from wasl.operations.memberships import revoke_membership
from wasl.portals.admin.queries.audit import ROWS_ON_A_PAGE

SignIn = Callable[[Role | None], FlaskClient]
NAME = "سروة جلال"


@pytest.fixture
def person(web_session: Session, accounts: dict[Role, str]) -> Person:
    """Somebody whom a caseworker has seen."""
    found = add_person(web_session, NAME)
    caseworker = find_by_login(web_session, accounts[Role.CASEWORKER])
    assert caseworker is not None
    record(
        web_session,
        viewer_of(caseworker),
        AuditAction.PERSON_SEEN,
        person=found.public_id,
        page="person",
        relation="office",
    )
    record(
        web_session,
        COMMAND_LINE,
        AuditAction.PERSON_CHANGED,
        person=found.public_id,
        columns=["phone", "email"],
    )
    web_session.commit()
    return found


@pytest.fixture
def english(sign_in: SignIn, check_page: Callable[..., Any]) -> Callable[[str], Any]:
    client = sign_in(Role.ADMINISTRATOR)
    return lambda path="": check_page(client, f"/admin/audit{path}", "en", 200)


def test_events_are_told_in_words_and_name_nobody(
    english: Callable[[str], Any], person: Person
) -> None:
    words = english("").words()
    assert "Looked at a person" in words
    assert "The person's page" in words
    assert "A case of their office" in words
    assert "Phone" in words
    assert "شيلان" in words  # a member of staff
    assert "The platform itself" in words
    assert person.public_id in words
    assert NAME not in words


def test_it_reads_from_right_to_left(sign_in: SignIn, person: Person) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    client.set_cookie("language", "ar")
    page = client.get("/admin/audit").get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert f"<bdi>{person.public_id}</bdi>" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?person={person}", {"Looked at a person", "Changed what is recorded of a person"}),
        ("?person={person}&group=looks", {"Looked at a person"}),
        ("?account=system:command-line&group=people", {"Changed what is recorded of a person"}),
        ("?group=looks&since=2099-01-01", set()),
        ("?group=looks&until=2001-01-01", set()),
        ("?group=looks&since=2026-01-01&until=2098-01-01", {"Looked at a person"}),
        ("?group=looks&before=1", set()),
        ("?group=looks&since=nonsense&before=99999999999999999999", {"Looked at a person"}),
    ],
)
def test_filters_find_what_they_say(
    english: Callable[[str], Any], person: Person, query: str, shown: set[str]
) -> None:
    words = english(query.format(person=person.public_id)).words()
    all_of_them = {"Looked at a person", "Changed what is recorded of a person"}
    assert {sentence for sentence in all_of_them if sentence in words} == shown
    assert ("No event fits these filters." in words) is not bool(shown)


def test_long_lists_go_on_from_page_to_page(
    english: Callable[[str], Any], web_session: Session, person: Person
) -> None:
    people = [f"p{number:011d}" for number in range(ROWS_ON_A_PAGE)]
    for number, one in enumerate(people):
        record(web_session, COMMAND_LINE, AuditAction.PERSON_CODED, person=one, code=str(number))
    web_session.commit()
    first = english("?group=people")
    assert people[-1] in first.words()
    older = next(a.get("href") for a in first.all("a") if a.get("rel") == "next")
    second = english(older.removeprefix("/admin/audit"))
    assert "Changed what is recorded of a person" in second.words()
    assert people[-1] not in second.words()
    assert "Back to the latest" in second.words()


def test_one_act_is_one_row_however_many_people_it_names(
    english: Callable[[str], Any], web_session: Session, person: Person
) -> None:
    people = [f"p{number:011d}" for number in range(4 * ROWS_ON_A_PAGE)]
    record_each(web_session, COMMAND_LINE, AuditAction.PERSON_CODED, people, code="7512")
    web_session.commit()
    words = english("?group=people").words()
    assert f"and {len(people) - 1} more people" in words
    assert "Changed what is recorded of a person" in words
    assert "Older events" not in words


def test_reading_the_log_is_recorded(
    english: Callable[[str], Any], web_session: Session, person: Person
) -> None:
    english(f"?person={person.public_id}")
    web_session.rollback()
    reads = select(AuditEvent).where(AuditEvent.action == AuditAction.AUDIT_READ)
    [told] = web_session.scalars(reads)
    assert (told.object_kind, told.object_id) == ("person", person.public_id)
    assert told.actor_role is Role.ADMINISTRATOR


def test_the_file_holds_no_formulas(sign_in: SignIn, web_session: Session, person: Person) -> None:
    record(web_session, Viewer(name="=1+1"), AuditAction.AUDIT_READ)
    record(web_session, COMMAND_LINE, AuditAction.PERSON_CODED, person="@x", code="=cmd()")
    web_session.commit()
    answer = sign_in(Role.ADMINISTRATOR).get("/admin/audit.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0][:3] == ["event", "at", "actor"]
    cells = [cell for row in rows for cell in row]
    assert {"'=1+1", "'@x"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert NAME not in answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]


def _check(client: FlaskClient, token: Callable[[str], str]) -> str:
    client.set_cookie("language", "en")
    page = client.get("/admin/audit").get_data(as_text=True)
    data = {"csrf_token": token(page), "language": "en", "next": "/"}
    client.post("/language", data=data)
    form = {"csrf_token": token(page)}
    answer = client.post("/admin/audit/check", data=form, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_button_checks_the_log(
    sign_in: SignIn, web_session: Session, person: Person, token: Callable[[str], str]
) -> None:
    page = _check(sign_in(Role.ADMINISTRATOR), token)
    assert "it is whole" in page
    assert "Every event is as it was written" in page
    [check] = web_session.scalars(select(AuditCheck))
    assert (check.fault, check.event_id) == (None, None)


def test_a_broken_log_is_told_with_what_to_do(
    sign_in: SignIn, web_settings: Settings, person: Person, token: Callable[[str], str]
) -> None:
    engine = make_engine(web_settings)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_event_no_update"))
        change = "UPDATE audit_event SET actor = 'somebody' WHERE id = 2"
        assert connection.execute(text(change)).rowcount == 1
    engine.dispose()
    page = _check(sign_in(Role.ADMINISTRATOR), token)
    assert "The log is broken at event 2" in page
    assert "make a copy of the database" in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.API_CLIENT}))
def test_nobody_else_reads_it(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get("/admin/audit").status_code == 403
    assert client.get("/admin/audit.csv").status_code == 403


@pytest.mark.parametrize("still", [True, False])
def test_a_returnee_who_reads_their_own_record_has_no_name_here(
    english: Callable[[str], Any],
    web_session: Session,
    accounts: dict[Role, str],
    still: bool,
) -> None:
    returnee = find_by_login(web_session, accounts[Role.RETURNEE])
    assert isinstance(returnee, Account)
    returnee.display_name = NAME
    record(web_session, viewer_of(returnee), AuditAction.OWN_RECORD_SEEN)
    if not still:
        revoke_membership(web_session, COMMAND_LINE, returnee)
    web_session.commit()
    words = english("?group=looks").words()
    assert "Looked at their own record" in words
    assert NAME not in words
