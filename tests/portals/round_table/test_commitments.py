"""Commitments in the portal: the board, the postings behind each number, and what is done."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.base import utc_now
from models.commitment import Assessment, Commitment, CommitmentAmendment
from models.enums import OpportunityKind, OpportunityStatus, Role
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.placement import Placement
from models.round_table_enums import (
    Achievement,
    AskState,
    AssessmentVoice,
    CommitmentKind,
    CommitmentProgress,
    CommitmentState,
    MeetingKind,
)
from tests.operations.commitments.promises import add_promise, cite
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.commitments.amend import withdraw_commitment
from wasl.portals.round_table.queries.commitments import (
    CommitmentFilter,
    list_commitments,
    total_by_kind,
)

PATH = "/roundtable/commitments"
SignIn = Callable[[Role | None], FlaskClient]
TODAY = today_in_baghdad()
PAST, AHEAD = TODAY - timedelta(days=10), TODAY + timedelta(days=100)


@pytest.fixture
def firm(web_session: Session, accounts: dict[Role, str]) -> Organisation:
    """The organisation of the employer's account."""
    del accounts
    return web_session.scalars(select(Organisation)).one()


@pytest.fixture
def promise(web_session: Session, firm: Organisation) -> Commitment:
    """Twenty jobs, of which a posting offers eight; one is filled."""
    made = add_promise(web_session, firm, deadline=AHEAD, made_on=PAST, governorate_code="IQ-BA")
    posting = posted(web_session, firm, "لحام في البصرة", seats=8)
    cite(web_session, made, posting)
    web_session.add(Placement(opportunity=posting, starts_on=PAST))
    web_session.commit()
    return made


@pytest.fixture
def send(sign_in: SignIn, token: Callable[[str], str]) -> Callable[..., Any]:
    """A function that sends a form as the secretariat, with the token of a page."""
    client = sign_in(Role.SECRETARIAT)

    def post(path: str, page: str = f"{PATH}/new", **data: object) -> Any:
        text = client.get(page).get_data(as_text=True)
        return client.post(path, data={"csrf_token": token(text), **data})

    return post


def posted(session: Session, firm: Organisation, title: str, seats: int) -> Job:
    """Add a published posting."""
    posting = Job(
        organisation=firm,
        ref=title,
        employer_wording=firm.name,
        title=title,
        seats=seats,
        status=OpportunityStatus.PUBLISHED,
        published_at=utc_now(),
    )
    session.add(posting)
    session.flush()
    return posting


def at_a_meeting(session: Session) -> AgendaItem:
    """Add a point of the agenda of a roundtable that is over."""
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="طاولات", name_key="tables")
    meeting = Meeting(series=series, ref="RT-1", title="طاولة البصرة", held_on=PAST)
    item = AgendaItem(meeting=meeting, position=1, title="التدريب")
    session.add(item)
    session.commit()
    return item


def _address(one: Commitment, *more: str) -> str:
    return "/".join([PATH, one.public_id, *more])


def test_the_pages_are_whole(
    sign_in: SignIn, check_page: Callable[..., Any], promise: Commitment
) -> None:
    client = sign_in(Role.SECRETARIAT)
    for path in (PATH, _address(promise), f"{PATH}/new"):
        check_page(client, path, "en")
    for part in ("amend", "withdraw", "restore", "parties", "review"):
        check_page(client, _address(promise, part), "en")


def test_each_number_leads_to_the_postings_behind_it(
    sign_in: SignIn, web_session: Session, promise: Commitment, firm: Organisation
) -> None:
    other = Organisation(name="فرن", name_key="فرن")
    web_session.add(other)
    cite(web_session, promise, posted(web_session, firm, "بلا تعيين", seats=2))
    cite(web_session, promise, posted(web_session, other, "ينتظر", seats=3))
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)

    def titles(behind: str) -> list[bool]:
        text = client.get(f"{_address(promise)}?behind={behind}").get_data(as_text=True)
        return [title in text for title in ("لحام في البصرة", "بلا تعيين", "ينتظر")]

    assert titles("") == [True, True, True]
    assert titles("offered") == [True, True, False]
    assert titles("filled") == [True, False, False]
    assert titles("retained") == [False, False, False]
    assert titles("waiting") == [False, False, True]
    text = client.get(_address(promise)).get_data(as_text=True)
    assert f"{_address(promise)}?behind=filled#postings" in text
    assert f"{_address(promise)}?behind=waiting#postings" in text


def test_overdue_ones_come_first_and_what_is_withdrawn_is_in_no_total(
    web_session: Session, promise: Commitment, firm: Organisation
) -> None:
    late = add_promise(web_session, firm, ref="L", deadline=PAST, made_on=PAST, quantity=3)
    gone = add_promise(web_session, firm, ref="G", deadline=PAST, made_on=PAST, quantity=5)
    law = add_promise(web_session, firm, ref="P", kind=CommitmentKind.POLICY, quantity=1)
    withdraw_commitment(web_session, COMMAND_LINE, gone, reason="closed")

    def refs(**wanted: Any) -> list[str]:
        found = CommitmentFilter(**wanted)
        lines = list_commitments(web_session, COMMAND_LINE, found, TODAY)
        return [line.commitment.ref for line in lines]

    assert refs() == [late.ref, law.ref, promise.ref, gone.ref]
    assert refs(kind=CommitmentKind.POLICY) == [law.ref]
    assert refs(progress=CommitmentProgress.UNDER_WAY) == [promise.ref]
    assert refs(governorate="IQ-BA") == [promise.ref]
    assert refs(organisation=firm.public_id, progress=CommitmentProgress.OVERDUE) == [late.ref]
    assert refs(organisation="nobody") == refs(meeting="none") == []
    lines = list_commitments(web_session, COMMAND_LINE, CommitmentFilter(), TODAY)
    jobs = total_by_kind(lines)[0]
    assert (jobs.kind, jobs.commitments) == (CommitmentKind.JOB, 2)
    assert (jobs.drawn.pledged, jobs.drawn.offered, jobs.drawn.filled) == (23, 8, 1)


def test_the_file_holds_what_the_board_shows(
    sign_in: SignIn, web_session: Session, promise: Commitment, firm: Organisation
) -> None:
    add_promise(web_session, firm, ref="=1+1", text='=HYPERLINK("x")', kind=CommitmentKind.TRAINING)
    web_session.commit()
    sent = sign_in(Role.SECRETARIAT).get(f"{PATH}.xlsx?kind=job")
    texts = zipfile.ZipFile(io.BytesIO(sent.data)).read("xl/sharedStrings.xml").decode()
    assert promise.ref in texts
    assert "HYPERLINK" not in texts, "the filters hold for the file"
    whole = sign_in(Role.SECRETARIAT).get(f"{PATH}.xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(whole.data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    for number in (20, 8):
        assert f"<v>{number}</v>" in sheet


def test_one_is_written_down_at_a_point_of_the_agenda(
    send: Callable[..., Any], web_session: Session, promise: Commitment, firm: Organisation
) -> None:
    item = at_a_meeting(web_session)
    form = {"kind": "training", "text": "عشرة متدربين", "quantity": "10", "unit": "trainees"}
    form |= {"party": firm.public_id, "deadline": AHEAD.isoformat(), "made_on": PAST.isoformat()}
    path = f"{PATH}/new?item={item.public_id}"
    assert send(path, **form | {"party": ""}).status_code == 422
    assert send(path, **form | {"deadline": "2020-01-01"}).status_code == 422
    for wrong in ("0", ""):
        assert send(path, **form | {"quantity": wrong}).status_code == 422
    assert send(path, **form | {"party": "", "party_name": "لا أحد"}).status_code == 422
    assert send(path, **form | {"party": "", "party_name": firm.name}).status_code == 302
    web_session.rollback()
    made = web_session.scalars(select(Commitment).where(Commitment.ref != promise.ref)).one()
    assert (made.item_id, made.meeting_id, made.quantity) == (item.id, item.meeting_id, 10)
    assert [one.organisation_id for one in made.parties] == [firm.id]
    assert send(f"{PATH}/new?item=nothing").status_code == 404


def test_all_that_is_missing_is_told_at_once(send: Callable[..., Any]) -> None:
    page = send(f"{PATH}/new", kind="job").get_data(as_text=True)
    for name in ("party", "text", "quantity", "made_on"):
        assert f'href="#{name}"' in page, "the summary leads to each field"


def test_who_takes_part_in_the_meeting_is_offered_first(
    sign_in: SignIn, web_session: Session, promise: Commitment
) -> None:
    item = at_a_meeting(web_session)
    firm = promise.parties[0].organisation
    there = Organisation(name="ي من حضر", name_key="ي من حضر")
    add_promise(web_session, there, ref="C-OTHER")
    item.meeting.participants.append(Participant(organisation=there))
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)

    def offered(address: str) -> list[str]:
        page = client.get(address).get_data(as_text=True)
        return sorted((firm.public_id, there.public_id), key=page.index)

    assert offered(f"{PATH}/new?item={item.public_id}") == [there.public_id, firm.public_id]
    assert offered(f"{PATH}/new") == [firm.public_id, there.public_id], "by name, else"


def test_an_ask_that_is_kept_is_promised(
    send: Callable[..., Any], web_session: Session, sign_in: SignIn, firm: Organisation
) -> None:
    item = at_a_meeting(web_session)
    ask = Ask(meeting=item.meeting, organisation=firm, kind=OpportunityKind.INTERNSHIP, as_of=PAST)
    ask.quantity, ask.text = 12, "اثنا عشر تدريباً"
    web_session.add(ask)
    add_promise(web_session, firm)  # so that the organisation can be chosen
    web_session.commit()
    path = f"{PATH}/new?ask={ask.public_id}"
    page = sign_in(Role.SECRETARIAT).get(path).get_data(as_text=True)
    assert 'value="12"' in page
    assert "اثنا عشر تدريباً" in page
    form = {"kind": "internship", "text": "x", "quantity": "9", "party": firm.public_id}
    form |= {"made_on": PAST.isoformat()}
    assert send(path, item="of-another-meeting", **form).status_code == 422
    assert send(path, item=item.public_id, **form).status_code == 302
    web_session.rollback()
    assert ask.state is AskState.PROMISED
    assert ask.commitment is not None
    assert (ask.commitment.quantity, ask.commitment.meeting_id) == (9, item.meeting_id)
    assert ask.commitment.item_id == item.id, "the point where it was made"


def test_it_is_amended_with_a_reason_and_its_history_shows(
    send: Callable[..., Any], web_session: Session, sign_in: SignIn, promise: Commitment
) -> None:
    form = {"text": promise.text, "quantity": "12", "occupation": promise.title}
    form |= {"governorate": "IQ-NI", "deadline": AHEAD.isoformat(), "version": "1"}
    path = _address(promise, "amend")
    assert send(path, **form).status_code == 422, "without a reason"
    assert send(path, **form, reason="طلبات أقل").status_code == 302
    assert send(path, **form | {"quantity": "5"}, reason="x").status_code == 302, "a stale form"
    web_session.rollback()
    assert promise.quantity == 12
    assert len(web_session.scalars(select(CommitmentAmendment)).all()) == 2
    text = sign_in(Role.SECRETARIAT).get(_address(promise)).get_data(as_text=True)
    for word in ("طلبات أقل", "البصرة", "نينوى", "<bdi>20</bdi>", "<bdi>12</bdi>"):
        assert word in text


def test_it_is_withdrawn_and_stands_again(
    send: Callable[..., Any], web_session: Session, promise: Commitment
) -> None:
    sent = send(_address(promise, "withdraw"), reason="أغلق المصنع", version=promise.version)
    assert sent.status_code == 302
    web_session.rollback()
    assert [promise.state] == [CommitmentState.WITHDRAWN]
    send(_address(promise, "review"), achievement="complete", note="x")
    assert web_session.scalars(select(Assessment)).all() == []
    send(_address(promise, "restore"), reason="عاد", version=promise.version)
    web_session.rollback()
    assert [promise.state] == [CommitmentState.STANDING]


def test_others_join_lead_and_leave(
    send: Callable[..., Any], web_session: Session, promise: Commitment, firm: Organisation
) -> None:
    other = Organisation(name="فرن", name_key="فرن")
    web_session.add(other)
    add_promise(web_session, other, ref="C-9")
    web_session.commit()

    def do(act: str, who: Organisation) -> list[tuple[str, bool]]:
        web_session.rollback()
        data = {"act": act, "party": who.public_id, "reason": "x", "version": promise.version}
        web_session.commit()
        assert send(_address(promise, "parties"), **data).status_code == 302
        web_session.rollback()
        return [(one.organisation.name, one.leads) for one in promise.parties]

    assert do("add", other) == [(firm.name, True), ("فرن", False)]
    assert do("lead", other) == [("فرن", True), (firm.name, False)]
    assert do("remove", firm) == [("فرن", True)]
    assert do("remove", other) == [("فرن", True)]


def test_report_and_review_stand_side_by_side(
    send: Callable[..., Any], web_session: Session, sign_in: SignIn, promise: Commitment
) -> None:
    said = Assessment(commitment=promise, voice=AssessmentVoice.SELF, note="كل شيء تم")
    said.achievement = Achievement.COMPLETE
    web_session.add(said)
    web_session.commit()
    path = _address(promise, "review")
    assert send(path, achievement="limited").status_code == 422, "what was looked at is missing"
    assert send(path, achievement="limited", note="زيارة للمصنع").status_code == 302
    text = sign_in(Role.SECRETARIAT).get(_address(promise)).get_data(as_text=True)
    for word in ("كل شيء تم", "زيارة للمصنع"):
        assert word in text


def test_milestones_of_a_measure(
    send: Callable[..., Any], web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    law = add_promise(web_session, firm, ref="P", kind=CommitmentKind.POLICY, quantity=1)
    web_session.commit()
    path = _address(law, "milestones")
    assert send(_address(promise, "milestones"), text="x").status_code == 404
    assert send(path, text="").status_code == 422
    assert send(path, text="مسودة القانون").status_code == 302
    web_session.rollback()
    [step] = law.milestones
    done = f"{path}/done?milestone={step.public_id}"
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert send(done, evidence="", done_on=TODAY.isoformat()).status_code == 422
    assert send(done, evidence="كتاب ١٧", done_on=tomorrow).status_code == 422
    assert send(done, evidence="كتاب ١٧", done_on=TODAY.isoformat()).status_code == 302
    web_session.rollback()
    assert (step.evidence, step.done_on) == ("كتاب ١٧", TODAY)
    send(f"{path}/remove", milestone=step.public_id)
    send(f"{path}/reopen", milestone=step.public_id)
    web_session.rollback()
    assert step.done_on is None
    send(f"{path}/remove", milestone=step.public_id)
    web_session.rollback()
    assert law.milestones == []
    assert send(f"{path}/done?milestone=other").status_code == 404


def test_a_meeting_shows_what_was_promised_there(
    sign_in: SignIn, web_session: Session, firm: Organisation
) -> None:
    item = at_a_meeting(web_session)
    add_promise(web_session, firm, text="وعد الطاولة", item=item, meeting=item.meeting)
    web_session.commit()
    page = sign_in(Role.SECRETARIAT).get(f"/roundtable/meetings/{item.meeting.public_id}")
    assert "وعد الطاولة" in page.get_data(as_text=True)


def test_offices_read_it_and_change_nothing(sign_in: SignIn, promise: Commitment) -> None:
    client = sign_in(Role.OFFICE_MANAGER)
    text = client.get(_address(promise)).get_data(as_text=True)
    assert promise.text in text
    assert "amend" not in text
    assert client.get(_address(promise, "amend")).status_code == 403
    for role in (Role.OBSERVER, Role.EMPLOYER_OWNER, Role.CASEWORKER, Role.RETURNEE):
        assert sign_in(role).get(_address(promise)).status_code in {403, 404}
        assert sign_in(role).get(PATH).status_code in {403, 404}


def test_observers_see_totals_that_tell_of_nobody(
    sign_in: SignIn, check_page: Callable[..., Any], promise: Commitment
) -> None:
    client = sign_in(Role.OBSERVER)
    check_page(client, "/roundtable", "en")
    text = client.get("/roundtable").get_data(as_text=True)
    assert PATH not in text
    assert promise.text not in text
    assert ">20<" in text
    assert ">1<" in text, "one commitment"
    assert text.count("not-known") == 2, "few were placed, and for few it lasted"
