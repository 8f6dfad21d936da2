"""The employer's commitments: the list, one of them, reports, postings made for it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import utc_now
from models.commitment import Assessment, Citation, Commitment
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import (
    Achievement,
    AssessmentVoice,
    CitationState,
    CommitmentKind,
    CommitmentState,
)
from tests.operations.commitments.promises import add_promise, cite
from tests.portals.caseworker.office import add_posting
from tests.portals.conftest import token_of
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.commitments.assess import add_assessment
from wasl.operations.opportunity_words import fill_search_words

TODAY = today_in_baghdad()


@pytest.fixture
def firm(web_session: Session, employer: Account) -> Organisation:
    """The company of the signed-in employer, in good standing."""
    web_session.rollback()
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    web_session.commit()
    return employer.organisation


@pytest.fixture
def promise(web_session: Session, firm: Organisation) -> Commitment:
    """Twenty jobs that the company promised."""
    made = add_promise(web_session, firm, deadline=TODAY + timedelta(days=40))
    web_session.commit()
    return made


@pytest.fixture
def owner(
    sign_in: Callable[[Role | None], FlaskClient], web_session: Session, firm: Organisation
) -> FlaskClient:
    """The owner of the company, in English."""
    assert firm.id
    web_session.rollback()
    client = sign_in(Role.EMPLOYER_OWNER)
    token = token_of(client.get("/employer").get_data(as_text=True))
    client.post("/language", data={"csrf_token": token, "language": "en", "next": "/"})
    web_session.rollback()
    return client


def _words(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    text = re.sub(r"<[^>]+>", " ", page.get_data(as_text=True).partition("<main")[2])
    return " ".join(text.split())


def _send(client: FlaskClient, promise: Commitment, what: str, **data: str) -> Any:
    here = f"/employer/commitments/{promise.public_id}"
    token = token_of(client.get(here).get_data(as_text=True))
    return client.post(f"{here}/{what}", data={"csrf_token": token, **data})


def _own_posting(session: Session, firm: Organisation, **more: Any) -> Opportunity:
    posting = add_posting(session, ref=more.pop("ref", "own"), employer=firm.name, **more)
    posting.organisation, posting.seats, posting.published_at = firm, 5, utc_now()
    session.commit()
    return posting


def test_what_is_urgent_comes_first_and_what_is_done_last(
    owner: FlaskClient, web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    late = add_promise(web_session, firm, ref="LATE", deadline=TODAY - timedelta(days=3))
    soon = add_promise(web_session, firm, ref="SOON", deadline=TODAY + timedelta(days=5))
    gone = add_promise(web_session, firm, ref="GONE", deadline=TODAY - timedelta(days=9))
    gone.state = CommitmentState.WITHDRAWN
    web_session.commit()
    text = _words(owner, "/employer/commitments")
    places = [text.index(one.ref) for one in (late, soon, promise, gone)]
    assert places == sorted(places)
    assert "Over for 3 days" in text
    assert "5 days are left" in text


def test_of_others_nothing_is_seen(
    owner: FlaskClient, web_session: Session, promise: Commitment
) -> None:
    other = Organisation(name="مطحنة", name_key="مطحنه")
    theirs = add_promise(web_session, other, ref="THEIRS")
    web_session.commit()
    assert "THEIRS" not in _words(owner, "/employer/commitments")
    for path in ("", "/report", "/post", "/cite"):
        here = f"/employer/commitments/{theirs.public_id}{path}"
        token = token_of(owner.get("/employer/commitments").get_data(as_text=True))
        answer = owner.post(here, data={"csrf_token": token}) if path else owner.get(here)
        assert answer.status_code == 404, path
    assert promise.ref


def test_the_page_tells_what_counts_what_waits_and_what_was_refused(
    owner: FlaskClient, web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    cite(web_session, promise, _own_posting(web_session, firm))
    refused = _own_posting(web_session, firm, ref="refused")
    cite(web_session, promise, refused, CitationState.REFUSED)
    draft = _own_posting(web_session, firm, ref="draft", status=OpportunityStatus.DRAFT)
    cite(web_session, promise, draft)
    web_session.commit()
    text = _words(owner, f"/employer/commitments/{promise.public_id}")
    assert re.search(r"Promised 20 Offered[a-z ]* 5 Filled[a-z ]* 0 ", text)
    assert "15 are not offered yet" in text
    assert "No: the secretariat said so" in text
    assert "As soon as it is published" in text


def test_a_report_stands_beside_the_review_and_nobody_elses_words_are_read(
    owner: FlaskClient,
    web_session: Session,
    firm: Organisation,
    promise: Commitment,
    employer: Account,
) -> None:
    other = Organisation(name="مطحنة", name_key="مطحنه")
    web_session.add(other)
    voices = [
        (AssessmentVoice.REVIEW, Achievement.LIMITED, "what reviewers note", None),
        (AssessmentVoice.SELF, Achievement.COMPLETE, "what partners note", other),
    ]
    for voice, achievement, note, of in voices:
        add_assessment(
            web_session, COMMAND_LINE, promise, voice, achievement, note=note, organisation=of
        )
    web_session.commit()
    sent = _send(owner, promise, "report", achievement="substantial", note="two workshops")
    assert sent.status_code == 302
    text = _words(owner, sent.location)
    assert "Substantial" in text or "substantial" in text
    assert "two workshops" in text
    assert "what reviewers note" not in text
    assert "what partners note" not in text
    web_session.rollback()
    mine = web_session.scalars(
        select(Assessment).where(Assessment.organisation_id == firm.id)
    ).one()
    assert mine.account_id == employer.id


def test_a_report_that_says_nothing_is_shown_again(
    owner: FlaskClient, promise: Commitment, web_session: Session
) -> None:
    sent = _send(owner, promise, "report", achievement="", note="two workshops")
    assert sent.status_code == 422
    assert "two workshops" in sent.get_data(as_text=True)
    web_session.rollback()
    assert web_session.scalars(select(Assessment)).all() == []


def test_a_posting_for_it_is_a_draft_filled_in(
    owner: FlaskClient, web_session: Session, promise: Commitment
) -> None:
    sent = _send(owner, promise, "post", title="لحام")
    web_session.rollback()
    cited = web_session.scalars(select(Citation)).one()
    assert sent.location.endswith(f"/{cited.opportunity.public_id}/edit")
    form = owner.get(sent.location).get_data(as_text=True)
    assert re.search(rf'<option[^>]* selected value="{promise.ref}"', form)
    assert _send(owner, promise, "post", title="غيره").location == sent.location
    assert _send(owner, promise, "post", title="").status_code == 422


def test_a_posting_that_is_there_is_named(
    owner: FlaskClient, web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    posting = _own_posting(web_session, firm)
    _own_posting(web_session, firm, ref="course", kind=OpportunityKind.TRAINING)
    other = add_posting(web_session, ref="x", employer="مطحنة الموصل")
    web_session.commit()
    page = owner.get(f"/employer/commitments/{promise.public_id}").get_data(as_text=True)
    offered = page.partition('name="posting"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]+)"', offered) == [posting.public_id]
    _send(owner, promise, "cite", posting=other.public_id)
    web_session.rollback()
    assert web_session.scalars(select(Citation)).all() == []
    _send(owner, promise, "cite", posting=posting.public_id)
    web_session.rollback()
    assert web_session.scalars(select(Citation)).one().opportunity_id == posting.id
    text = _words(owner, f"/employer/opportunities/{posting.public_id}/posting")
    assert "It counts" in text


def test_what_was_withdrawn_takes_no_report(
    owner: FlaskClient, web_session: Session, promise: Commitment
) -> None:
    here = f"/employer/commitments/{promise.public_id}"
    token = token_of(owner.get(here).get_data(as_text=True))
    web_session.rollback()
    promise.state = CommitmentState.WITHDRAWN
    web_session.commit()
    data = {"csrf_token": token, "achievement": "complete"}
    told = owner.post(f"{here}/report", data=data, follow_redirects=True)
    assert "does not stand any more" in told.get_data(as_text=True)
    web_session.rollback()
    assert web_session.scalars(select(Assessment)).all() == []


def test_a_posting_chooses_among_own_commitments_of_its_kind(
    owner: FlaskClient, web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    add_promise(web_session, firm, kind=CommitmentKind.TRAINING, ref="COURSES")
    posting = _own_posting(web_session, firm)
    posting.commitment_ref = "AS-WRITTEN"
    web_session.commit()
    form = owner.get(f"/employer/opportunities/{posting.public_id}/edit").get_data(as_text=True)
    select_ = form.partition('name="commitment"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)"', select_) == ["", promise.ref, "AS-WRITTEN"]
    assert re.search(r'selected value="AS-WRITTEN"', select_)


def test_the_first_page_leads_to_them(owner: FlaskClient, promise: Commitment) -> None:
    text = owner.get("/employer").get_data(as_text=True)
    assert f'href="/employer/commitments/{promise.public_id}"' in text


def test_the_public_page_says_that_a_promise_is_kept(
    owner: FlaskClient,
    web_session: Session,
    firm: Organisation,
    promise: Commitment,
) -> None:
    posting = _own_posting(web_session, firm)
    here = f"/opportunities/{posting.public_id}"
    fill_search_words(web_session)
    web_session.commit()
    assert "promise" not in _words(owner, here)
    web_session.rollback()
    citation = cite(web_session, promise, posting)
    web_session.commit()
    text = _words(owner, here)
    assert "Keeps a promise of the roundtable of October 2026" in text
    assert promise.ref not in text
    web_session.rollback()
    citation.state, citation.decided_at = CitationState.REFUSED, utc_now()
    web_session.commit()
    assert "promise" not in _words(owner, here)


def test_the_pages_are_sound(
    pages: Callable[..., Any], web_session: Session, firm: Organisation, promise: Commitment
) -> None:
    cite(web_session, promise, _own_posting(web_session, firm))
    _own_posting(web_session, firm, ref="more")
    measure = add_promise(web_session, firm, kind=CommitmentKind.POLICY, quantity=1, ref="P-1")
    web_session.commit()
    for path in ("", f"/{promise.public_id}", f"/{measure.public_id}"):
        pages(f"/employer/commitments{path}", role=Role.EMPLOYER_OWNER)
