"""The employer's first page: what waits, with numbers that are those of the lists behind them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.ask import Ask
from models.base import utc_now
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding, Role
from models.meeting import Meeting, MeetingSeries
from models.offer import Offer
from models.opportunity import Opportunity, Organisation
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    Axis,
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    ReferralStage,
    Side,
)
from models.referral_states import VerdictStep
from models.round_table_enums import AskState, MeetingKind, MeetingState
from tests.portals.caseworker.office import add_person, add_posting
from wasl.clock import today_in_baghdad

TODAY = today_in_baghdad()
TILE = re.compile(
    r'<span class="tile__value">(\d+)</span>\s*<a class="tile__label" href="([^"]+)">([^<]+)</a>'
)


@pytest.fixture
def owner(sign_in: Callable[[Role | None], FlaskClient], web_session: Session) -> FlaskClient:
    """The owner of a company, in English."""
    client = sign_in(Role.EMPLOYER_OWNER)
    page = client.get("/employer").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert token
    client.post("/language", data={"csrf_token": token[1], "language": "en", "next": "/"})
    web_session.rollback()  # what was read before is old by now, and SQLite would not write on it
    return client


@pytest.fixture
def posting(web_session: Session, employer: Account) -> Opportunity:
    """A published job of the company, with five places."""
    web_session.rollback()
    assert employer.organisation is not None
    found = add_posting(web_session, ref="own", employer=employer.organisation.name)
    employer.organisation.standing = OrganisationStanding.VETTED
    found.organisation, found.seats, found.published_at = employer.organisation, 5, utc_now()
    web_session.commit()
    return found


def refer(session: Session, posting: Opportunity, stage: ReferralStage, **more: Any) -> Referral:
    """Add somebody at a stage; the employer knows of them."""
    number = session.query(Referral).count()
    referral = Referral(
        person=add_person(session, case_no=f"R-{number}"),
        opportunity=posting,
        origin=ReferralOrigin.OFFICE,
        card=f"C-{number}",
        stage=stage,
        **{"verdict": EmployerVerdict.WAITING, "consent": ConsentState.GIVEN, **more},
    )
    session.add(referral)
    session.flush()
    return referral


def tiles(client: FlaskClient) -> dict[str, tuple[int, str]]:
    """Return the numbers of the page and where they lead, by what they say."""
    text = client.get("/employer").get_data(as_text=True)
    return {
        " ".join(unescape(label).split()): (int(number), unescape(href))
        for number, href, label in TILE.findall(text)
    }


def words(client: FlaskClient) -> str:
    text = client.get("/employer").get_data(as_text=True).partition("<main")[2]
    return " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())


def test_it_is_where_employers_start(owner: FlaskClient) -> None:
    assert owner.get("/").location == "/employer"
    assert "Nothing waits for you." in words(owner)
    assert "Begin with one opportunity" in words(owner)


def test_what_waits_is_counted_with_the_days_left(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    soon, later = utc_now() + timedelta(days=2), utc_now() + timedelta(days=5)
    refer(web_session, posting, ReferralStage.WITH_EMPLOYER, answer_by=later)
    refer(web_session, posting, ReferralStage.WITH_EMPLOYER, answer_by=soon)
    refer(web_session, posting, ReferralStage.MEETING, verdict=EmployerVerdict.MEET)
    offered = refer(web_session, posting, ReferralStage.OFFER, verdict=EmployerVerdict.OFFERED)
    web_session.add(Offer(referral=offered, starts_on=TODAY, answer_by=later))
    posting.seats_taken = 1
    web_session.commit()
    found = tiles(owner)
    assert found == {
        "people wait for your answer; the first one has 2 days left": (
            2,
            "/employer/people?stage=with_employer&turn=mine",
        ),
        "person to meet needs a next step": (1, "/employer/people?stage=meeting&turn=mine"),
        "offer waits for the person; the first one has 5 days left": (
            1,
            "/employer/people?stage=offer&turn=others",
        ),
    }
    for number, href in found.values():
        listed = owner.get(href).get_data(as_text=True)
        assert len(set(re.findall(r'href="/employer/people/([a-z0-9]+)[?"]', listed))) == number


def test_whom_the_employer_does_not_know_of_is_not_counted(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    """What a caseworker proposed to somebody is nobody else's business before their yes."""
    hidden = {"verdict": EmployerVerdict.NOT_ASKED, "consent": ConsentState.ASKED}
    for stage in (ReferralStage.WITH_EMPLOYER, ReferralStage.MEETING, ReferralStage.OFFER):
        until = utc_now() + timedelta(days=3)
        refer(web_session, posting, stage, answer_by=until, consent_by=until, **hidden)
    web_session.commit()
    assert tiles(owner) == {}
    assert "Nothing waits for you." in words(owner)


def test_postings_that_need_somebody_stand_there_with_the_reason(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    organisation = posting.organisation
    back = add_posting(web_session, "أعيد", ref="b", employer=organisation.name)
    asked = add_posting(web_session, "سئل عنه", ref="a", employer=organisation.name)
    fresh = add_posting(web_session, "مسودة", ref="f", employer=organisation.name)
    for one in (back, asked, fresh):
        one.organisation = organisation
    back.status = fresh.status = OpportunityStatus.DRAFT
    move = OpportunityMove(opportunity=back, step=OpportunityStep.SEND_BACK, note="…")
    move.source, move.target = OpportunityStatus.IN_REVIEW, OpportunityStatus.DRAFT
    web_session.add(move)
    asked.asked_after_at = utc_now()
    posting.apply_by = TODAY + timedelta(days=3)
    web_session.commit()
    text = words(owner)
    assert text.index("أعيد Sent back to you") < text.index("سئل عنه Does it still stand?")
    assert text.index("Does it still stand?") < text.index(f"{posting.title} Ends on")
    assert "مسودة" not in text
    posting.apply_by = TODAY + timedelta(days=8)
    web_session.commit()
    assert "Ends on" not in words(owner)


def _asked(session: Session, posting: Opportunity, *, answered: bool) -> None:
    referral = refer(session, posting, ReferralStage.CLOSED)
    end = VerdictStep.DECLINE if answered else VerdictStep.EXPIRE
    for step, side, days in (
        (VerdictStep.INTRODUCE, Side.PERSON, 10),
        (end, Side.EMPLOYER if answered else Side.SYSTEM, 7),
    ):
        said = ReferralStep(referral=referral, axis=Axis.VERDICT, step=step.value, side=side)
        said.source = said.target = "…"
        said.at = utc_now() - timedelta(days=days)
        session.add(said)


def test_what_the_round_table_asks_for_waits_until_it_is_answered(
    owner: FlaskClient, web_session: Session, employer: Account
) -> None:
    day = TODAY + timedelta(days=9)
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="Tables", name_key="t")
    meeting = Meeting(series=series, ref="RT-3", title="Table", state=MeetingState.CALLED)
    meeting.held_on = day
    other = Organisation(name="Oven", name_key="oven")
    web_session.add_all([meeting, other])

    def ask(state: AskState, text: str, of: Organisation | None = None) -> Ask:
        made = Ask(meeting=meeting, kind=OpportunityKind.JOB, as_of=TODAY, text=text, state=state)
        made.organisation = of or employer.organisation
        web_session.add(made)
        return made

    open_ = ask(AskState.SENT, "Eight welders in Basra.")
    ask(AskState.DRAFT, "Not sent")
    ask(AskState.DECLINED, "Answered")
    ask(AskState.SENT, "For others", other)
    web_session.commit()
    page = f"/employer/roundtables/{meeting.public_id}#asks"
    assert tiles(owner) == {"thing that the round table asks you for": (1, page)}
    text = words(owner)
    assert "Eight welders in Basra. The round table asks you for this." in text
    assert not any(one in text for one in ("Not sent", "Answered", "For others"))
    web_session.rollback()
    open_.state = AskState.PROMISED
    web_session.commit()
    assert tiles(owner) == {}
    open_.state, meeting.state = AskState.SENT, MeetingState.CANCELLED
    web_session.commit()
    assert tiles(owner) == {}, "it does not take place"


def test_slow_answers_mean_fewer_people_and_the_page_says_so(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    for number in range(5):
        _asked(web_session, posting, answered=number < 2)
    web_session.commit()
    assert tiles(owner)["answered, of 5 in 90 days"] == (2, "/employer/people")
    assert tiles(owner)["days, usually, to your answer"][0] == 3
    assert "Slow answers: at most 3 people at a time" in words(owner)
    for _ in range(5):
        _asked(web_session, posting, answered=True)
    web_session.commit()
    assert "You answer in time" in words(owner)


def _numbers(text: str, section: str) -> list[list[str]]:
    part = text.partition(f'id="{section}"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", part.partition("<tbody>")[2], re.DOTALL)
    return [re.findall(r">\s*([\w,-]+)\s*<", row) for row in rows]


def test_places_add_up_and_lead_to_their_postings(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    course = add_posting(
        web_session, ref="course", kind=OpportunityKind.TRAINING, employer="أفران البصرة"
    )
    draft = add_posting(
        web_session, ref="draft", status=OpportunityStatus.DRAFT, employer="أفران البصرة"
    )
    course.organisation = draft.organisation = posting.organisation
    posting.seats_taken, posting.commitment_ref = 3, "RT-7"
    draft.commitment_ref = "RT-8"
    offered = refer(web_session, posting, ReferralStage.OFFER, verdict=EmployerVerdict.OFFERED)
    web_session.add(
        Offer(referral=offered, starts_on=TODAY, answer_by=utc_now() + timedelta(days=2))
    )
    web_session.commit()
    text = owner.get("/employer").get_data(as_text=True)
    assert _numbers(text, "places") == [["Job", "5", "1", "2"], ["Training", "2", "0", "0"]]
    listed = owner.get("/employer/opportunities?commitment=RT-7").get_data(as_text=True)
    assert posting.public_id in listed
    assert course.public_id not in listed
    listed = owner.get("/employer/opportunities?kind=training").get_data(as_text=True)
    assert course.public_id in listed
    assert posting.public_id not in listed


def test_nothing_of_another_company_is_counted(
    owner: FlaskClient, web_session: Session, posting: Opportunity
) -> None:
    other = add_posting(web_session, "غيره", ref="x", employer="مطحنة الموصل")
    other.apply_by, other.commitment_ref = TODAY, "RT-9"
    refer(web_session, other, ReferralStage.WITH_EMPLOYER, answer_by=utc_now())
    web_session.commit()
    assert posting.ref
    assert tiles(owner) == {}
    assert "غيره" not in words(owner)
    assert "RT-9" not in words(owner)


def test_who_is_not_vetted_is_told_so(
    owner: FlaskClient, web_session: Session, employer: Account
) -> None:
    assert employer.organisation is not None
    assert "has not been vetted yet" in words(owner)
    employer.organisation.standing = OrganisationStanding.REFUSED
    web_session.commit()
    assert "was not accepted" in words(owner)


def test_the_page_is_sound(
    pages: Callable[..., Any], web_session: Session, posting: Opportunity
) -> None:
    refer(web_session, posting, ReferralStage.WITH_EMPLOYER, answer_by=utc_now())
    posting.commitment_ref = "RT-7"
    web_session.commit()
    for role in (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER):
        pages("/employer", role=role)
