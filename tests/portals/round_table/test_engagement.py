"""Companies as pages, files and business cases: right numbers, and nothing of anybody."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity
from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.placement import Placement
from models.round_table_enums import CommitmentKind, RelationKind, StakeholderKind
from models.stakeholder import OrganisationRelation
from tests.operations.cast import coded
from tests.operations.commitments.promises import cite
from tests.operations.crowd import WELDER, add_crowd, add_member, count_exactly
from tests.portals.conftest import Page
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]
LIST = "/roundtable/engagement"


@pytest.fixture(autouse=True)
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    count_exactly(monkeypatch)


@pytest.fixture
def firm(web_session: Session) -> Organisation:
    """A company with a posting, somebody in it, a promise and a profile; 12 welders are ready."""
    add_crowd(web_session, 12, WELDER)
    found = add_member(web_session, "ورشة البصرة")
    place = {"governorate_code": "IQ-BA", **coded("Welder", WELDER)}
    job = Job(organisation=found, ref="J1", employer_wording="x", seats=2, **place)
    job.status, job.published_at = OpportunityStatus.PUBLISHED, utc_now()
    began = Placement(opportunity=job, starts_on=today_in_baghdad())
    today = today_in_baghdad()
    promise = Commitment(ref="BSR-7", made_on=today, quantity=20, text="عشرون لحاماً", **place)
    promise.kind, promise.deadline = CommitmentKind.JOB, today - timedelta(1)
    promise.parties = [CommitmentParty(organisation=found)]
    line = Capacity(organisation=found, kind=OpportunityKind.TRAINING, quantity=4, **place)
    web_session.add_all([job, began, promise, line])
    web_session.commit()
    return found


def page_of(one: Organisation, end: str = "") -> str:
    return f"/roundtable/stakeholders/{one.public_id}/engagement{end}"


def test_the_page_tells_what_it_gave_and_whom_the_next_steps_would_serve(
    sign_in: SignIn, check_page: CheckPage, firm: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    page = check_page(client, page_of(firm), "en")
    words = page.words()
    assert "Offer what was promised Overdue" in words
    assert "– Basra: 20" in words
    assert "up to 10about 10 ready to begin" in words, "twelve are told as ten"
    assert "up to 4about 10 ready to begin" in words, "four places serve four"
    assert "Person W" not in words
    links = [
        link.get("href") for link in check_page(client, f"{page_of(firm)[:-11]}", "en").all("a")
    ]
    assert page_of(firm) in links, "the page of the organisation leads there"


def test_the_list_tells_how_far_each_has_come(
    sign_in: SignIn, check_page: CheckPage, firm: Organisation, web_session: Session
) -> None:
    add_member(web_session, "Only A Name")
    add_member(web_session, "The Ministry", StakeholderKind.MINISTRY)
    known = add_member(web_session, "Chamber A", StakeholderKind.CHAMBER)
    same = add_member(web_session, "Chamber B")
    relation = OrganisationRelation(first=same, second=known, kind=RelationKind.SAME_AS)
    web_session.add(relation)
    refused = add_member(web_session, "Refused Co")
    refused.standing = OrganisationStanding.REFUSED
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    words = check_page(client, LIST, "en").words()
    assert words.index("ورشة البصرة") < words.index("Only A Name"), "the furthest first"
    assert "Somebody began there" in words
    assert "Ask it to register" in words
    for name in ("The Ministry", "Chamber A", "Chamber B", "Refused Co"):
        assert name not in words
    narrowed = check_page(client, f"{LIST}?stage=placed&q=البصرة", "en").words()
    assert "ورشة البصرة" in narrowed
    assert "Only A Name" not in narrowed
    posted = check_page(client, f"{LIST}?stage=posted", "en").words()
    assert "ورشة البصرة" in posted, "who came further has posted, too"
    assert "No company fits" in check_page(client, f"{LIST}?stage=repeated", "en").words()


def test_the_workbook_holds_companies_and_their_steps(sign_in: SignIn, firm: Organisation) -> None:
    answer = sign_in(Role.SECRETARIAT).get(f"{LIST}.xlsx?q=البصرة")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        assert "xl/worksheets/sheet2.xml" in book.namelist()
    assert "ورشة البصرة" in texts
    assert "BSR-7" in texts


def test_the_business_case_is_for_the_company_and_says_nothing_of_anybody(
    sign_in: SignIn, check_page: CheckPage, firm: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    words = check_page(client, page_of(firm, "/case"), "en").words()
    assert "1. Offer what you promised" in words
    assert "عشرون لحاماً" in words
    with zipfile.ZipFile(io.BytesIO(client.get(page_of(firm, "/case.docx")).data)) as file:
        written = file.read("word/document.xml").decode()
    assert "عشرون لحاماً" in written
    for text in (words, written):
        assert "returnee" not in text.lower()
        assert "Person W" not in text
    answer = client.get(page_of(firm, "/case.pdf"))
    assert answer.data.startswith(b"%PDF")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "role", [Role.EMPLOYER_OWNER, Role.OFFICE_MANAGER, Role.OBSERVER, Role.CASEWORKER]
)
def test_only_the_secretariat_reads_them(sign_in: SignIn, firm: Organisation, role: Role) -> None:
    client = sign_in(role)
    paths = [LIST, f"{LIST}.xlsx"]
    paths += [page_of(firm, end) for end in ("", "/case", "/case.docx", "/case.pdf")]
    assert {client.get(path).status_code for path in paths} <= {403, 404}


def test_the_business_case_tells_nothing_of_who_began_with_other_parties(
    sign_in: SignIn, check_page: CheckPage, firm: Organisation, web_session: Session
) -> None:
    other = add_member(web_session, "Other Co")
    job = Job(organisation=other, ref="J9", employer_wording="x", seats=17, title="Welder")
    job.status, job.published_at = OpportunityStatus.PUBLISHED, utc_now()
    web_session.add_all(Placement(opportunity=job, starts_on=today_in_baghdad()) for _n in range(3))
    [promise] = web_session.scalars(select(Commitment)).all()
    promise.parties.append(CommitmentParty(organisation=other))
    cite(web_session, promise, job)
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    rows = check_page(client, page_of(firm, "/case"), "en").words().split("What you could give")[0]
    assert "عشرون لحاماً 20 0 0" in " ".join(rows.split()), "its own part, which is nothing yet"
