"""Which posting fulfils which commitment: linked by what it says, decided by people."""

import secrets
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.commitment import Citation, Commitment
from models.enums import OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job, Training
from models.round_table_enums import CitationOrigin, CitationState, CommitmentState, RelationKind
from tests.operations.commitments.promises import add_promise
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.commitments.cite import (
    CitationMovedError,
    NotAPartyError,
    cite_posting,
    cite_postings,
    count_waiting,
    decide_citation,
    unite_organisations,
)
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.commitments.suggest import decide_suggestion, suggest_citations
from wasl.operations.organisation_names import name_key
from wasl.operations.stakeholders.relations import relate_organisations


def organisation(session: Session, name: str) -> Organisation:
    made = Organisation(name=name, name_key=name_key(name))
    session.add(made)
    session.flush()
    return made


def posted(
    session: Session, by: Organisation, ref: str | None, kind: type[Opportunity] = Job, **more: Any
) -> Opportunity:
    given = {"seats": 4, "title": "لحام", "status": OpportunityStatus.PUBLISHED, **more}
    posting = kind(
        organisation=by,
        ref=secrets.token_hex(4),
        employer_wording=by.name,
        commitment_ref=ref,
        published_at=utc_now(),
        **given,
    )
    session.add(posting)
    session.flush()
    return posting


@pytest.fixture
def firm(session: Session) -> Organisation:
    """Who promised."""
    return organisation(session, "GMAC")


@pytest.fixture
def other(session: Session) -> Organisation:
    """The same organisation under its long name; nobody has said so yet."""
    return organisation(session, "المركز الألماني العراقي GMAC")


def link_of(session: Session, posting: Opportunity) -> Citation | None:
    return session.scalar(select(Citation).where(Citation.opportunity_id == posting.id))


def offered(session: Session, promise: Commitment) -> tuple[int, int]:
    drawn = draw_down(session, [promise])[promise.id]
    return drawn.offered, drawn.to_confirm


def test_a_posting_of_a_party_counts_at_once_one_of_another_waits(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    posted(session, firm, " c-1 ")
    posted(session, other, "C-1", seats=7)
    promise = add_promise(session, firm)
    assert cite_postings(session, COMMAND_LINE) == 2
    assert cite_postings(session, COMMAND_LINE) == 0
    assert offered(session, promise) == (4, 7)
    assert count_waiting(session) == 1


def test_what_names_nothing_that_is_known_stays_without_a_link(
    session: Session, firm: Organisation
) -> None:
    posting = posted(session, firm, "C-9")
    assert cite_postings(session, COMMAND_LINE, [posting.id]) == 0
    assert link_of(session, posting) is None


def test_a_posting_that_names_another_commitment_moves_and_nothing_is_decided_there(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    first, second = add_promise(session, firm), add_promise(session, firm, ref="C-2")
    posting = posted(session, other, "C-1")
    cite_postings(session, COMMAND_LINE)
    citation = link_of(session, posting)
    assert citation is not None
    decide_citation(session, COMMAND_LINE, citation, counts=True)
    assert offered(session, first) == (4, 0)
    cite_posting(session, COMMAND_LINE, posting, second)
    assert (offered(session, first), offered(session, second)) == ((0, 0), (0, 4))
    assert citation.decided_at is None


def test_a_posting_that_names_nothing_any_more_loses_a_link_that_nobody_decided(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    add_promise(session, firm)
    waiting, decided = posted(session, other, "C-1"), posted(session, other, "C-1")
    cite_postings(session, COMMAND_LINE)
    citation = link_of(session, decided)
    assert citation is not None
    decide_citation(session, COMMAND_LINE, citation, counts=False)
    waiting.commitment_ref = decided.commitment_ref = None
    cite_postings(session, COMMAND_LINE)
    assert link_of(session, waiting) is None
    assert citation.state is CitationState.REFUSED


def test_who_is_one_counts_together(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    promise = add_promise(session, firm)
    postings = [posted(session, other, "C-1") for _ in range(3)]
    cite_postings(session, COMMAND_LINE)
    citation = link_of(session, postings[0])
    assert citation is not None
    with pytest.raises(NotAPartyError):
        unite_organisations(session, COMMAND_LINE, citation, organisation(session, "ETTC"))
    assert unite_organisations(session, COMMAND_LINE, citation, firm) == 3
    assert unite_organisations(session, COMMAND_LINE, citation, firm) == 0
    assert offered(session, promise) == (12, 0)


def test_an_answer_to_what_was_seen_before_changes_nothing(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    add_promise(session, firm)
    posting = posted(session, other, "C-1")
    cite_postings(session, COMMAND_LINE)
    citation = link_of(session, posting)
    assert citation is not None
    seen = citation.version
    decide_citation(session, COMMAND_LINE, citation, counts=False, seen=seen)
    with pytest.raises(CitationMovedError):
        decide_citation(session, COMMAND_LINE, citation, counts=True, seen=seen)
    assert citation.state is CitationState.REFUSED


def test_every_step_is_in_the_log(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    promise = add_promise(session, firm)
    posting = posted(session, other, "C-1")
    cite_postings(session, COMMAND_LINE)
    citation = link_of(session, posting)
    assert citation is not None
    decide_citation(session, COMMAND_LINE, citation, counts=True)
    session.commit()
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    told = {event.action: event.details for event in events}
    commitment = promise.public_id
    assert told[AuditAction.CITATION_MADE] == {"commitment": commitment, "way": "employer"}
    assert told[AuditAction.CITATION_DECIDED] == {"commitment": commitment, "state": "confirmed"}


def test_what_is_found_counts_for_nothing_until_somebody_says_so(
    session: Session, firm: Organisation
) -> None:
    promise = add_promise(session, firm)
    posting = posted(session, firm, None)
    found = suggest_citations(session)
    assert [(one.opportunity, one.commitment) for one in found] == [(posting, promise)]
    assert offered(session, promise) == (0, 0)
    citation = decide_suggestion(session, COMMAND_LINE, posting, promise, counts=True)
    assert citation.origin is CitationOrigin.SUGGESTED
    assert offered(session, promise) == (4, 0)
    assert suggest_citations(session) == []
    with pytest.raises(CitationMovedError):
        decide_suggestion(session, COMMAND_LINE, posting, promise, counts=True)
    assert cite_postings(session, COMMAND_LINE) == 0
    assert offered(session, promise) == (4, 0)


def test_a_no_to_what_was_found_is_kept(session: Session, firm: Organisation) -> None:
    promise = add_promise(session, firm)
    posting = posted(session, firm, None)
    decide_suggestion(session, COMMAND_LINE, posting, promise, counts=False)
    assert suggest_citations(session) == []
    assert offered(session, promise) == (0, 0)


def test_who_is_said_to_be_one_is_found_as_well(
    session: Session, firm: Organisation, other: Organisation
) -> None:
    add_promise(session, firm)
    posted(session, other, None)
    assert suggest_citations(session) == []
    relate_organisations(session, COMMAND_LINE, firm, RelationKind.SAME_AS, other)
    assert len(suggest_citations(session)) == 1


@pytest.mark.parametrize(
    ("posting", "promise"),
    [
        ({"kind": Training}, {}),
        ({"governorate_code": "IQ-BA"}, {"governorate_code": "IQ-AR"}),
        ({"occupation_code": "7212"}, {"occupation_code": "5120"}),
        ({"status": OpportunityStatus.DRAFT}, {}),
        ({}, {"state": CommitmentState.WITHDRAWN}),
        ({"ref": "C-9"}, {}),
        ({"by": "another"}, {}),
        ({"before": True}, {}),
    ],
)
def test_what_does_not_fit_is_not_suggested(
    session: Session, firm: Organisation, posting: dict[str, Any], promise: dict[str, Any]
) -> None:
    given = dict(posting)
    by = organisation(session, given.pop("by")) if "by" in given else firm
    earlier = given.pop("before", False)
    add_promise(session, firm, **promise)
    made = posted(session, by, given.pop("ref", None), **given)
    if earlier:
        made.published_at = made.created_at = utc_now().replace(year=2025)
    session.flush()
    assert suggest_citations(session) == []


def test_a_near_trade_in_the_same_place_fits_best(session: Session, firm: Organisation) -> None:
    add_promise(session, firm)
    wanted: dict[str, Any] = {"occupation_code": "7213", "governorate_code": "IQ-BA"}
    best = add_promise(session, firm, ref="C-2", **wanted)
    posted(session, firm, None, occupation_code="7212", governorate_code="IQ-BA")
    found = suggest_citations(session)
    assert [(one.commitment, one.same_trade, one.same_place) for one in found] == [
        (best, True, True)
    ]


def test_what_is_offered_already_looks_for_no_more(session: Session, firm: Organisation) -> None:
    add_promise(session, firm, quantity=4)
    posted(session, firm, "C-1")
    posted(session, firm, None)
    cite_postings(session, COMMAND_LINE)
    assert suggest_citations(session) == []
