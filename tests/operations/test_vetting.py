"""Vetting: two different people, exactly; and what nobody vouched for is seen by nobody else."""

from collections.abc import Callable, Iterator
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Verdict
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.message import Message
from models.opportunity import Organisation
from models.organisation_states import STANDING_CHANGES, OrganisationStep, organisation_steps_from
from models.referral_enums import CloseCause, OfferState
from models.vetting import OrganisationVetting
from tests.operations.cast import TODAY, add_offer, add_person
from tests.operations.placements.scene import scene_of
from tests.operations.staff import Staff, at_once, staff_of, viewer
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine
from wasl.operations import vet_organisation as vetting
from wasl.operations.compute_matches import compute_matches
from wasl.operations.find_organisation import find_organisation
from wasl.operations.importing.organisations import employer_key
from wasl.operations.memberships import Place, change_membership
from wasl.operations.organisation_names import (
    name_key,
    settle_name_key,
    similar_organisations,
    unchecked_key,
)
from wasl.operations.vet_organisation import (
    VettingRule,
    VettingRuleError,
    apply_again,
    vet_organisation,
)

YES, NO = Verdict.APPROVE, Verdict.REFUSE


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


def add_applicant(session: Session, name: str = "Zagros Solar") -> Organisation:
    """An organisation that registered itself and that nobody has vetted."""
    organisation = Organisation(
        public_id=f"z{abs(hash(name)) % 10**8}",
        name=name,
        name_key="",
        standing=OrganisationStanding.UNVETTED,
        registered_at=utc_now(),
    )
    organisation.name_key = unchecked_key(organisation)
    session.add(organisation)
    session.flush()
    return organisation


def rule_of(action: Callable[[], object]) -> VettingRule | None:
    try:
        action()
    except VettingRuleError as error:
        return error.rule
    return None


def test_it_takes_two_different_people(session: Session, staff: Staff) -> None:
    one, other = staff.add(Role.SECRETARIAT), staff.add(Role.ADMINISTRATOR)
    applicant = add_applicant(session)
    assert vet_organisation(session, viewer(one), applicant, YES) is OrganisationStanding.UNVETTED
    again = rule_of(lambda: vet_organisation(session, viewer(one), applicant, YES))
    assert again is VettingRule.SAID_ALREADY
    assert [applicant.standing] == [OrganisationStanding.UNVETTED]
    assert vet_organisation(session, viewer(other), applicant, YES) is OrganisationStanding.VETTED
    session.commit()
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action == AuditAction.ORGANISATION_VETTED)
    ).all()
    assert [event.details["standing"] for event in events] == ["unvetted", "vetted"]
    assert [event.actor for event in events] == [one.public_id, other.public_id]


def test_one_refusal_is_enough_and_a_new_round_begins_after_it(
    session: Session, staff: Staff
) -> None:
    one, other, third = (staff.add(Role.SECRETARIAT) for _ in range(3))
    applicant = add_applicant(session)
    owner = staff.add(Role.EMPLOYER_OWNER, organisation=applicant)
    vet_organisation(session, viewer(one), applicant, YES)
    no_note = rule_of(lambda: vet_organisation(session, viewer(other), applicant, NO))
    assert no_note is VettingRule.NOTE_MISSING
    vet_organisation(session, viewer(other), applicant, NO, "no such address")
    assert [applicant.standing] == [OrganisationStanding.REFUSED]
    late = rule_of(lambda: vet_organisation(session, viewer(third), applicant, YES))
    assert late is VettingRule.NOT_NOW
    apply_again(session, viewer(owner), applicant)
    vet_organisation(session, viewer(one), applicant, YES)
    assert [applicant.standing] == [OrganisationStanding.UNVETTED], (
        "words of the last round are spent"
    )
    vet_organisation(session, viewer(other), applicant, YES)
    assert [applicant.standing] == [OrganisationStanding.VETTED]
    rounds = session.scalars(
        select(OrganisationVetting.round).order_by(OrganisationVetting.id)
    ).all()
    assert rounds == [1, 1, 2, 2]


def test_trust_is_taken_back_by_one(session: Session, staff: Staff) -> None:
    one, other = staff.add(Role.SECRETARIAT), staff.add(Role.SECRETARIAT)
    applicant = add_applicant(session)
    for by in (one, other):
        vet_organisation(session, viewer(by), applicant, YES)
    vet_organisation(session, viewer(one), applicant, NO, "asks for passports")
    assert [applicant.standing] == [OrganisationStanding.REFUSED]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.API_CLIENT])
def test_who_may_vet(session: Session, staff: Staff, role: Role) -> None:
    by, applicant = viewer(staff.add(role)), add_applicant(session)
    may = role in {Role.SECRETARIAT, Role.ADMINISTRATOR}
    expected = None if may else VettingRule.NOT_ALLOWED
    assert rule_of(lambda: vet_organisation(session, by, applicant, YES)) is expected


def test_neither_a_machine_nor_who_ever_worked_for_it_vets_it(
    session: Session, staff: Staff
) -> None:
    applicant = add_applicant(session)
    rule = rule_of(lambda: vet_organisation(session, COMMAND_LINE, applicant, YES))
    assert rule is VettingRule.NOT_ALLOWED
    once = staff.add(Role.EMPLOYER_OWNER, organisation=applicant)
    staff.add(Role.EMPLOYER_OWNER, organisation=applicant)
    admin = staff.add(Role.ADMINISTRATOR)
    change_membership(session, viewer(admin), once, Place(role=Role.SECRETARIAT))
    for verdict in Verdict:
        by = viewer(once)
        said = rule_of(lambda: vet_organisation(session, by, applicant, verdict, "x"))  # noqa: B023
        assert said is VettingRule.OWN_ORGANISATION


def test_one_who_made_the_other_is_no_second_person(session: Session, staff: Staff) -> None:
    company, administrator = add_applicant(session), staff.add(Role.ADMINISTRATOR)
    made, colleague = staff.add(Role.SECRETARIAT), staff.add(Role.SECRETARIAT)
    made.memberships[0].granted_by_id = administrator.id
    session.flush()
    vet_organisation(session, viewer(administrator), company, YES)
    second = viewer(made)
    assert rule_of(lambda: vet_organisation(session, second, company, YES)) is (
        VettingRule.MADE_BY_OTHER
    )
    assert vet_organisation(session, viewer(colleague), company, YES) is (
        OrganisationStanding.VETTED
    )


def test_nor_is_it_the_other_way_round(session: Session, staff: Staff) -> None:
    company, administrator = add_applicant(session), staff.add(Role.ADMINISTRATOR)
    made = staff.add(Role.SECRETARIAT)
    made.memberships[0].granted_by_id = administrator.id
    session.flush()
    vet_organisation(session, viewer(made), company, YES)
    second = viewer(administrator)
    assert rule_of(lambda: vet_organisation(session, second, company, YES)) is (
        VettingRule.MADE_BY_OTHER
    )
    # A no counts whoever says it.
    assert vet_organisation(session, second, company, NO, "forged papers") is (
        OrganisationStanding.REFUSED
    )


def test_only_its_own_people_apply_again(session: Session, staff: Staff) -> None:
    applicant = add_applicant(session)
    applicant.standing = OrganisationStanding.REFUSED
    stranger = viewer(staff.add(Role.EMPLOYER_OWNER, organisation=staff.mill))
    assert rule_of(lambda: apply_again(session, stranger, applicant)) is VettingRule.NOT_ALLOWED
    applicant.standing = OrganisationStanding.VETTED
    owner = viewer(staff.add(Role.EMPLOYER_OWNER, organisation=applicant))
    assert rule_of(lambda: apply_again(session, owner, applicant)) is VettingRule.NOT_NOW


def test_every_step_is_in_the_table_and_only_a_refusal_leads_back() -> None:
    assert set(STANDING_CHANGES) == set(OrganisationStep)
    assert organisation_steps_from(OrganisationStanding.REFUSED) == [OrganisationStep.APPLY_AGAIN]
    assert organisation_steps_from(OrganisationStanding.VETTED) == [OrganisationStep.REFUSE]


def test_the_owner_is_told(session: Session, staff: Staff) -> None:
    applicant = add_applicant(session)
    owner = staff.add(Role.EMPLOYER_OWNER, organisation=applicant)
    owner.login = "owner@zagros.example"
    vet_organisation(session, viewer(staff.add(Role.SECRETARIAT)), applicant, NO, "unknown")
    told = session.scalars(select(Message)).all()
    assert [(one.template, one.address) for one in told] == [
        ("vetting_refused", "owner@zagros.example")
    ]


def test_a_refusal_calls_off_what_is_open_and_frees_its_places(
    session: Session, staff: Staff
) -> None:
    staff.bakery.name_key = "another bakery"
    scene = scene_of(session)
    posting = scene.posting("1", seats=3)
    met, offer = (
        scene.met(scene.person("1"), posting),
        scene.offered(scene.person("2"), posting),
    )
    placed = scene.placed(scene.person("3"), posting).referral
    scene.told()
    vet_organisation(session, viewer(staff.add(Role.SECRETARIAT)), scene.firm, NO, "takes papers")
    ended = CloseCause.OPPORTUNITY_ENDED
    assert (met.close_cause, offer.referral.close_cause) == (ended, ended)
    assert offer.state is OfferState.WITHDRAWN
    assert placed is not None
    assert placed.close_cause is CloseCause.PLACED
    session.refresh(posting)
    assert posting.seats_taken == 1
    assert scene.told().count("person_news") == 2, "they do not go to a meeting there"


# A well-known name is not anybody's for the taking.


def test_a_list_of_an_office_does_not_find_who_only_claims_a_name(
    session: Session, staff: Staff
) -> None:
    applicant = add_applicant(session, "شركة الرافدين")
    assert applicant.name_key != employer_key("شركة الرافدين")
    assert find_organisation(session, "شركة الرافدين") is None
    for _time in range(2):
        vet_organisation(session, viewer(staff.add(Role.SECRETARIAT)), applicant, YES)
    assert applicant.name_key == employer_key("شركة الرافدين")
    assert find_organisation(session, "شركة الرافدين") is applicant
    vet_organisation(session, viewer(staff.add(Role.SECRETARIAT)), applicant, NO, "fraud")
    assert find_organisation(session, "شركة الرافدين") is None


def test_whoever_has_a_name_already_keeps_it(session: Session, staff: Staff) -> None:
    there = Organisation(name="Zagros Solar", name_key=name_key("Zagros Solar"))
    session.add(there)
    applicant = add_applicant(session)
    applicant.standing = OrganisationStanding.VETTED
    settle_name_key(session, applicant)
    assert find_organisation(session, "zagros solar") is there
    assert applicant.name_key == unchecked_key(applicant)


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("Zagros Solar Company", True),
        ("solar zagros", True),
        ("Zagroz Solar", True),
        ("Tigris Bakery", False),
    ],
)
def test_similar_names_are_found(session: Session, name: str, alike: bool) -> None:
    applicant = add_applicant(session)
    other = Organisation(name=name, name_key=name.lower())
    session.add(other)
    session.flush()
    assert bool(similar_organisations(session, applicant)) is alike
    other.registration_no = applicant.registration_no = "IQ-9"
    session.flush()
    assert [one.likeness for one in similar_organisations(session, applicant)] == [100.0]


# What nobody vouched for is not matched.


@pytest.mark.parametrize("standing", list(OrganisationStanding))
def test_only_what_a_trusted_organisation_posts_is_matched(
    session: Session, standing: OrganisationStanding
) -> None:
    add_person(session, "1")
    offer = add_offer(session, "A")
    assert offer.status is OpportunityStatus.PUBLISHED
    offer.organisation.standing = standing
    session.flush()
    run = compute_matches(session, COMMAND_LINE, TODAY)
    trusted = standing in {OrganisationStanding.LISTED, OrganisationStanding.VETTED}
    assert (run.opportunities, run.eligible_pairs) == ((1, 1) if trusted else (0, 0))


# At the same moment.


def _prepare(engine: Engine) -> tuple[int, list[int]]:
    with Session(engine) as session:
        staff = staff_of(session)
        people = [staff.add(Role.SECRETARIAT).id for _ in range(2)]
        applicant = add_applicant(session).id
        session.commit()
    return applicant, people


def _approve(applicant: int, by: int) -> Callable[[Session], object]:
    def work(session: Session) -> None:
        organisation, account = session.get(Organisation, applicant), session.get(Account, by)
        assert organisation is not None
        assert account is not None
        vet_organisation(session, viewer(account), organisation, YES)

    return work


def _standing(engine: Engine, applicant: int) -> OrganisationStanding:
    with Session(engine) as session:
        organisation = session.get(Organisation, applicant)
        assert organisation is not None
        return organisation.standing


def test_two_people_at_once_are_two_approvals(engine: Engine) -> None:
    applicant, (one, other) = _prepare(engine)
    raised = at_once(engine, _approve(applicant, one), _approve(applicant, other))
    assert raised == [None, None]
    assert _standing(engine, applicant) is OrganisationStanding.VETTED


def test_one_person_many_times_at_once_is_one_approval(engine: Engine) -> None:
    applicant, (one, _) = _prepare(engine)
    raised = at_once(engine, *[_approve(applicant, one)] * 6)
    rules = [error.rule for error in raised if isinstance(error, VettingRuleError)]
    assert rules == [VettingRule.SAID_ALREADY] * 5
    assert _standing(engine, applicant) is OrganisationStanding.UNVETTED


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(Settings(database_url=postgres_url))
    yield engine
    engine.dispose()


@pytest.mark.postgresql
def test_without_the_lock_two_approvals_leave_it_waiting(
    postgres: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test of two people: each counts before the other one is kept."""
    counted = Barrier(2)
    count = vetting._approvals

    def count_together(session: Session, organisation: Organisation, number: int) -> int:
        found = count(session, organisation, number)
        counted.wait(10)
        return found

    applicant, (one, other) = _prepare(postgres)
    monkeypatch.setattr(vetting, "hold_organisation", lambda *_: None)
    monkeypatch.setattr(vetting, "_approvals", count_together)
    raised = at_once(postgres, _approve(applicant, one), _approve(applicant, other))
    assert raised == [None, None]
    assert _standing(postgres, applicant) is OrganisationStanding.UNVETTED


@pytest.mark.postgresql
def test_without_the_rule_in_the_database_one_person_approves_twice(postgres: Engine) -> None:
    """The twin of the test of one person."""
    applicant, (one, _) = _prepare(postgres)
    with postgres.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE organisation_vetting DROP CONSTRAINT "
            "uq_organisation_vetting_organisation_id_round_account_id"
        )
    assert at_once(postgres, *[_approve(applicant, one)] * 2) == [None, None]
    assert _standing(postgres, applicant) is OrganisationStanding.VETTED
