"""Who sees what of somebody's identity; each thing it rests on is taken away once, and alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, ReleaseScope
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import ConsentPurpose, OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    RefusalReason,
    Side,
)
from models.referral_states import ConsentStep, VerdictStep, ViewStep
from models.release import IdentityRelease
from tests.operations.cast import add_offer
from tests.operations.trust import MAIL, PHONE, add_account, add_returnee, caseworker, employer_of
from wasl.access import disclosure
from wasl.access.disclosure import Disclosed, disclose
from wasl.access.viewer import COMMAND_LINE, NOBODY, Viewer, viewer_of
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.core import Said, close_referral, open_referral, take_step
from wasl.operations.releases import Releasing, release_identity, withdraw_release

HIDDEN_FROM_EMPLOYERS = ("known_as", "mother_name", "birth_date", "birth_year", "national_id")


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody who allows matching."""
    person = add_returnee(session)
    person.identity.mother_name, person.identity.birth_year = "أمينة", 1990
    person.identity.known_as = "أم علي"
    return person


@pytest.fixture
def offer(session: Session) -> Opportunity:
    """A published job of a listed employer."""
    return add_offer(session, "B-1")


@pytest.fixture
def employer(session: Session, offer: Opportunity) -> Viewer:
    """Who works for that employer."""
    return employer_of(session, offer)


def let_know(
    session: Session, person: Person, offer: Opportunity, scope: ReleaseScope = ReleaseScope.NAME
) -> IdentityRelease:
    """Let the employer know; the employer wants to meet them."""
    release = release_identity(session, COMMAND_LINE, person, offer, Releasing(scope=scope))
    employer_says(session, release, VerdictStep.MEET)
    return release


def referral_of(session: Session, release: IdentityRelease) -> Referral:
    person, offer = release.person, release.opportunity
    return open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)


def employer_says(session: Session, release: IdentityRelease, step: VerdictStep) -> None:
    said = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS)
    take_step(session, COMMAND_LINE, referral_of(session, release), step, said)


def seen(session: Session, viewer: Viewer, person: Person, offer: Opportunity) -> Disclosed | None:
    session.flush()
    return disclose(session, viewer, [person.id], opportunity=offer.id).get(person.id)


def test_before_release_an_employer_sees_nobody(
    session: Session, person: Person, offer: Opportunity, employer: Viewer
) -> None:
    assert seen(session, employer, person, offer) is None
    assert disclose(session, employer) == {}


@pytest.mark.parametrize("role", [Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER])
def test_after_release_exactly_the_released_fields(
    session: Session, person: Person, offer: Opportunity, role: Role
) -> None:
    viewer = employer_of(session, offer, role)
    let_know(session, person, offer)
    name = seen(session, viewer, person, offer)
    assert name is not None
    assert (name.name_ar, name.name_latin) == ("زينب كريم", "Person T-1")
    assert (name.phone, name.email, name.scope) == (None, None, ReleaseScope.NAME)
    given = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    release = release_identity(session, COMMAND_LINE, person, offer, given)
    more = seen(session, viewer, person, offer)
    assert more is not None
    assert (more.phone, more.email, more.until) == (PHONE, MAIL, release.expires_at)
    for field in HIDDEN_FROM_EMPLOYERS:
        assert getattr(name, field) is None
        assert getattr(more, field) is None


def test_a_release_is_for_one_opportunity_and_one_employer(
    session: Session, person: Person, offer: Opportunity, employer: Viewer
) -> None:
    other = add_offer(session, "B-2")
    other.organisation_id = offer.organisation_id  # the same employer's next job
    foreign = add_offer(session, "B-3")
    let_know(session, person, offer)
    assert seen(session, employer, person, offer) is not None
    assert seen(session, employer, person, other) is None
    assert disclose(session, employer, [person.id]) == {}
    assert seen(session, employer_of(session, foreign), person, offer) is None


def withdraw(session: Session, release: IdentityRelease) -> None:
    withdraw_release(session, COMMAND_LINE, release)


def run_out(session: Session, release: IdentityRelease) -> None:
    release.expires_at = utc_now() - timedelta(seconds=1)


def redraft(session: Session, release: IdentityRelease) -> None:
    release.opportunity.status = OpportunityStatus.DRAFT


def review(session: Session, release: IdentityRelease) -> None:
    release.opportunity.status = OpportunityStatus.IN_REVIEW


def decline(session: Session, release: IdentityRelease) -> None:
    employer_says(session, release, VerdictStep.DECLINE)
    release.withdrawn_at = None  # the referral's end closed it: what it hides by itself is asked


def oppose(session: Session, release: IdentityRelease) -> None:
    said = Said(side=Side.OFFICE, reason=RefusalReason.SAFETY)
    take_step(session, COMMAND_LINE, referral_of(session, release), ViewStep.OPPOSE, said)
    release.withdrawn_at = None


def leave(session: Session, release: IdentityRelease) -> None:
    said = Said(side=Side.PERSON)
    take_step(session, COMMAND_LINE, referral_of(session, release), ConsentStep.WITHDRAW, said)
    release.withdrawn_at = None


def place_elsewhere(session: Session, release: IdentityRelease) -> None:
    referral = referral_of(session, release)
    close_referral(session, COMMAND_LINE, referral, CloseCause.PLACED_ELSEWHERE)
    release.withdrawn_at = None


def never_refer(session: Session, release: IdentityRelease) -> None:
    session.delete(referral_of(session, release))


def be_slow(session: Session, release: IdentityRelease) -> None:
    """The employer has not said yet whether they want to meet."""
    referral_of(session, release).verdict = EmployerVerdict.WAITING


def be_asked_again(session: Session, release: IdentityRelease) -> None:
    referral_of(session, release).consent = ConsentState.NOT_ASKED


def lose_standing(session: Session, release: IdentityRelease) -> None:
    release.opportunity.organisation.standing = OrganisationStanding.REFUSED


def withdraw_consent(session: Session, release: IdentityRelease) -> None:
    record_consent(session, COMMAND_LINE, release.person, ConsentPurpose.MATCHING, False)


def anonymise(session: Session, release: IdentityRelease) -> None:
    release.person.anonymised_at = utc_now()


LOSSES = (
    *(withdraw, run_out, redraft, review, lose_standing, withdraw_consent, anonymise),
    *(decline, oppose, leave, place_elsewhere, never_refer, be_slow, be_asked_again),
)


def test_an_employer_sees_who_it_is_after_accepting_not_before(
    session: Session, person: Person, offer: Opportunity, employer: Viewer
) -> None:
    release = release_identity(
        session, COMMAND_LINE, person, offer, Releasing(scope=ReleaseScope.NAME)
    )
    assert seen(session, employer, person, offer) is None
    for step in (VerdictStep.MEET, VerdictStep.OFFER, VerdictStep.PLACE):
        employer_says(session, release, step)
        assert seen(session, employer, person, offer) is not None


def test_without_asking_for_acceptance_it_would_be_seen_before(
    session: Session,
    person: Person,
    offer: Opportunity,
    employer: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: nothing else hides somebody who has let an employer know that did not answer."""
    release_identity(session, COMMAND_LINE, person, offer, Releasing(scope=ReleaseScope.NAME))
    monkeypatch.setattr(disclosure, "ACCEPTED", tuple(EmployerVerdict))
    assert seen(session, employer, person, offer) is not None


@pytest.mark.parametrize("status", ["published", "paused", "filled", "expired", "closed"])
@pytest.mark.parametrize("placed", [False, True])
def test_a_posting_that_is_over_hides_nobody_who_is_met_or_placed(
    session: Session,
    person: Person,
    offer: Opportunity,
    employer: Viewer,
    *,
    status: str,
    placed: bool,
) -> None:
    release = let_know(session, person, offer)
    if placed:
        employer_says(session, release, VerdictStep.OFFER)
        employer_says(session, release, VerdictStep.PLACE)
    offer.status = OpportunityStatus(status)
    assert seen(session, employer, person, offer) is not None


@pytest.mark.parametrize("lose", LOSSES, ids=lambda one: one.__name__)
def test_each_loss_hides_at_once(
    session: Session,
    person: Person,
    offer: Opportunity,
    employer: Viewer,
    lose: Callable[[Session, IdentityRelease], None],
) -> None:
    release = let_know(session, person, offer)
    assert seen(session, employer, person, offer) is not None
    lose(session, release)
    assert seen(session, employer, person, offer) is None


@pytest.mark.parametrize("lose", LOSSES, ids=lambda one: one.__name__)
def test_without_the_condition_nothing_would_be_hidden(
    session: Session,
    person: Person,
    offer: Opportunity,
    employer: Viewer,
    *,
    lose: Callable[[Session, IdentityRelease], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin: the tests above see the condition and nothing else."""
    release = let_know(session, person, offer)
    lose(session, release)
    monkeypatch.setattr(disclosure, "shown_now", true)
    assert seen(session, employer, person, offer) is not None


def test_consent_alone_hides_even_if_the_release_was_left_open(
    session: Session, person: Person, offer: Opportunity, employer: Viewer
) -> None:
    release = let_know(session, person, offer)
    withdraw_consent(session, release)
    release.withdrawn_at = None
    assert seen(session, employer, person, offer) is None


def test_an_office_sees_its_people_and_no_others(
    session: Session, person: Person, offer: Opportunity
) -> None:
    viewer = caseworker(session)
    assert disclose(session, viewer) == {}
    session.add(
        CaseAssignment(
            person_id=person.id,
            office_id=viewer.office_id,
            account_id=viewer.account_id,
            basis=AssignmentBasis.INTAKE,
            accepted_at=utc_now(),
        )
    )
    other = add_returnee(session, "T-2")
    found = disclose(session, viewer, [person.id, other.id])
    assert set(found) == {person.id}
    assert found[person.id].national_id == "199012345678"


def test_a_person_sees_themselves(session: Session, person: Person, offer: Opportunity) -> None:
    viewer = viewer_of(add_account(session, Role.RETURNEE, "z@mail.example", person=person))
    other = add_returnee(session, "T-2")
    assert set(disclose(session, viewer)) == {person.id}
    assert set(disclose(session, viewer, [other.id])) == set()


@pytest.mark.parametrize(
    "role", [Role.SECRETARIAT, Role.OBSERVER, Role.EXPERT, Role.ADMINISTRATOR, Role.API_CLIENT]
)
def test_who_works_with_nobody_sees_nobody(
    session: Session, person: Person, offer: Opportunity, role: Role
) -> None:
    let_know(session, person, offer, ReleaseScope.NAME_AND_CONTACT)
    viewer = viewer_of(add_account(session, role, "somebody@else.example"))
    assert disclose(session, viewer) == {}
    assert disclose(session, viewer, [person.id], opportunity=offer.id) == {}
    assert disclose(session, NOBODY) == {}


def test_a_returnee_without_a_record_sees_nobody(session: Session, person: Person) -> None:
    viewer = viewer_of(add_account(session, Role.RETURNEE, "z@mail.example"))
    assert disclose(session, viewer) == {}
