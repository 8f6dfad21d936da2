"""What offices read of commitments: everything but how many people of others they came to."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import utc_now
from models.commitment import Commitment, Milestone
from models.enums import OpportunityStatus, Role
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.placement import Placement
from models.round_table_enums import CommitmentKind, MeetingKind, MeetingState, ParticipantPart
from tests.operations.commitments.promises import add_promise, cite
from tests.portals.canary import choose
from tests.portals.round_table.workbooks import read_book
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, Rule
from wasl.clock import today_in_baghdad

SignIn = Callable[[Role | None], FlaskClient]
TODAY = today_in_baghdad()
PAST = TODAY - timedelta(days=10)
# Numbers of people that stand nowhere else: of one posting, of one that ended, of all together.
PEOPLE = ("613", "37", "655", "650")
BY_PEOPLE = ("Fulfilled", "| Overdue |")
WELDER = "7212"


def _posting(session: Session, firm: Organisation, title: str, seats: int, taken: int) -> Job:
    made = Job(
        organisation=firm,
        ref=title,
        employer_wording=firm.name,
        title=title,
        seats=seats,
        status=OpportunityStatus.PUBLISHED,
        published_at=utc_now(),
        occupation_code=WELDER,
        governorate_code="IQ-BA",
    )
    session.add(made)
    session.add(Placement(opportunity=made, starts_on=PAST, quantity=taken))
    session.flush()
    return made


@pytest.fixture
def meeting(web_session: Session, accounts: dict[Role, str]) -> Meeting:
    """A meeting whose minutes are out, at which three things were promised."""
    del accounts
    firm = Organisation(name="مصنع البصرة", name_key="factory")
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات", name_key="tables")
    made = Meeting(series=series, ref="RT-1", title="طاولة البصرة", held_on=PAST)
    made.state, made.published_at = MeetingState.PUBLISHED, utc_now()
    made.participants = [Participant(organisation=firm, part=ParticipantPart.MEMBER)]
    web_session.add_all([firm, made])
    web_session.flush()
    given: dict[str, Any] = {"meeting": made, "deadline": PAST, "made_on": PAST}
    given |= {"occupation_code": WELDER, "governorate_code": "IQ-BA"}
    large = add_promise(web_session, firm, ref="C-1", quantity=2000, **given)
    full = add_promise(web_session, firm, ref="C-2", quantity=5, **given)
    add_promise(web_session, firm, ref="C-3", quantity=4, **given)
    ended = _posting(web_session, firm, "انتهى", seats=50, taken=37)
    ended.status = OpportunityStatus.CLOSED
    filled = _posting(web_session, firm, "ممتلئ", seats=5, taken=5)
    filled.status = OpportunityStatus.FILLED
    cite(web_session, large, _posting(web_session, firm, "كبير", seats=900, taken=613))
    cite(web_session, large, ended)
    cite(web_session, full, filled)
    web_session.commit()
    return made


def _addresses(session: Session, meeting: Meeting) -> Iterator[str]:
    """Yield every page and file on which something of a commitment stands."""
    root = "/roundtable"
    yield from (root, f"{root}/commitments", f"{root}/commitments.xlsx")
    for kind in ("fulfilled", "overdue"):
        yield f"{root}/commitments?progress={kind}"
    for one in session.query(Commitment):
        yield f"{root}/commitments/{one.public_id}"
        for behind in ("offered", "filled", "retained", "waiting"):
            yield f"{root}/commitments/{one.public_id}?behind={behind}"
    [firm] = (one.organisation for one in meeting.participants)
    yield f"{root}/meetings/{meeting.public_id}"
    yield f"{root}/series/{meeting.series.public_id}"
    yield f"{root}/stakeholders/{firm.public_id}"
    for kind in ("", "?progress=fulfilled", "?progress=overdue"):
        yield f"{root}/stakeholders{kind}"
    yield from (f"{root}/stakeholders.xlsx", f"{root}/plan", f"{root}/plan.xlsx")
    yield from (f"{root}/gaps", f"{root}/gaps.xlsx", f"{root}/barriers", "/figures/")
    yield f"{root}/gaps/one?group={WELDER}&governorate=IQ-BA"


def _read(client: FlaskClient, address: str) -> str:
    """Return the words of a page, or of all cells of a workbook, each between blanks."""
    answer = client.get(address)
    if not address.partition("?")[0].endswith(".xlsx"):
        text = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))
        return " ".join(text.split())
    assert answer.status_code == 200, address
    cells = (cell for sheet in read_book(answer.data) for row in sheet for cell in row)
    return " | ".join(map(str, cells))


def _told(client: FlaskClient, addresses: list[str]) -> dict[str, set[str]]:
    """Return what of the people is told where."""
    found: dict[str, set[str]] = {}
    for address in addresses:
        text = _read(client, address)
        said = {one for one in (*PEOPLE, *BY_PEOPLE) if f" {one} " in text}
        if said:
            found[address.partition("/roundtable")[2]] = said
    return found


def _walk(sign_in: SignIn, session: Session, meeting: Meeting, role: Role) -> dict[str, set[str]]:
    client, addresses = sign_in(role), list(_addresses(session, meeting))
    choose(client, "en")
    session.commit()
    return _told(client, addresses)


def test_an_office_reads_no_number_that_others_people_could_be_worked_out_from(
    sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    told = _walk(sign_in, web_session, meeting, Role.OFFICE_MANAGER)
    published = {"655"}  # of all together, in fives, once a day: what observers read as well
    assert told == {"": published, "/commitments": published, "/commitments.xlsx": published}


def test_without_the_rule_an_office_would_read_them(
    sign_in: SignIn, web_session: Session, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = dict.fromkeys(
        (Role.SECRETARIAT, Role.OFFICE_MANAGER),
        ACCESS[Permission.PLAN_MEETINGS].roles[Role.SECRETARIAT],
    )
    monkeypatch.setitem(ACCESS, Permission.SEE_DRAW_DOWN, Rule(Kind.NOTHING, everybody))  # type: ignore[arg-type]
    told = _walk(sign_in, web_session, meeting, Role.OFFICE_MANAGER)
    large = next(one for one in told if one.endswith("?behind=filled"))
    assert told["/commitments.xlsx"] >= {"613", "37", "Fulfilled", "| Overdue |"}
    assert {"613", "37"} <= told[large] | told[large.partition("?")[0]]
    assert "655" in told[f"/series/{meeting.series.public_id}"]
    assert any(one.startswith("/stakeholders/") for one in told)


def test_the_secretariat_reads_them(
    sign_in: SignIn, web_session: Session, meeting: Meeting
) -> None:
    told = _walk(sign_in, web_session, meeting, Role.SECRETARIAT)
    assert told["/commitments.xlsx"] >= {"613", "37", "650", "Fulfilled", "| Overdue |"}


def test_of_a_posting_it_is_not_told_whether_its_places_were_taken(
    sign_in: SignIn, check_page: Callable[..., Any], web_session: Session, meeting: Meeting
) -> None:
    full = web_session.query(Commitment).filter_by(ref="C-2").one()
    path = f"/roundtable/commitments/{full.public_id}"
    web_session.commit()
    client = sign_in(Role.OFFICE_MANAGER)
    page = check_page(client, path, "en").words()
    assert "How many people got it is told in totals only." in page
    assert "5 of 5" not in page
    assert "Closed" in page
    assert "Filled so far" not in page
    assert "Its deadline was" not in page, "whether it is overdue depends on who came"


def test_milestones_are_no_people(sign_in: SignIn, web_session: Session, meeting: Meeting) -> None:
    [firm] = (one.organisation for one in meeting.participants)
    law = add_promise(web_session, firm, ref="P", kind=CommitmentKind.POLICY, quantity=1)
    law.milestones = [Milestone(text="مسودة", done_on=PAST, evidence="كتاب")]
    web_session.commit()
    client = sign_in(Role.OFFICE_MANAGER)
    choose(client, "en")
    assert "1 of 1 milestones done" in client.get("/roundtable/commitments").get_data(as_text=True)
