"""The national plan and the files on its actions, as pages and documents show them."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import ActionFile, ActionFileVersion, PlanAction, Priority
from models.commitment import Commitment, CommitmentParty, Milestone
from models.enums import Role
from models.opportunity import Organisation
from models.plan_enums import ActionPart, Horizon
from models.round_table_enums import CommitmentKind
from models.stakeholder import Stakeholder
from tests.portals.conftest import token_of
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.i18n.voice import Voice
from wasl.operations.plan.action_files import write_file
from wasl.operations.plan.actions import ActionTerms, add_action, set_body
from wasl.operations.plan.half_years import half_years
from wasl.operations.plan.links import link_to_action

SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]
CheckPage = Callable[[FlaskClient, str, str], object]


@pytest.fixture
def sign_in(sign_in: SignIn) -> SignIn:
    """Sign in with pages in English."""

    def enter(role: Role | None) -> FlaskClient:
        client = sign_in(role)
        english(client)
        return client

    return enter


def english(client: FlaskClient) -> None:
    """Choose English, as the switch of the page does."""
    page = client.get("/roundtable/plan").get_data(as_text=True)
    data = {"csrf_token": token_of(page), "language": "en", "next": "/roundtable/plan"}
    assert client.post("/language", data=data).status_code == 302


@pytest.fixture
def action(web_session: Session) -> PlanAction:
    """An action led by a ministry, with a measure that has a milestone, and places promised."""
    ministry = Organisation(name="وزارة العمل", name_key="وزاره العمل")
    web_session.add(ministry)
    web_session.flush()
    web_session.add(Stakeholder(organisation_id=ministry.id, kind="ministry"))
    priority = web_session.scalar(select(Priority).where(Priority.number == 4))
    assert priority is not None
    terms = ActionTerms(
        number="4.2",
        priority=priority,
        horizon=Horizon.MEDIUM,
        title_en="Train welders",
        title_ar="تدريب اللحامين",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 6, 30),
    )
    made = add_action(web_session, COMMAND_LINE, terms)
    set_body(web_session, COMMAND_LINE, made, ministry, ActionPart.LEAD)
    for ref, kind, text in (("P-1", "policy", "Recognise tests"), ("P-2", "job", "Nine jobs")):
        promise = Commitment(ref=ref, made_on=date(2026, 1, 9), kind=CommitmentKind(kind))
        promise.quantity, promise.title, promise.text = 9, "", text
        promise.parties = [CommitmentParty(organisation=ministry, leads=True)]
        promise.milestones = [Milestone(text="Order signed")] if kind == "policy" else []
        web_session.add(promise)
        web_session.flush()
        link_to_action(web_session, COMMAND_LINE, made, promise)
    web_session.commit()
    return made


@pytest.fixture
def file(web_session: Session, action: PlanAction) -> ActionFile:
    """The Arabic file on it for the last six months."""
    today = today_in_baghdad()
    half = half_years(today)[0]
    made = write_file(web_session, COMMAND_LINE, action, half, "ar", today=today)
    web_session.commit()
    return made


def test_the_plan_shows_its_priorities_and_actions(action: PlanAction, sign_in: SignIn) -> None:
    page = sign_in(Role.SECRETARIAT).get("/roundtable/plan").get_data(as_text=True)
    assert page.count('id="priority-') == 7
    assert "Train welders" in page
    assert "0 of 2 fulfilled" in page
    assert "<svg" in page


def test_who_sees_totals_alone_gets_no_way_to_an_action(
    action: PlanAction, sign_in: SignIn
) -> None:
    observer = sign_in(Role.OBSERVER)
    page = observer.get("/roundtable/plan").get_data(as_text=True)
    assert "Train welders" in page
    assert action.public_id not in page
    assert "fulfilled" not in page, "whether one is tells that somebody began"
    book = zipfile.ZipFile(io.BytesIO(observer.get("/roundtable/plan.xlsx").data))
    assert "fulfilled" not in book.read("xl/sharedStrings.xml").decode()
    assert [name for name in book.namelist() if "worksheets/sheet" in name] == [
        "xl/worksheets/sheet1.xml"
    ]
    everything = sign_in(Role.SECRETARIAT).get("/roundtable/plan.xlsx").data
    assert "xl/worksheets/sheet3.xml" in zipfile.ZipFile(io.BytesIO(everything)).namelist()


def test_an_action_is_written_down_changed_and_linked(
    web_session: Session, action: PlanAction, sign_in: SignIn, token: Token
) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/actions/{action.public_id}"
    edit = client.get(f"{address}/edit").get_data(as_text=True)
    data = {
        "csrf_token": token(edit), "version": str(action.version), "number": "4.2",
        "priority": "4", "title_en": "", "title_ar": "", "horizon": "short", "status": "done",
    }  # fmt: skip
    refused = client.post(f"{address}/edit", data=data)
    assert refused.status_code == 422
    assert client.post(f"{address}/edit", data={**data, "title_en": "Weld"}).status_code == 302
    page = client.get(address).get_data(as_text=True)
    assert "Weld" in page
    assert "Nine jobs" in page
    what = web_session.scalar(select(Commitment).where(Commitment.ref == "P-2"))
    assert what is not None
    taken = {"csrf_token": token(page), "what": f"commitment:{what.public_id}", "act": "remove"}
    assert client.post(f"{address}/links", data=taken).status_code == 302
    assert 'href="/roundtable/commitments/' + what.public_id not in client.get(address).get_data(
        as_text=True
    )


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"])
def test_a_day_that_nobody_means_is_refused_and_breaks_no_page(
    action: PlanAction, sign_in: SignIn, token: Token, day: str
) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/actions/{action.public_id}/edit"
    data = {
        "csrf_token": token(client.get(address).get_data(as_text=True)),
        "version": str(action.version), "number": "4.2", "priority": "4", "title_en": "Weld",
        "horizon": "short", "status": "done",
    }  # fmt: skip
    for field in ("starts_on", "ends_on"):
        assert client.post(address, data={**data, field: day}).status_code == 422
    assert client.get("/roundtable/plan").status_code == 200
    assert client.post(address, data={**data, "ends_on": "2199-12-31"}).status_code == 302
    assert client.get("/roundtable/plan").status_code == 200


def test_who_was_slower_with_an_action_keeps_what_they_typed(
    web_session: Session, action: PlanAction, sign_in: SignIn, token: Token
) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/actions/{action.public_id}/edit"
    seen = str(action.version)
    data = {
        "csrf_token": token(client.get(address).get_data(as_text=True)), "version": seen,
        "number": "4.2", "priority": "4", "title_en": "Theirs", "horizon": "short",
        "status": "under_way", "ends_on": "2027-01-31",
    }  # fmt: skip
    assert client.post(address, data=data).status_code == 302
    mine = {**data, "title_en": "Mine", "status": "done"}
    answer = client.post(address, data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "As somebody else wrote it meanwhile" in page
    assert "Theirs" in page
    assert "Under way" in page
    assert 'value="Mine"' in page
    web_session.rollback()
    assert web_session.scalars(select(PlanAction.title_en)).one() == "Theirs"
    again = {**mine, "version": re.findall(r'name="version"[^>]*value="(\d+)"', page)[0]}
    assert client.post(address, data=again).status_code == 302
    web_session.rollback()
    assert web_session.scalars(select(PlanAction.title_en)).one() == "Mine"


def test_who_was_slower_with_a_section_keeps_what_they_typed(
    web_session: Session, file: ActionFile, sign_in: SignIn, token: Token
) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/files/{file.public_id}/edit"
    address += "?section=objective"
    data = {"csrf_token": token(client.get(address).get_data(as_text=True)), "seen": "1"}
    assert client.post(address, data={**data, "text": "Theirs"}).status_code == 302
    answer = client.post(address, data={**data, "text": "Mine", "note": "why"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "As somebody else wrote it meanwhile" in page
    assert page.index("Theirs") < page.index("Mine")
    assert 'value="why"' in page
    seen = re.findall(r'name="seen"[^>]*value="(\d+)"', page)
    assert seen == ["2"]
    assert client.post(address, data={**data, "seen": "2", "text": "Mine"}).status_code == 302
    web_session.rollback()
    assert [one.content["objective"] for one in file.versions[1:]] == ["Theirs", "Mine"]


def test_a_file_is_edited_compared_and_issued(
    web_session: Session, file: ActionFile, sign_in: SignIn, token: Token
) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/files/{file.public_id}"
    edit = client.get(f"{address}/edit?section=results").get_data(as_text=True)
    data = {"csrf_token": token(edit), "seen": "1", "text": "سطر جديد", "note": "shorter"}
    assert client.post(f"{address}/edit?section=results", data=data).status_code == 302
    page = client.get(address).get_data(as_text=True)
    assert "written by hand" in page
    compared = client.get(f"{address}/compare?before=1&after=2").get_data(as_text=True)
    assert "Nine jobs" in compared
    assert "سطر جديد" in compared
    stale = client.post(f"{address}/issue", data={"csrf_token": token(page), "seen": "1"})
    assert stale.status_code == 302
    web_session.rollback()  # what the pages wrote meanwhile
    versions = select(ActionFileVersion.issued_at).order_by(ActionFileVersion.number)
    assert web_session.scalars(versions).all() == [None, None]
    client.post(f"{address}/issue", data={"csrf_token": token(page), "seen": "2"})
    web_session.rollback()
    issued = web_session.scalars(versions).all()
    assert issued[0] is None
    assert issued[1] is not None
    assert client.get(f"{address}?version=7").status_code == 404


def test_a_file_goes_along_in_word_and_pdf(file: ActionFile, sign_in: SignIn) -> None:
    client, address = sign_in(Role.OFFICE_MANAGER), f"/roundtable/plan/files/{file.public_id}"
    word = client.get(f"{address}/docx")
    assert "تدريب اللحامين" in "\n".join(
        one.text for one in docx.Document(io.BytesIO(word.data)).paragraphs
    )
    name = word.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="wasl-action-4-2-')
    pdf = client.get(f"{address}/pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.content_type == "application/pdf"
    assert client.get(f"{address}/edit?section=results").status_code == 403


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_pages_have_what_every_page_must_have(
    action: PlanAction, file: ActionFile, sign_in: SignIn, language: str, check_page: CheckPage
) -> None:
    one = f"/roundtable/plan/actions/{action.public_id}"
    of_file = f"/roundtable/plan/files/{file.public_id}"
    client = sign_in(Role.SECRETARIAT)
    for path in (
        "/roundtable/plan", "/roundtable/plan?status=done", "/roundtable/plan/actions/new", one,
        f"{one}/edit", f"{one}/files", of_file, f"{of_file}/edit?section=leads",
        f"{of_file}/edit?section=objective", f"{of_file}/compare",
    ):  # fmt: skip
        check_page(client, path, language)
    check_page(sign_in(Role.OBSERVER), "/roundtable/plan", language)
    check_page(sign_in(Role.OFFICE_MANAGER), of_file, language)


def test_a_file_says_how_its_results_are_counted(file: ActionFile, sign_in: SignIn) -> None:
    client, address = sign_in(Role.SECRETARIAT), f"/roundtable/plan/files/{file.public_id}"
    said = Voice("ar").gettext(
        "Every number is counted from records. People are counted in fives; none is named."
    )
    assert said in client.get(address).get_data(as_text=True)
    word = docx.Document(io.BytesIO(client.get(f"{address}/docx").data))
    assert said in [one.text for one in word.paragraphs]
