"""The demo: filled through the import, complete, with a sign-in for each role and things to do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, CorrectionState
from models.account import Account
from models.action_plan import ActionFileVersion
from models.ask import Ask
from models.audit import AuditEvent
from models.case import CaseAssignment, CorrectionRequest
from models.case_states import CaseState, in_state
from models.commitment import Commitment
from models.enums import Agency, OpportunityKind, OrganisationStanding, Role
from models.match import Match
from models.message import Message
from models.office import Office
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Placement
from models.placement_states import CHECK_DAYS
from models.referral import Referral
from models.referral_enums import CheckAnswer, ReferralStage
from models.register import RegisterEntry
from models.release import IdentityRelease
from models.round_table_enums import AskState, CommitmentKind, CommitmentProgress, MeetingState
from models.sign_in import ApiToken, ResetRequest
from models.vetting import OrganisationVetting
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import viewer_of
from wasl.app import create_app
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import make_engine
from wasl.demo_accounts import DEMO_ACCOUNTS, DEMO_TOKEN
from wasl.operations.api_tokens import token_digest
from wasl.operations.authenticate_account import authenticate_account
from wasl.operations.commitments.draw_down import (
    DrawDown,
    cited_postings,
    draw_down,
    progress_of,
)
from wasl.operations.demo_caseload import DEMO_FILES
from wasl.operations.load_demo import demo_is_loaded, load_demo
from wasl.operations.logins import find_by_login
from wasl.operations.plan.content import Content

TABLES = (Person, Opportunity, Match, Account, CaseAssignment, Message, IdentityRelease, ApiToken)


@pytest.mark.parametrize("name", ["intake.xlsx", "opportunities.csv"])
def test_the_demo_shows_the_sample_files(samples: Path, name: str) -> None:
    assert (DEMO_FILES / name).read_bytes() == (samples / name).read_bytes()


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo, loaded once for all tests, which only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "wasl.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = Settings(
        data_dir=folder, https=False, second_factor=False, demo=True, secret_key="test"
    )
    engine = make_engine(settings)
    told: list[str] = []
    with Session(engine) as session:
        assert not demo_is_loaded(session)
    load_demo(engine, settings, told.append)
    engine.dispose()
    assert "  400 people" in told
    assert "  160 opportunities" in told
    return settings


@pytest.fixture
def demo_engine(demo: Settings) -> Iterator[Engine]:
    engine = make_engine(demo)
    yield engine
    engine.dispose()


@pytest.fixture
def look(demo_engine: Engine) -> Iterator[Session]:
    with Session(demo_engine) as session:
        yield session


def _count(session: Session, permission: Permission, login: str) -> int:
    account = find_by_login(session, login)
    assert account is not None
    seen = visible(viewer_of(account), permission)
    return session.scalar(select(func.count(Person.id)).where(seen)) or 0


def test_there_is_a_sign_in_for_each_role_of_people(look: Session) -> None:
    assert {one.role for one in DEMO_ACCOUNTS} == set(Role) - {Role.API_CLIENT}
    for one in DEMO_ACCOUNTS:
        account = authenticate_account(look, one.login, one.password)
        assert account is not None
        assert account.role is one.role


def test_two_ministries_see_different_people(look: Session) -> None:
    of_momd = select(func.count(RegisterEntry.person_id.distinct())).where(
        RegisterEntry.agency == Agency.MOMD
    )
    theirs = look.scalar(of_momd) or 0
    assert 0 < theirs < 400
    assert _count(look, Permission.SEE_PERSON, "momd@demo.example") == theirs
    assert _count(look, Permission.SEE_PERSON, "caseworker@demo.example") == 400 - theirs


def test_each_office_has_been_asked_by_the_other(look: Session) -> None:
    offered = look.execute(
        select(Office.agency, CaseAssignment.from_office_id)
        .join(Office, Office.id == CaseAssignment.office_id)
        .where(in_state(CaseState.OFFERED))
    ).all()
    assert sorted(row.agency for row in offered) == [Agency.MRC, Agency.MOMD]


def test_the_returnee_was_seen_and_has_let_one_employer_know(look: Session) -> None:
    me = find_by_login(look, "returnee@demo.example")
    assert me is not None
    assert me.membership is not None
    person = look.get_one(Person, me.membership.person_id)
    seen = select(AuditEvent.action).where(AuditEvent.person == person.public_id)
    actions = set(look.scalars(seen))
    assert {AuditAction.PERSON_SEEN, AuditAction.PERSON_LOOKED_UP} <= actions
    own = select(IdentityRelease).where(IdentityRelease.person_id == person.id)
    release = look.scalars(own).one()
    employer = find_by_login(look, "employer@demo.example")
    assert employer is not None
    assert release.person_id == person.id
    assert release.opportunity.organisation is employer.organisation
    correction = look.scalars(select(CorrectionRequest)).one()
    assert (correction.person_id, correction.state) == (person.id, CorrectionState.OPEN)


def test_there_is_somebody_in_every_stage_with_the_employer(look: Session) -> None:
    stages = set(look.scalars(select(Referral.stage)))
    assert stages == set(ReferralStage) - {ReferralStage.IN_LINE}
    jobs = select(Placement).join(Opportunity).where(Opportunity.kind == OpportunityKind.JOB)
    placed = look.scalars(jobs).one()
    first = {check.answer for check in placed.checks if check.day == CHECK_DAYS[0]}
    assert first == {CheckAnswer.STILL_THERE}


def test_a_promise_can_be_followed_to_people_who_stayed(look: Session) -> None:
    made = _internships(look)
    assert draw_down(look, [made])[made.id] == DrawDown(20, offered=11, filled=7, retained=5)
    behind = cited_postings(look, [made.id])
    assert [(one.offered, one.filled, one.retained) for one in behind] == [
        (6, 5, 5),
        (3, 2, 0),
        (2, 0, 0),
    ]
    assert progress_of(made, draw_down(look, [made])[made.id], today_in_baghdad()) is (
        CommitmentProgress.UNDER_WAY
    )


def test_the_promise_was_asked_for_made_at_a_table_and_is_in_the_plan(look: Session) -> None:
    made, employer = _internships(look), find_by_login(look, "employer@demo.example")
    assert made.item is not None
    assert made.priority is not None
    assert employer is not None
    meeting = made.item.meeting
    assert meeting.ref == "RT-2024-BSR"
    assert meeting.state is MeetingState.PUBLISHED
    assert employer.organisation in {one.organisation for one in meeting.participants}
    ask = look.scalars(select(Ask).where(Ask.commitment_id == made.id)).one()
    assert (ask.organisation, ask.state) == (employer.organisation, AskState.PROMISED)
    issued = select(ActionFileVersion).where(ActionFileVersion.issued_at.is_not(None))
    said = [line for one in look.scalars(issued) for line in Content.read(one.content).results]
    counted = [line.plain for line in said if line.of == f"commitment:{made.public_id}"]
    assert len(counted) == 2  # in the two languages of the plan
    said = re.compile(  # blurred by one
        r"(5|fewer than 5) lasted 90 days\. In all, (5|10) of 20 are filled\."
    )
    assert any(said.search(line) for line in counted)


def _internships(session: Session) -> Commitment:
    wanted = select(Commitment).where(
        Commitment.kind == CommitmentKind.INTERNSHIP,
        Commitment.governorate_code == "IQ-BA",
        Commitment.quantity == 20,
    )
    return session.scalars(wanted).one()


def test_an_organisation_and_a_reset_wait_for_a_second_person(look: Session) -> None:
    vetting = look.scalars(select(OrganisationVetting)).one()
    assert vetting.organisation.standing is OrganisationStanding.UNVETTED
    reset = look.scalars(select(ResetRequest)).one()
    assert reset.confirmed_by_id is None
    templates = set(look.scalars(select(Message.template)))
    assert {"case_offered", "release_granted"} <= templates


def test_the_token_of_the_program_is_known(look: Session) -> None:
    token = look.scalars(select(ApiToken)).one()
    assert token.token_digest == token_digest(DEMO_TOKEN)
    assert token.account.role is Role.API_CLIENT


def test_loading_again_changes_nothing(demo: Settings, demo_engine: Engine) -> None:
    def counts() -> list[int | None]:
        with Session(demo_engine) as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in TABLES]

    before = counts()
    load_demo(demo_engine, demo, lambda _: None)
    assert counts() == before
    with Session(demo_engine) as session:
        assert demo_is_loaded(session)


def test_the_sign_in_page_offers_them_all(demo: Settings) -> None:
    page = create_app(demo).test_client().get("/sign-in").get_data(as_text=True)
    assert all(one.login in page for one in DEMO_ACCOUNTS)
