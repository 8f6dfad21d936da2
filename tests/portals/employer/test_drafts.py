"""Drafts that came in by file, sent in together."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from tests.portals.caseworker.office import add_posting
from tests.portals.imports.walking import Walk, make_csv, words

HEAD = ["ref", "kind", "title", "seats", "governorate", "description", "wage_min", "hours"]
FULL = ["1", "job", "خباز", "2", "IQ-BA", "خبز وصمون في فرن حديث", "600000", "full"]
BARE = ["2", "job", "لحام", "1", "", "", "", ""]


@pytest.fixture
def owner(
    sign_in: Callable[[Role | None], Any], token: Callable[[str], str], web_session: Session
) -> Walk:
    """The owner of a vetted company, in English, with two drafts out of a file."""
    found = Walk(sign_in(Role.EMPLOYER_OWNER), token)
    found.post("/language", language="en", next="/imports")
    for one in web_session.scalars(select(Organisation)):
        one.standing = OrganisationStanding.VETTED
    web_session.commit()
    job = found.start(make_csv(FULL, BARE, headers=HEAD), kind="opportunities")
    assert 'href="/employer/drafts"' in found.finish(job)
    return found


def states(session: Session) -> dict[str, OpportunityStatus]:
    session.rollback()
    session.expire_all()
    return {one.ref: one.status for one in session.scalars(select(Opportunity))}


def ids(session: Session) -> dict[str, str]:
    session.rollback()
    return {one.ref: one.public_id for one in session.scalars(select(Opportunity))}


def test_what_is_complete_goes_and_what_is_not_stays(owner: Walk, web_session: Session) -> None:
    page = owner.text("/employer/drafts")
    assert page.count(" checked") == 1
    assert page.count(" disabled") == 1
    assert "missing or cannot be read" in words(page)
    both = list(ids(web_session).values())
    answer = owner.post("/employer/drafts", postings=both)
    assert answer.location == "/employer/drafts"
    assert states(web_session)["1"] is OpportunityStatus.PUBLISHED
    assert states(web_session)["2"] is OpportunityStatus.DRAFT
    assert "1 draft was not sent in" in words(owner.text("/employer/drafts"))


def test_what_is_not_ticked_stays_a_draft(owner: Walk, web_session: Session) -> None:
    owner.post("/employer/drafts")
    assert set(states(web_session).values()) == {OpportunityStatus.DRAFT}


def test_wording_that_could_hurt_people_is_read_first(owner: Walk, web_session: Session) -> None:
    web_session.rollback()
    (bad,) = web_session.scalars(select(Opportunity).where(Opportunity.ref == "1"))
    bad.description = "يدفع المتقدم رسوم تسجيل مقدماً ويسلم جواز سفره"
    web_session.commit()
    owner.post("/employer/drafts", postings=[bad.public_id])
    assert states(web_session)["1"] is OpportunityStatus.IN_REVIEW


def test_drafts_of_others_are_left_alone(owner: Walk, web_session: Session) -> None:
    web_session.rollback()
    other = add_posting(web_session, ref="x", status=OpportunityStatus.DRAFT, employer="غيره")
    other.description, other.wage_min = "خبز وصمون في فرن حديث", 600_000
    web_session.commit()
    assert other.public_id not in owner.text("/employer/drafts")
    owner.post("/employer/drafts", postings=[other.public_id])
    assert states(web_session)["x"] is OpportunityStatus.DRAFT
