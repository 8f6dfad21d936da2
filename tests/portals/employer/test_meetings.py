"""The employer's people: what waits first, answers, times, offers; nothing that names anybody."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import AuditAction, ReleaseScope
from models.account import Membership
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.message import Message
from models.offer import Interview, Offer
from models.opportunity_kinds import Job
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    OfferState,
    RefusalReason,
    Side,
)
from tests.portals.canary import TODAY, add_canary_person, add_job, hidden_labels
from tests.portals.conftest import token_of
from tests.portals.employer.people import (
    EMPLOYER,
    agree_on_time,
    at_ten,
    bring_together,
    introduce,
    viewer,
)
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import BAGHDAD, today_in_baghdad
from wasl.operations.compute_matches import compute_matches
from wasl.operations.referrals.answer_employer import decline, want_to_meet
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.interviews import live_interview
from wasl.operations.referrals.offers import Offering, make_offer
from wasl.operations.releases import Releasing, release_identity, withdraw_release
from wasl.portals.employer.queries import meeting as meeting_query

SignIn = Callable[[Role | None], FlaskClient]
NO = Said(side=Side.EMPLOYER, reason=RefusalReason.WAGE)
NEXT_WEEK = today_in_baghdad() + timedelta(days=7)
NAMES = ("person_identity.name_ar", "person_identity.name_latin")
CONTACT = ("person_identity.phone", "person_identity.email")


@pytest.fixture
def job(web_session: Session, accounts: dict[Role, str]) -> Job:
    owner = select(Membership).where(Membership.role == Role.EMPLOYER_OWNER)
    found = web_session.scalars(owner).one().organisation
    assert found is not None
    return add_job(web_session, found)


@pytest.fixture
def planted(web_session: Session, job: Job) -> tuple[Person, dict[str, str]]:
    """Somebody all of whose records hold canaries, and what must not be seen."""
    person, canaries = add_canary_person(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return person, canaries


@pytest.fixture
def talking(web_session: Session, planted: tuple[Person, dict[str, str]], job: Job) -> Referral:
    """Somebody who said yes to the posting; nobody has answered yet."""
    referral = introduce(web_session, planted[0], job)
    web_session.commit()
    return referral


@pytest.fixture
def person(planted: tuple[Person, dict[str, str]]) -> Person:
    return planted[0]


@pytest.fixture
def canaries(planted: tuple[Person, dict[str, str]]) -> dict[str, str]:
    return planted[1]


class Recruiter:
    """Somebody of the employer with a browser in English."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = token_of(client.get("/account").get_data(as_text=True))
        self.post("/language", language="en", next="/")

    def read(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        assert response.status_code == status, path
        return response.get_data(as_text=True)

    def post(self, path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        data = {"csrf_token": self.token, **fields}
        return self.client.post(path, data=data, follow_redirects=follow)

    def act(self, referral: Referral, what: str, **fields: Any) -> str:
        version = fields.pop("version", referral.version)
        answer = self.post(f"{page_of(referral)}/{what}", version=version, **fields)
        return answer.get_data(as_text=True)


@pytest.fixture
def owner(sign_in: SignIn) -> Recruiter:
    return Recruiter(sign_in(Role.EMPLOYER_OWNER))


@pytest.fixture
def colleague(sign_in: SignIn) -> Recruiter:
    return Recruiter(sign_in(Role.EMPLOYER_RECRUITER))


def page_of(referral: Referral) -> str:
    return f"/employer/people/{referral.public_id}"


def again(session: Session, record: Any) -> Any:
    """Read a record as it is after a request."""
    session.rollback()
    session.refresh(record)
    return record


def stages(session: Session, person: Person, job: Job) -> Iterator[Referral]:
    """Bring a person and a posting from introduction to offer, a stage at a time."""
    referral = introduce(session, person, job)
    yield referral
    decline(session, viewer(session), referral, NO)
    yield referral
    bring_together(session, person, job)
    yield referral
    interview = agree_on_time(session, referral)
    yield referral
    interview.slots[0].starts_at -= timedelta(days=9)
    yield referral
    offering = Offering(answer_by=NEXT_WEEK, wage=650_000, terms="six days")
    make_offer(session, viewer(session), referral, offering, today=today_in_baghdad())
    yield referral


def test_pages_are_sound_in_three_languages(
    web_session: Session, pages: Callable[..., Any], person: Person, job: Job
) -> None:
    for referral in stages(web_session, person, job):
        web_session.commit()
        pages("/employer/people", role=Role.EMPLOYER_OWNER)
        pages(page_of(referral), role=Role.EMPLOYER_OWNER)
        web_session.rollback()
    pages(f"{page_of(referral)}/times", role=Role.EMPLOYER_OWNER)
    pages(f"{page_of(referral)}/offer", role=Role.EMPLOYER_OWNER)


def leaks(text: str, canaries: dict[str, str]) -> list[str]:
    return [place.partition("#")[0] for place, sign in canaries.items() if sign in text]


def everything(client: FlaskClient, session: Session, referral: Referral) -> str:
    """Return all that the employer can read of somebody: pages, files, headers, messages."""
    paths = ["/employer/people", page_of(referral), f"{page_of(referral)}/meeting.ics"]
    paths += [f"{page_of(referral)}/times", f"{page_of(referral)}/offer"]
    answers = [client.get(path) for path in paths]
    read = [f"{answer.headers}{answer.get_data(as_text=True)}" for answer in answers]
    messages = session.scalars(select(Message).where(Message.account_id.is_not(None)))
    return "\n".join(read) + "\n".join(str(message.params) for message in messages)


def test_nothing_names_anybody_at_any_stage(
    web_session: Session,
    app: Flask,
    owner: Recruiter,
    planted: tuple[Person, dict[str, str]],
    job: Job,
) -> None:
    person, canaries = planted
    for referral in stages(web_session, person, job):
        web_session.commit()
        text = everything(owner.client, web_session, referral)
        assert referral.card in text
        assert leaks(text, canaries) == []
        assert "words of the person" not in text
        assert "not for you" not in text
        assert "words of the office" in text
        assert not [word for word in hidden_labels(app, "en") if f">{word}<" in text]
        assert "returnee" not in text.lower()
        web_session.rollback()


def test_the_leak_would_be_found(
    owner: Recruiter,
    talking: Referral,
    canaries: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [name] = [sign for place, sign in canaries.items() if place.startswith(NAMES[0])]
    monkeypatch.setattr(
        meeting_query,
        "_line",
        lambda row, **_: meeting_query.LogLine(
            at=row.at,
            axis=row.axis,
            target=row.target,
            side=row.side,
            reason=row.reason,
            note=f"{row.shared_note} {name}",
            private_note=row.private_note,
        ),
    )
    text = owner.read(page_of(talking))
    assert leaks(text, canaries) == ["person_identity.name_ar"]
    assert "words of the person" in text
    assert "not for you" in text


def test_who_lets_themselves_be_known_is_named_once_both_want_to_meet(
    web_session: Session, owner: Recruiter, person: Person, canaries: dict[str, str], job: Job
) -> None:
    referral = introduce(web_session, person, job)
    given = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    release = release_identity(web_session, COMMAND_LINE, person, job, given)
    web_session.commit()
    assert leaks(owner.read(page_of(referral)), canaries) == []
    owner.act(referral, "meet")
    text = owner.read(page_of(referral))
    assert set(leaks(text, canaries)) == {*NAMES, *CONTACT}
    assert "words of the person" in text
    assert leaks(owner.read("/employer/people"), canaries) == []
    web_session.rollback()
    seen = select(AuditEvent).where(AuditEvent.action == AuditAction.IDENTITY_SEEN)
    assert {event.person for event in web_session.scalars(seen)} == {person.public_id}
    web_session.rollback()
    withdraw_release(web_session, COMMAND_LINE, release)
    web_session.commit()
    assert leaks(owner.read(page_of(referral)), canaries) == []


def test_looks_are_recorded(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    owner.read("/employer/people")
    owner.read(page_of(referral))
    web_session.rollback()
    seen = select(AuditEvent).where(AuditEvent.action == AuditAction.REFERRAL_SEEN)
    events = web_session.scalars(seen.order_by(AuditEvent.id)).all()
    assert [event.details["page"] for event in events] == ["referrals", "referral"]
    assert {event.person for event in events} == {person.public_id}


def test_the_employer_says_in_two_clicks_that_they_want_to_meet(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    assert "7 days left" in owner.read("/employer/people")
    assert "Propose times now" in owner.act(referral, "meet")
    assert again(web_session, referral).verdict is EmployerVerdict.MEET


def test_a_no_is_one_click_on_its_reason_and_keeps_its_notes(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    assert "Choose a reason" in owner.act(referral, "decline")
    assert "Choose a reason" in owner.act(referral, "decline", reason="family")
    assert again(web_session, referral).closed_at is None
    notes = {"private_note": "for us", "shared_note": "for all"}
    text = owner.act(referral, "decline", reason="skills", **notes)
    assert "You said no." in text
    assert "Skills do not fit" in text
    assert "for us" in text
    assert "Meet after all" in text
    assert again(web_session, referral).close_cause is CloseCause.EMPLOYER_DECLINED


def test_a_note_that_asks_for_money_is_not_sent_and_stays_in_the_form(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    note = "Pay the registration fee of 25,000 first"
    fields = {"reason": "skills", "shared_note": note}
    one = owner.post(f"{page_of(referral)}/decline", version=referral.version, **fields)
    ticked = f"{referral.public_id}.{referral.version}"
    several = owner.post("/employer/people/answer", chosen=ticked, answer="no", **fields)
    for answer in (one, several):
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "This asks people for money" in page
        assert f"{note}</textarea>" in page
        assert '<details class="decline" open>' in page
    assert f'id="tick-{referral.public_id}" checked' in several.get_data(as_text=True)
    assert again(web_session, referral).closed_at is None
    assert "You said no." in owner.act(referral, "decline", reason="skills", shared_note="No place")


@pytest.mark.parametrize("where", [("times", "note"), ("offer", "terms")])
def test_what_is_written_beside_times_and_offers_is_read_as_well(
    web_session: Session, owner: Recruiter, person: Person, job: Job, where: tuple[str, str]
) -> None:
    referral = bring_together(web_session, person, job)
    web_session.commit()
    (what, field), text, version = where, "We keep your passport", referral.version
    fields = {**times(at_ten(2)), "answer_by": NEXT_WEEK.isoformat(), field: text}
    answer = owner.post(f"{page_of(referral)}/{what}", version=version, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "That is not allowed." in page
    assert f"{text}</textarea>" in page
    assert again(web_session, referral).version == version


def test_a_card_is_shown_while_something_could_come_of_it(
    web_session: Session, owner: Recruiter, talking: Referral, job: Job
) -> None:
    def shown(referral: Referral) -> bool:
        return "The card is not shown any more." not in owner.read(page_of(referral))

    assert shown(talking)
    again(web_session, job.organisation).standing = OrganisationStanding.UNVETTED
    web_session.commit()
    assert not shown(talking), "nobody vouches for them"
    again(web_session, job.organisation).standing = OrganisationStanding.VETTED
    web_session.commit()
    owner.act(again(web_session, talking), "decline", reason="skills")
    assert shown(talking)
    assert "The office asks the person first." in owner.act(again(web_session, talking), "meet")
    assert again(web_session, talking).consent is ConsentState.NOT_ASKED
    owner.act(talking, "decline", reason="skills")
    again(web_session, job).status = OpportunityStatus.CLOSED
    web_session.commit()
    assert not shown(talking), "nobody is met for what is closed"
    assert "Meet after all" not in owner.read(page_of(talking))


@pytest.mark.parametrize("what", ["meet", "decline", "times/cancel", "offer/withdraw"])
def test_who_comes_second_is_told_and_changes_nothing(
    web_session: Session, owner: Recruiter, colleague: Recruiter, talking: Referral, what: str
) -> None:
    referral, seen = talking, talking.version
    owner.act(referral, "meet", version=seen)
    owner.act(again(web_session, referral), "times", **times(at_ten(2)))
    version = again(web_session, referral).version
    text = colleague.act(referral, what, version=seen, reason="skills")
    assert "Somebody was quicker. This is how it stands now." in text
    assert again(web_session, referral).version == version
    assert "Somebody was quicker" in colleague.act(referral, what, version="", reason="skills")


def test_a_double_click_says_the_same_twice(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    seen = referral.version
    for _ in range(2):
        assert "Propose times now" in owner.act(referral, "meet", version=seen)


def times(
    *moments: Any, minutes: str = "45", way: str = "at_employer", **more: str
) -> dict[str, str]:
    fields = {"minutes": minutes, "way": way, **more}
    for number, moment in enumerate(moments, start=1):
        here = moment.astimezone(BAGHDAD)
        fields[f"day_{number}"] = here.date().isoformat()
        fields[f"time_{number}"] = f"{here:%H:%M}"
    return fields


def test_times_are_written_in_baghdad_and_kept_in_utc(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = bring_together(web_session, person, job)
    web_session.commit()
    text = owner.act(referral, "times", **times(at_ten(2), at_ten(4), place="Gate 2"))
    assert "Your times are proposed" in text
    assert "10:00" in text
    web_session.rollback()
    interview = live_interview(web_session, referral)
    assert interview is not None
    assert [slot.starts_at for slot in interview.slots] == [at_ten(2), at_ten(4)]
    assert {slot.minutes for slot in interview.slots} == {45}
    assert (interview.place, interview.way.value) == ("Gate 2", "at_employer")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Propose at least one time."),
        ({"day_1": "2027-01-05"}, "Write the time of day."),
        ({"time_2": "10:00"}, "Choose the day."),
        (times(at_ten(-1)), "One of these times has gone by."),
        (times(at_ten(2), at_ten(2)), "Two of these times overlap."),
        (times(at_ten(90)), "more than two months away"),
        (times(at_ten(2), minutes="7"), "Not a valid choice."),
        ({"day_1": "soon", "time_1": "10:00"}, "Not a valid date value."),
    ],
)
def test_times_that_make_no_sense_are_shown_again(
    web_session: Session, owner: Recruiter, talking: Referral, fields: dict[str, str], message: str
) -> None:
    want_to_meet(web_session, viewer(web_session), talking, EMPLOYER)
    web_session.commit()
    given = {"version": str(talking.version), "minutes": "30", "way": "phone", **fields}
    answer = owner.client.post(
        f"{page_of(talking)}/times", data={"csrf_token": owner.token, **given}
    )
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    web_session.rollback()
    assert web_session.scalars(select(Interview)).all() == []


def test_the_calendar_file_has_the_time_and_no_name(
    web_session: Session, owner: Recruiter, person: Person, canaries: dict[str, str], job: Job
) -> None:
    referral = bring_together(web_session, person, job)
    given = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    release_identity(web_session, COMMAND_LINE, person, job, given)
    web_session.commit()
    owner.read(f"{page_of(referral)}/meeting.ics", status=404)
    agree_on_time(web_session, referral)
    web_session.commit()
    answer = owner.client.get(f"{page_of(referral)}/meeting.ics")
    assert answer.content_type.startswith("text/calendar")
    assert answer.headers["Content-Disposition"].endswith(f'"meeting-{referral.card}.ics"')
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    begins, ends = (event.decoded(name) for name in ("DTSTART", "DTEND"))
    assert (begins, ends) == (at_ten(2), at_ten(2) + timedelta(minutes=30))
    assert str(event["SUMMARY"]) == f"Meeting: {job.title}, card {referral.card}"
    assert str(event["LOCATION"]) == "Gate 2"
    assert leaks(answer.get_data(as_text=True), canaries) == []


def test_the_meeting_is_called_off_or_noted(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = bring_together(web_session, person, job)
    interview = agree_on_time(web_session, referral)
    web_session.commit()
    text = owner.act(referral, "times/outcome", outcome="met")
    assert "has not come yet" in text
    web_session.rollback()
    for slot in interview.slots:
        slot.starts_at = utc_now() - timedelta(hours=2)
    web_session.commit()
    assert "Did you meet?" in owner.read(page_of(referral))
    assert "Noted." in owner.act(referral, "times/outcome", outcome="met")
    assert again(web_session, interview).state is InterviewState.HELD
    web_session.rollback()
    second = agree_on_time(web_session, referral)
    web_session.commit()
    assert "called off" in owner.act(referral, "times/cancel")
    assert again(web_session, second).state is InterviewState.CANCELLED


def test_an_offer_is_made_shown_and_taken_back(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = bring_together(web_session, person, job)
    web_session.commit()
    form = owner.read(f"{page_of(referral)}/offer")
    assert 'name="wage"' in form
    assert 'name="amount"' not in form
    assert "2 places are free" in form
    given = {"answer_by": NEXT_WEEK.isoformat(), "wage": "1", "terms": "six days"}
    text = owner.act(referral, "offer", **given)
    assert "less than the wage in your opportunity" in text
    text = owner.act(referral, "offer", **{**given, "wage": "650000"})
    assert "Your offer is made" in text
    assert "650,000 IQD" in text
    assert again(web_session, job).seats_taken == 1
    text = owner.act(again(web_session, referral), "offer/withdraw")
    assert "taken back" in text
    assert again(web_session, job).seats_taken == 0
    [offer] = web_session.scalars(select(Offer))
    assert offer.state is OfferState.WITHDRAWN


def test_without_a_free_place_nothing_is_offered(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = bring_together(web_session, person, job)
    job.seats_taken = job.seats
    web_session.commit()
    text = owner.act(referral, "offer", answer_by=NEXT_WEEK.isoformat())
    assert "No place is left" in text
    assert again(web_session, referral).verdict is EmployerVerdict.MEET


def test_several_are_answered_at_once_and_strangers_are_not(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    path, chosen = "/employer/people/answer", f"{referral.public_id}.{referral.version}"
    assert "Tick at least one" in owner.post(path, answer="meet").get_data(as_text=True)
    assert "Choose a reason" in owner.post(path, chosen=chosen).get_data(as_text=True)
    assert owner.post(path, chosen="x4egehmh1jsz.1", answer="meet").status_code == 404
    assert owner.post(path, chosen=referral.public_id, answer="meet").status_code == 404
    text = owner.post(path, chosen=chosen, answer="meet").get_data(as_text=True)
    assert "One person was answered." in text
    old = f"{referral.public_id}.{referral.version}"
    text = owner.post(path, chosen=old, reason="skills").get_data(as_text=True)
    assert "Somebody was quicker with one of them" in text


def test_what_waits_for_the_employer_comes_first_and_filters_hold(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    referral = introduce(web_session, person, job)
    web_session.commit()
    card = referral.card
    for query in ("", "?turn=mine", "?stage=with_employer", f"?posting={job.public_id}", "?turn=x"):
        assert card in owner.read(f"/employer/people{query}"), query
    for query in ("?turn=others", "?turn=ended", "?stage=meeting", "?posting=nothing"):
        assert card not in owner.read(f"/employer/people{query}"), query
    web_session.rollback()
    decline(web_session, viewer(web_session), referral, NO)
    web_session.commit()
    assert card in owner.read("/employer/people?turn=ended")


def test_a_posting_counts_only_whom_it_is_the_employers_turn_with(
    web_session: Session, owner: Recruiter, person: Person, job: Job
) -> None:
    place = f"/employer/people?posting={job.public_id}&amp;turn=mine"
    pages = ("/employer/opportunities", f"/employer/opportunities/{job.public_id}/posting")
    turns = []
    for _ in stages(web_session, person, job):
        web_session.commit()
        turns.append([place in owner.read(page) for page in pages])
        web_session.rollback()
    introduced, declined, meets, agreed, over, offered = turns
    assert introduced == meets == over == [True, True]
    assert declined == agreed == offered == [False, False]
