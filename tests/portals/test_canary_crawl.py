"""Nothing that names a person, or that they wrote, reaches whoever does not work with them.

The person stands with employers in every way there is. The crawl reads every page, file, header,
file name and address that the employer, another employer, the secretariat, observers,
administrators, experts, programs, another returnee, visitors and whoever holds a code can reach;
what is logged meanwhile and what lies in the outbox is read as well. Its twins put a leak in and
expect it to be found.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select, text, true
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, Channel, ReleaseScope
from models.account import Account, Membership
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus, OrganisationStanding, Role
from models.message import Message
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.person import Person
from models.referral import Referral
from models.referral_enums import CloseCause, ReferralStage, RefusalReason, Side
from models.referral_enums import EmployerVerdict as Verdict
from models.referral_states import VerdictStep
from models.release import IdentityRelease
from tests.portals.canary import (
    TODAY,
    add_canary_person,
    add_job,
    addresses,
    crawl,
    find_leaks,
    tells,
)
from tests.portals.canary_world import add_referrals
from tests.portals.caseworker.office import add_person
from tests.portals.conftest import token_of
from tests.portals.questions import code_for
from wasl.access import disclosure
from wasl.access.viewer import COMMAND_LINE
from wasl.config import LANGUAGES
from wasl.extensions import db
from wasl.messages.render import render
from wasl.operations.api_tokens import make_token
from wasl.operations.compute_matches import compute_matches
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.referrals.find_referral import find_referral
from wasl.operations.referrals.open_questions import QuestionKind
from wasl.operations.releases import Releasing, release_identity, withdraw_release

SignIn = Callable[[Role | None], FlaskClient]
OUTSIDE = (
    *(Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER, Role.SECRETARIAT, Role.OBSERVER),
    *(Role.ADMINISTRATOR, Role.EXPERT, None),
)
NAMES = ("person_identity.name_ar", "person_identity.name_latin")
CONTACT = ("person_identity.phone", "person_identity.email")


@pytest.fixture
def job(web_session: Session, accounts: dict[Role, str]) -> Job:
    """A published job that the canary person fits."""
    owner = web_session.scalars(
        select(Membership).where(Membership.role == Role.EMPLOYER_OWNER)
    ).one()
    assert owner.organisation is not None
    return add_job(web_session, owner.organisation)


@pytest.fixture
def planted(web_session: Session, job: Job) -> tuple[Person, dict[str, str]]:
    """The person, and what must not be seen of them; matches are computed."""
    person, canaries = add_canary_person(web_session)
    world = add_referrals(web_session, person, job.organisation)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return person, canaries | world.canaries


@pytest.fixture
def canaries(planted: tuple[Person, dict[str, str]]) -> dict[str, str]:
    """What must not be seen, by the place where it is kept."""
    return planted[1]


def page_of(job: Job) -> str:
    return f"/employer/opportunities/{job.public_id}"


def test_canaries_are_many_and_cover_every_table(canaries: dict[str, str]) -> None:
    assert len(canaries) >= 40
    assert len(set(canaries.values())) == len(canaries)
    tables = {place.partition(".")[0] for place in canaries}
    assert {
        *("person", "person_identity", "return_journey", "education", "certificate"),
        *("work_experience", "desired_work", "person_skill", "person_language", "consent"),
        *("person_licence", "preference", "register_entry", "case_assignment"),
        *("look_up_grant", "correction_request", "message"),
    } <= tables


def referrals_of(session: Session) -> list[Referral]:
    session.rollback()
    return list(session.scalars(select(Referral)))


def test_the_person_stands_with_employers_in_every_way(
    web_session: Session, canaries: dict[str, str]
) -> None:
    found = referrals_of(web_session)
    assert {one.stage for one in found} == set(ReferralStage) - {ReferralStage.IN_LINE}
    assert {one.close_cause for one in found} == {
        *CloseCause,
        None,
    } - {CloseCause.PERSON_SILENT, CloseCause.OPPORTUNITY_ENDED}
    assert len([place for place in canaries if place.startswith("referral_step")]) >= 100


@pytest.mark.parametrize("role", OUTSIDE)
def test_nothing_leaks_on_any_page(
    app: Flask, sign_in: SignIn, canaries: dict[str, str], job: Job, role: Role | None
) -> None:
    client = sign_in(role)
    if role in EMPLOYER_ROLES:
        found = client.get(page_of(job)).get_data(as_text=True)
        assert 'class="work-card"' in found, "without the candidate the test would mean nothing"
    # What leaks in one language leaks in all; employers, whom it helps most, are read in each.
    languages = LANGUAGES if role in EMPLOYER_ROLES else [LANGUAGES[OUTSIDE.index(role) % 3]]
    leaks = find_leaks(client, app, canaries, languages)
    if role is Role.ADMINISTRATOR:
        # The audit log tells of people by their opaque id alone.
        leaks = [one for one in leaks if not one.startswith("person.public_id on /admin/audit")]
    assert leaks == []


def test_the_crawl_reads_the_new_pages_and_files(
    app: Flask, web_session: Session, sign_in: SignIn, canaries: dict[str, str]
) -> None:
    """Without these the tests above would mean little."""
    told = [one for one in referrals_of(web_session) if one.verdict is not Verdict.NOT_ASKED]
    agreed = [one for one in told if one.stage is ReferralStage.MEETING]
    read = crawl(sign_in(Role.EMPLOYER_OWNER), addresses(app))
    open_ones = [one for one in told if one.closed_at is None]
    assert [one for one in open_ones if f"/employer/people/{one.public_id}" not in read] == []
    files = {f"/employer/people/{one.public_id}/meeting.ics" for one in agreed} & set(read)
    assert any("BEGIN:VCALENDAR" in read[path] for path in files)
    everybody = crawl(sign_in(None), addresses(app))
    assert "<feed" in everybody["/opportunities.atom"]
    assert any("application/ld+json" in text or "JobPosting" in text for text in everybody.values())
    books = crawl(sign_in(Role.EMPLOYER_OWNER), addresses(app))
    assert any("xl/workbook.xml" in text or "<worksheet" in text for text in books.values())


def other_returnee(session: Session) -> None:
    """Give the returnee's account a record of its own."""
    mine = select(Membership).where(Membership.role == Role.RETURNEE)
    session.scalars(mine).one().person = add_person(session, "كمال عثمان", case_no="2026/9")
    session.commit()


def other_employer(session: Session) -> None:
    """Let the recruiter work for another company, with a posting that the person fits as well."""
    mine = select(Membership).where(Membership.role == Role.EMPLOYER_RECRUITER)
    other = Organisation(
        name="شركة دجلة", name_key="شركه دجله", standing=OrganisationStanding.VETTED
    )
    session.scalars(mine).one().organisation = other
    add_job(session, other)
    session.flush()
    compute_matches(session, COMMAND_LINE, TODAY)
    session.commit()


@pytest.mark.parametrize(
    ("role", "become"),
    [(Role.RETURNEE, other_returnee), (Role.EMPLOYER_RECRUITER, other_employer)],
    ids=["returnee", "employer"],
)
def test_nothing_leaks_to_somebody_else_of_the_same_role(
    app: Flask,
    web_session: Session,
    sign_in: SignIn,
    canaries: dict[str, str],
    *,
    role: Role,
    become: Callable[[Session], None],
) -> None:
    become(web_session)
    client = sign_in(role)
    assert find_leaks(client, app, canaries, ["en"]) == []
    ids = [one.public_id for one in referrals_of(web_session)]
    read = crawl(client, addresses(app))
    assert [path for path, text in read.items() if any(one in text for one in ids)] == []


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_nothing_leaks_to_whoever_holds_a_code(
    app: Flask, web_session: Session, canaries: dict[str, str], kind: QuestionKind
) -> None:
    """A slip that was lost does not say whose it was."""
    [referral] = [
        one for one in referrals_of(web_session) if one.opportunity.ref == f"C-{kind.value}"
    ]
    code = code_for(web_session, referral)
    client = app.test_client()
    data = {"csrf_token": token_of(client.get("/answer").get_data(as_text=True)), "code": code}
    assert client.post("/answer", data=data).location == "/answer/question"
    read = crawl(client, ["/answer/question", "/answer/done"])
    assert referral.opportunity.title in read["/answer/question"]
    for path, answer in read.items():
        assert [place for place, sign in canaries.items() if tells(answer, sign)] == [], path
        assert referral.card not in answer
        assert code not in answer


def test_nothing_leaks_to_a_program(
    app: Flask, web_session: Session, canaries: dict[str, str], accounts: dict[Role, str]
) -> None:
    holder = select(Membership.account_id).where(Membership.role == Role.API_CLIENT)
    program = web_session.get_one(Account, web_session.scalar(holder))
    made = make_token(web_session, COMMAND_LINE, program, "test", utc_now() + timedelta(days=1))
    web_session.commit()
    headers = {"Authorization": f"Bearer {made.secret}"}
    answers = crawl(app.test_client(), addresses(app), headers=headers)
    assert "api_client" in answers["/api/v1/account"]
    for path, answer in answers.items():
        assert [place for place, sign in canaries.items() if tells(answer, sign)] == [], path


def test_nothing_leaks_into_logs(
    app: Flask,
    sign_in: SignIn,
    canaries: dict[str, str],
    job: Job,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = sign_in(Role.EMPLOYER_OWNER)
    app.view_functions["employer.opportunity"] = failing(app, "employer.opportunity", canaries)
    answer = client.get(page_of(job))
    assert answer.status_code == 500
    assert "UNIQUE" in caplog.text.upper() or "CONSTRAINT" in caplog.text.upper()
    told = caplog.text + answer.get_data(as_text=True) + str(answer.headers)
    assert [place for place, sign in canaries.items() if sign in told] == []


def canary_of(canaries: dict[str, str], place: str) -> str:
    return next(sign for where, sign in canaries.items() if where.startswith(place))


def failing(app: Flask, endpoint: str, canaries: dict[str, str]) -> Callable[..., str]:
    """Return a view that fails while it writes a name, as a bug would."""
    allowed = app.view_functions[endpoint]

    def view(**_values: str) -> str:
        name = canary_of(canaries, NAMES[0])
        statement = text("INSERT INTO person_key (digest, person_id) VALUES (:digest, -1)")
        db.session.execute(statement, {"digest": name})
        db.session.execute(statement, {"digest": name})
        return "unreached"

    view.__dict__.update(allowed.__dict__)
    return view


def test_parameters_of_statements_would_be_logged_otherwise(
    app: Flask,
    sign_in: SignIn,
    canaries: dict[str, str],
    job: Job,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The twin of the test above."""
    with app.app_context():
        db.engine.hide_parameters = False
        db.engine.dispose()
    app.view_functions["employer.opportunity"] = failing(app, "employer.opportunity", canaries)
    sign_in(Role.EMPLOYER_OWNER).get(page_of(job))
    assert any(sign in caplog.text for sign in canaries.values())


def test_messages_name_nobody(
    web_session: Session, planted: tuple[Person, dict[str, str]], job: Job
) -> None:
    person, canaries = planted
    given = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    person.identity.email = "somebody@mail.example"
    release = release_identity(web_session, COMMAND_LINE, person, job, given)
    withdraw_release(web_session, COMMAND_LINE, release)
    sent = [one for one in web_session.scalars(select(Message)) if "canary" not in str(one.params)]
    assert {one.template for one in sent} >= {"release_granted", "release_withdrawn"}
    for message in sent:
        for channel in Channel:
            for own in (True, False):
                letter = render(
                    message.template,
                    message.params,
                    language=message.language,
                    channel=channel,
                    own=own,
                )
                words = letter.subject + letter.body
                assert not [sign for sign in canaries.values() if sign in words]
                assert job.organisation.name not in words


def released(session: Session, person: Person, job: Job, scope: ReleaseScope) -> IdentityRelease:
    """Let the employer know, who wants to meet the person."""
    release = release_identity(session, COMMAND_LINE, person, job, Releasing(scope=scope))
    referral = find_referral(session, person, job)
    assert referral is not None
    take_step(session, COMMAND_LINE, referral, VerdictStep.MEET, Said(side=Side.EMPLOYER))
    session.commit()
    return release


@pytest.mark.parametrize(
    ("scope", "fields"),
    [(ReleaseScope.NAME, NAMES), (ReleaseScope.NAME_AND_CONTACT, (*NAMES, *CONTACT))],
)
def test_after_release_exactly_what_was_released(
    app: Flask,
    web_session: Session,
    sign_in: SignIn,
    planted: tuple[Person, dict[str, str]],
    job: Job,
    *,
    scope: ReleaseScope,
    fields: tuple[str, ...],
) -> None:
    person, canaries = planted
    released(web_session, person, job, scope)
    leaks = find_leaks(sign_in(Role.EMPLOYER_OWNER), app, canaries, ["en"])
    assert {leak.partition("#")[0] for leak in leaks} == set(fields)
    places = {leak.partition(" on ")[2].partition("?")[0] for leak in leaks}
    assert page_of(job) in places
    referral = find_referral(web_session, person, job)
    assert referral is not None
    mine = f"/employer/people/{referral.public_id}"
    lists = {page_of(job), "/employer/people", "/employer"}
    assert {path for path in places - lists if not path.startswith(mine)} == set()
    # The audit log, which an administrator reads, tells of people by their opaque id alone.
    del canaries["person.public_id"]
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR, Role.OBSERVER):
        assert find_leaks(sign_in(role), app, canaries, ["en"]) == []


def _withdraw(session: Session, release: IdentityRelease) -> None:
    withdraw_release(session, COMMAND_LINE, release)


def _run_out(session: Session, release: IdentityRelease) -> None:
    release.expires_at = utc_now() - timedelta(seconds=1)


def _redraft(session: Session, release: IdentityRelease) -> None:
    release.opportunity.status = OpportunityStatus.DRAFT


def _decline(session: Session, release: IdentityRelease) -> None:
    referral = find_referral(session, release.person, release.opportunity)
    assert referral is not None
    said = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS)
    take_step(session, COMMAND_LINE, referral, VerdictStep.DECLINE, said)


def _lose_standing(session: Session, release: IdentityRelease) -> None:
    release.opportunity.organisation.standing = OrganisationStanding.REFUSED


def _say_no(session: Session, release: IdentityRelease) -> None:
    record_consent(session, COMMAND_LINE, release.person, ConsentPurpose.MATCHING, False)


@pytest.mark.parametrize("lose", [_withdraw, _run_out, _redraft, _decline, _lose_standing, _say_no])
def test_what_is_lost_is_hidden_on_the_next_request(
    web_session: Session,
    sign_in: SignIn,
    planted: tuple[Person, dict[str, str]],
    job: Job,
    lose: Callable[[Session, IdentityRelease], None],
) -> None:
    person, canaries = planted
    client = sign_in(Role.EMPLOYER_OWNER)
    release = released(web_session, person, job, ReleaseScope.NAME)
    name = str(person.identity.name_ar)
    assert name in client.get(page_of(job)).get_data(as_text=True)
    web_session.rollback()  # a transaction of its own: the page has written that it was seen
    lose(web_session, release)
    web_session.commit()
    text = client.get(page_of(job)).get_data(as_text=True)
    assert [place for place, sign in canaries.items() if sign in text] == []


def test_the_crawl_finds_a_leak_in_a_template(
    app: Flask, web_session: Session, sign_in: SignIn, planted: tuple[Person, dict[str, str]]
) -> None:
    person, canaries = planted
    leaking = {
        "employer/candidate.html": "{% macro known(who) %}{% endmacro %}"
        "{% macro candidate_card(card, who=None, says_who=true) %}<p data-name='{{ leak }}'></p>"
        "{{ caller() if caller else '' }}{% endmacro %}"
    }
    app.jinja_env.globals["leak"] = person.identity.name_ar
    assert app.jinja_loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(leaking), app.jinja_loader])
    leaks = find_leaks(sign_in(Role.EMPLOYER_OWNER), app, canaries, ["en"])
    assert leaks
    assert all(leak.startswith("person_identity.name_ar") for leak in leaks)


def test_without_the_mask_the_crawl_fails(
    app: Flask,
    sign_in: SignIn,
    canaries: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: with the decision taken out, everybody who fits is named."""
    monkeypatch.setattr(disclosure, "EMPLOYER_ROLES", frozenset())
    monkeypatch.setattr(disclosure, "visible", lambda _viewer, _permission: true())
    leaks = find_leaks(sign_in(Role.EMPLOYER_OWNER), app, canaries, ["en"])
    assert {leak.partition("#")[0] for leak in leaks} >= set(NAMES)


def test_headers_and_addresses_are_looked_at(
    app: Flask, sign_in: SignIn, canaries: dict[str, str]
) -> None:
    """The twin for what is no page: a name in a header or in an address is found."""
    name = canary_of(canaries, NAMES[1])

    def leak(response: Response) -> Response:
        response.headers["Content-Disposition"] = f"inline; filename={name}.csv"
        return response

    app.after_request(leak)
    client = sign_in(Role.EMPLOYER_OWNER)
    leaks = find_leaks(client, app, canaries, ["en"])
    assert "person_identity.name_latin" in {leak.partition("#")[0] for leak in leaks}
