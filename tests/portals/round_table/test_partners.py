"""Donors, ministries, chambers, providers as pages and sheets: useful, and nothing of anybody."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.ask import Ask
from models.barrier import BarrierLink
from models.base import utc_now
from models.commitment import Milestone
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding, Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant, Resolution
from models.opportunity import Organisation
from models.opportunity_kinds import Finance, Job
from models.person import WantedKind
from models.plan_enums import Barrier
from models.round_table_enums import (
    AskState,
    CitationState,
    CommitmentKind,
    MeetingKind,
    MeetingState,
    RelationKind,
    ResolutionKind,
    StakeholderKind,
)
from models.stakeholder import OrganisationRelation, Programme, Stakeholder
from tests.operations.cast import add_person, coded
from tests.operations.commitments.promises import add_promise, cite
from tests.portals.conftest import Page
from wasl.access.viewer import COMMAND_LINE
from wasl.barriers.measure import Measured
from wasl.clock import today_in_baghdad
from wasl.documents.pdf import draw_pages
from wasl.figures.blur import Blur, Ids
from wasl.figures.tables import ALL
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.portals.round_table.partner_case import partner_case
from wasl.portals.round_table.queries.partner import read_partner

SignIn = Callable[[Role | None], FlaskClient]
CheckPage = Callable[..., Page]
WELDER, OTHERS = "7212", "/roundtable/engagement/others"


@pytest.fixture(autouse=True)
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts as they are: that they are blurred is asked in tests/figures/test_gaps.py."""

    def exactly(blur: Blur, ids: Ids) -> int:
        del blur
        return len(ids)

    monkeypatch.setattr(Blur, "count", exactly)


def add(session: Session, name: str, kind: StakeholderKind | None, **more: str) -> Organisation:
    found = Organisation(
        name=name, name_key=name.lower(), standing=OrganisationStanding.VETTED, **more
    )
    session.add(found)
    session.flush()
    if kind is not None:
        session.add(Stakeholder(organisation_id=found.id, kind=kind))
        session.flush()
    return found


def relate(session: Session, first: Organisation, kind: RelationKind, second: Organisation) -> None:
    session.add(OrganisationRelation(first=first, second=second, kind=kind))


def add_meeting(session: Session, ref: str, state: MeetingState) -> Meeting:
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name=ref, name_key=ref.lower())
    found = Meeting(series=series, ref=ref, title=f"Meeting {ref}", held_on=today_in_baghdad())
    found.state = state
    found.agenda = [AgendaItem(position=1, title=f"Point {ref}")]
    session.add(found)
    session.flush()
    return found


def page_of(one: Organisation, end: str = "") -> str:
    return f"/roundtable/stakeholders/{one.public_id}/engagement{end}"


def read_docx(client: FlaskClient, one: Organisation) -> str:
    with zipfile.ZipFile(io.BytesIO(client.get(page_of(one, "/case.docx")).data)) as file:
        return file.read("word/document.xml").decode()


@pytest.fixture
def fund(web_session: Session) -> Organisation:
    """A donor that funds a provider in Basra, where twelve want finance and two units are offered;
    somebody else keeps its promise, with three people."""
    for n in range(12):
        person = add_person(web_session, f"W{n}", occupation=WELDER)
        person.wants = [WantedKind(kind=OpportunityKind.FINANCE)]
    donor = add(web_session, "The Fund", StakeholderKind.DONOR)
    provider = add(web_session, "The School", StakeholderKind.PROVIDER)
    relate(web_session, donor, RelationKind.FUNDS, provider)
    today = today_in_baghdad()
    for name, days in (("Ends soon", 30), ("Lasts long", 300), ("Is over", -3)):
        ends: date = today + timedelta(days)
        programme = Programme(organisation=provider, name=name, governorate_code="IQ-BA")
        programme.ends_on = ends
        web_session.add(programme)
    loan = Finance(organisation=provider, ref="F1", employer_wording="x", seats=2, title="Loan")
    loan.governorate_code, loan.status = "IQ-BA", OpportunityStatus.PUBLISHED
    loan.published_at = utc_now()
    web_session.add(loan)
    made = add_promise(
        web_session, donor, kind=CommitmentKind.FINANCE, quantity=9, text="Nine loans", ref="D-1"
    )
    cite(web_session, made, loan, CitationState.CONFIRMED)
    web_session.commit()
    return donor


def test_a_donor_reads_what_its_money_could_do_and_what_ends_soon(
    sign_in: SignIn, check_page: CheckPage, fund: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    for words in (
        check_page(client, page_of(fund), "en").words(),
        check_page(client, page_of(fund, "/case"), "en").words(),
    ):
        assert "Finance – Basra 10 2 up to 8" in words, "twelve are told as ten"
        assert "Welders and flamecutters – Basra 10" in words
        assert "Ends soon The School Basra" in words
        assert "Lasts long" not in words
        assert "Is over" not in words
        assert "9 2 0, by others: under 5" in words, "whom others took is protected"
        assert "Person W" not in words
    assert "Nine loans" in read_docx(client, fund)
    assert client.get(page_of(fund, "/case.pdf")).data.startswith(b"%PDF")


@pytest.fixture
def ministry(web_session: Session) -> Organisation:
    """In charge of wages; a point about them on two agendas, and a recommendation from each: of a
    published meeting, and of one that is being prepared and that it does not sit at."""
    found = add(web_session, "وزارة العمل والشؤون الاجتماعية", StakeholderKind.MINISTRY)
    for ref, state in (("OUT", MeetingState.PUBLISHED), ("IN", MeetingState.PLANNED)):
        item = add_meeting(web_session, ref, state).agenda[0]
        link = BarrierLink(barrier=Barrier.WAGE, item_id=item.id, since=today_in_baghdad())
        said = Resolution(item=item, kind=ResolutionKind.RECOMMENDATION, text=f"Said {ref}")
        said.responsible = found
        web_session.add_all([link, said])
    told = [
        Measured(barrier=Barrier.WAGE, governorate=ALL, met=20, looked_at=100),
        Measured(barrier=Barrier.WAGE, governorate="IQ-BA", met=15, looked_at=30),
        Measured(barrier=Barrier.PAPERS, governorate=ALL, met=50, looked_at=100),
    ]
    keep_measures(web_session, told, today_in_baghdad())
    policy = add_promise(
        web_session, found, kind=CommitmentKind.POLICY, quantity=1, text="A law", ref="P-1"
    )
    policy.milestones = [Milestone(text="A draft of it", due_on=today_in_baghdad())]
    add_promise(
        web_session, found, kind=CommitmentKind.POLICY, quantity=1, text="An order", ref="P-2"
    )
    web_session.commit()
    return found


def test_a_ministry_reads_its_barriers_measures_and_what_waits_for_it(
    sign_in: SignIn, check_page: CheckPage, ministry: Organisation
) -> None:
    words = check_page(sign_in(Role.SECRETARIAT), page_of(ministry), "en").words()
    assert "The pay is too low 20% Basra 50%" in words
    assert "Papers are missing" not in words, "somebody else is in charge"
    assert "A draft of it P-1" in words
    assert "Not done yet" in words
    assert "An order P-2" in words
    assert "No milestones are written down yet." in words
    assert "Said OUT" in words
    assert "Said IN" in words


def test_of_a_meeting_that_is_not_published_only_who_sits_at_it_is_told(
    sign_in: SignIn, check_page: CheckPage, ministry: Organisation, web_session: Session
) -> None:
    client = sign_in(Role.SECRETARIAT)
    handed = [check_page(client, page_of(ministry, "/case"), "en").words()]
    handed.append(read_docx(client, ministry))
    for text in handed:
        assert "Said OUT" in text
        assert "Point OUT" in text
        assert "Said IN" not in text
        assert "Point IN" not in text
    web_session.rollback()  # the pages wrote figures since
    web_session.add(Participant(meeting_id=_meeting(web_session, "IN"), organisation=ministry))
    web_session.commit()
    text = check_page(client, page_of(ministry, "/case"), "en").words()
    assert "Said IN" in text
    assert "Point IN" in text


def _meeting(session: Session, ref: str) -> int:
    return session.query(Meeting).filter_by(ref=ref).one().id


@pytest.fixture
def chamber(web_session: Session) -> Organisation:
    """Of Basra, with a member that offers three places and somebody in one of them; asked twice."""
    for n in range(12):
        add_person(web_session, f"W{n}", occupation=WELDER)
        add_person(web_session, f"N{n}", occupation="7512", governorate="IQ-NI")
    found = add(web_session, "Chamber", StakeholderKind.CHAMBER, governorate_code="IQ-BA")
    member = add(web_session, "Member Co", StakeholderKind.COMPANY)
    add(web_session, "Stranger Co", StakeholderKind.COMPANY)
    relate(web_session, member, RelationKind.MEMBER_OF, found)
    place = {"governorate_code": "IQ-BA", **coded("Welder", WELDER)}
    job = Job(organisation=member, ref="J1", employer_wording="x", seats=3, **place)
    job.status, job.published_at = OpportunityStatus.PUBLISHED, utc_now()
    web_session.add(job)
    meeting = add_meeting(web_session, "RT", MeetingState.CALLED)
    for text, state in (("Five places", AskState.SENT), ("Not yet", AskState.DRAFT)):
        asked = Ask(meeting=meeting, organisation=found, kind=OpportunityKind.JOB, text=text)
        asked.state, asked.as_of = state, today_in_baghdad()
        web_session.add(asked)
    web_session.commit()
    return found


def test_a_chamber_reads_its_members_its_asks_and_the_gaps_of_its_governorate(
    sign_in: SignIn, check_page: CheckPage, chamber: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    inside = check_page(client, page_of(chamber), "en").words()
    handed = check_page(client, page_of(chamber, "/case"), "en").words()
    for words in (inside, handed):
        assert "Five places" in words
        assert "Not yet" not in words, "what was not sent is nobody's business"
        assert "Member Co 3" in words
        assert "Stranger Co" not in words
        assert "Welders and flamecutters – Basra" in words
        assert "Bakers" not in words, "another governorate"
    assert "Has posted" in inside
    assert "Has posted" not in handed, "how far a member has come is for the secretariat"


def test_all_of_them_stand_in_a_list_with_a_stage_that_fits(
    sign_in: SignIn, check_page: CheckPage, fund: Organisation, ministry: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    words = check_page(client, OTHERS, "en").words()
    assert "The Fund Something promised is under way Donor 1 0 0" in words
    assert "Has promised something Ministry 2 0 0 2" in words, "two recommendations wait for it"
    assert words.index("The Fund") < words.index("The School On a list"), "the furthest first"
    narrowed = check_page(client, f"{OTHERS}?kind=donor", "en").words()
    assert "The School" not in narrowed
    with zipfile.ZipFile(io.BytesIO(client.get(f"{OTHERS}.xlsx").data)) as book:
        assert "The Fund" in book.read("xl/sharedStrings.xml").decode()
    assert OTHERS in {
        link.get("href") for link in check_page(client, "/roundtable/engagement", "en").all("a")
    }, "companies and the others lead to each other"


@pytest.mark.parametrize("role", [Role.EMPLOYER_OWNER, Role.OFFICE_MANAGER, Role.OBSERVER])
def test_only_the_secretariat_reads_it(sign_in: SignIn, fund: Organisation, role: Role) -> None:
    client = sign_in(role)
    paths = [OTHERS, f"{OTHERS}.xlsx", page_of(fund), page_of(fund, "/case.docx")]
    assert {client.get(path).status_code for path in paths} <= {403, 404}


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
@pytest.mark.parametrize("kind", [one for one in StakeholderKind if one.value != "company"])
def test_every_kind_has_a_page_and_a_sheet(
    sign_in: SignIn,
    check_page: CheckPage,
    web_session: Session,
    kind: StakeholderKind,
    language: str,
) -> None:
    one = add(web_session, "منظمة", kind)
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    check_page(client, page_of(one), language)
    check_page(client, page_of(one, "/case"), language)


def test_the_sheet_is_one_page_and_no_part_of_it_is_cut_to_nothing(
    app: Flask, chamber: Organisation, web_session: Session
) -> None:
    for n in range(9):
        text, ref = f"{n} places for people who weld, bake, or repair what others made", f"C-{n}"
        add_promise(web_session, chamber, quantity=9, text=text, ref=ref)
        member = add(web_session, f"Another member with a long name {n}", None)
        relate(web_session, member, RelationKind.MEMBER_OF, chamber)
    policy = add_promise(
        web_session, chamber, kind=CommitmentKind.POLICY, quantity=1, text="A law", ref="P-1"
    )
    policy.milestones = [Milestone(text=f"Step {n}") for n in range(9)]
    web_session.commit()
    with app.test_request_context():
        shown = read_partner(web_session, COMMAND_LINE, chamber, today_in_baghdad(), "en")
        assert shown is not None
        assert len(shown.promises) == 10
        document = partner_case(shown, today_in_baghdad(), "en")
    assert [part.heading for part in document.parts if not (part.table and part.table.rows)] == []
    assert len(document.parts) == 5
    assert len(draw_pages(document)) == 1
