"""Vetting on the page: the queue, what is known, two people, and the way back after a refusal."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.opportunity import Organisation
from models.referral_enums import OrganisationSize
from tests.portals.admin.conftest import Browser
from wasl.access.viewer import viewer_of
from wasl.operations.profile.describe import Described, set_profile

OpenAs = Callable[[Role | None], Browser]
Accounts = Callable[[Role], Account]


@pytest.fixture
def applicant(web_session: Session, account_of: Accounts) -> Organisation:
    """The employer of the owner and the recruiter, which registered itself."""
    organisation = account_of(Role.EMPLOYER_OWNER).organisation
    assert organisation is not None
    organisation.registered_at = utc_now()
    organisation.standing = OrganisationStanding.UNVETTED
    organisation.registration_no = "IQ-77"
    web_session.commit()
    return organisation


def standing(session: Session, organisation: Organisation) -> OrganisationStanding:
    session.rollback()
    session.expire_all()
    return organisation.standing


def test_two_people_approve_on_the_page(
    open_as: OpenAs, web_session: Session, applicant: Organisation
) -> None:
    secretariat, admin = open_as(Role.SECRETARIAT), open_as(Role.ADMINISTRATOR)
    assert applicant.name in secretariat.read("/admin/organisations")
    address = f"/admin/organisations/{applicant.public_id}"
    page = secretariat.read(address)
    assert "IQ-77" in page
    assert "employer_owner@office.example" in page
    assert "You are the first" in page
    said = secretariat.send(f"{address}/vet", verdict="approve", note="called them")
    assert "It takes a second yes, by somebody else" in said.get_data(as_text=True)
    assert "You have said your word" in secretariat.read(address)
    assert secretariat.send(f"{address}/vet", verdict="approve").status_code == 422
    assert standing(web_session, applicant) is OrganisationStanding.UNVETTED
    assert "One person has approved it" in admin.read(address)
    done = admin.send(f"{address}/vet", verdict="approve").get_data(as_text=True)
    assert "Approved by two people" in done
    assert standing(web_session, applicant) is OrganisationStanding.VETTED


def test_what_it_says_about_itself_is_read_before_the_word(
    open_as: OpenAs, web_session: Session, applicant: Organisation, account_of: Accounts
) -> None:
    said = Described(
        sector="10",
        size=OrganisationSize.SMALL,
        places=frozenset({"IQ-MA"}),
        about="خبز منذ 1978",
        website="bakery.example",
    )
    owner = viewer_of(account_of(Role.EMPLOYER_OWNER))
    set_profile(web_session, owner, applicant, said, seen="")
    web_session.commit()
    page = open_as(Role.SECRETARIAT).read(f"/admin/organisations/{applicant.public_id}")
    for told in ("Food production", "10 to 49 people", "Maysan", "خبز منذ 1978", "bakery.example"):
        assert told in page


def test_a_refusal_needs_a_note_and_leaves_a_way_back(
    open_as: OpenAs, web_session: Session, applicant: Organisation
) -> None:
    secretariat, owner = open_as(Role.SECRETARIAT), open_as(Role.EMPLOYER_OWNER)
    address = f"/admin/organisations/{applicant.public_id}"
    assert secretariat.send(f"{address}/vet", verdict="refuse", note=" ").status_code == 422
    secretariat.send(f"{address}/vet", verdict="refuse", note="the number is not theirs")
    assert standing(web_session, applicant) is OrganisationStanding.REFUSED
    page = owner.read("/employer/opportunities")
    assert "was not accepted" in page
    assert "the number is not theirs" not in page, "what vetters write is for vetters"
    owner.send("/employer/apply-again")
    assert standing(web_session, applicant) is OrganisationStanding.UNVETTED
    assert "nothing to apply for" in owner.send("/employer/apply-again").get_data(as_text=True)


def test_similar_names_and_its_owner_s_way_in(
    open_as: OpenAs, web_session: Session, applicant: Organisation
) -> None:
    twin = Organisation(name=f"{applicant.name} للتجارة", name_key="twin")
    web_session.add(twin)
    web_session.commit()
    admin = open_as(Role.ADMINISTRATOR)
    page = admin.read(f"/admin/organisations/{applicant.public_id}")
    assert "Organisations with a similar name" in page
    assert twin.public_id in page
    invitation = f"/admin/invitations/new?organisation={twin.public_id}"
    assert twin.name in admin.read(invitation)
    assert admin.send(invitation, role="employer_owner", way="paper").status_code == 200
    assert admin.send(invitation, role="caseworker", way="paper").status_code == 422


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER, None])
def test_others_neither_see_nor_vet(
    open_as: OpenAs, applicant: Organisation, role: Role | None
) -> None:
    page = open_as(role)
    address = f"/admin/organisations/{applicant.public_id}"
    expected = 302 if role is None else 403
    page.read(address, expected)
    sent = page.send(f"{address}/vet", follow=False, verdict="approve")
    assert sent.status_code == expected
