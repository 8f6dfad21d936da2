"""The page before publishing: what was found, who fits, and only so often a day."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import OpportunityKind, OpportunityStatus, Role
from models.opportunity import Opportunity
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.access import limits
from wasl.operations.count_tries import Limit

SignIn = Callable[[Role | None], FlaskClient]


def add_draft(session: Session, employer: Account, **more: Any) -> Opportunity:
    """Add a draft of the employer's own."""
    kind = more.pop("kind", OpportunityKind.JOB)
    draft = CLASS_OF_KIND[kind](
        organisation_id=employer.organisation.id if employer.organisation else None,
        **{
            "ref": f"D-{kind}",
            "employer_wording": "شركة الرافدين",
            "title": "خباز",
            "description": "خبز وصمون في مخبز.",
            "seats": 1,
            "governorate_code": "IQ-BA",
            **more,
        },
    )
    session.add(draft)
    session.commit()
    return draft


@pytest.mark.parametrize("kind", list(OpportunityKind))
def test_every_kind_has_its_check(
    pages: Any, web_session: Session, employer: Account, kind: OpportunityKind
) -> None:
    draft = add_draft(web_session, employer, kind=kind, education_min=6)
    path = f"/employer/opportunities/{draft.public_id}/check"
    page = pages(path, role=Role.EMPLOYER_OWNER)["en"]
    assert "Fewer than 5 people who know such work fit now." in page.words()
    assert "fewer than 5 more" in page.words()
    assert "Back to the draft" in page.words()


def test_what_was_found_stands_with_its_place_and_advice(
    pages: Any, web_session: Session, employer: Account
) -> None:
    words = "مطلوب خباز، العمر من ٢٠ إلى ٣٥ سنة، مع دفع تأمينات 50,000 دينار."
    draft = add_draft(web_session, employer, description=words)
    path = f"/employer/opportunities/{draft.public_id}/check"
    page = pages(path, role=Role.EMPLOYER_OWNER)["en"]
    marked = ["".join(mark.itertext()) for mark in page.all("mark")]
    assert len(marked) == 2
    assert "تأمينات" in marked[0], "what holds it comes first"
    assert "Send it in" in page.words()
    assert "The wording could hurt people" in page.words()


def test_what_is_missing_is_named_and_leads_to_its_field(
    pages: Any, web_session: Session, employer: Account
) -> None:
    draft = add_draft(web_session, employer, governorate_code=None, kind=OpportunityKind.FINANCE)
    here = f"/employer/opportunities/{draft.public_id}"
    page = pages(f"{here}/check", role=Role.EMPLOYER_OWNER)["en"]
    links = {"".join(link.itertext()): link.get("href") for link in page.all("a")}
    assert links["Governorate"] == f"{here}/edit?missing=1#governorate"
    assert links["Loan or grant"] == f"{here}/edit?missing=1#repayable-0"
    assert "Highest amount: Fill this in before you send it in." in page.words()
    assert "Publish" not in ["".join(button.itertext()).strip() for button in page.all("button")]
    form = pages(f"{here}/edit?missing=1", role=Role.EMPLOYER_OWNER)["en"]
    assert "Governorate: Fill this in before you send it in." in form.words()
    assert 'id="repayable-0"' in form.text
    assert 'id="governorate"' in form.text


def test_numbers_are_given_only_so_often_to_an_organisation(
    sign_in: SignIn,
    web_session: Session,
    employer: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = Limit(name="reach", most=2, window=limits.REACH.window)
    monkeypatch.setattr(import_module("wasl.portals.employer.views.check"), "REACH", few)
    draft = add_draft(web_session, employer)
    owner, recruiter = sign_in(Role.EMPLOYER_OWNER), sign_in(Role.EMPLOYER_RECRUITER)
    path = f"/employer/opportunities/{draft.public_id}/check"
    told = [client.get(path).get_data(as_text=True) for client in (owner, recruiter, owner)]
    assert ['id="reach"' in text for text in told] == [True] * 3
    assert ["<table" in text for text in told] == [True, True, False]


def test_what_is_not_a_draft_is_not_checked(
    sign_in: SignIn, web_session: Session, employer: Account
) -> None:
    draft = add_draft(web_session, employer, status=OpportunityStatus.PUBLISHED)
    path = f"/employer/opportunities/{draft.public_id}/check"
    assert sign_in(Role.EMPLOYER_OWNER).get(path).status_code == 302
