"""The page of postings that may count: what waits, what is found, and what a person says of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import Citation, Commitment
from models.enums import Role
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CitationOrigin, CitationState, RelationKind
from models.stakeholder import OrganisationRelation
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.commitments.test_cite import organisation, posted
from wasl.operations.commitments.cite import count_waiting

PATH = "/roundtable/citations"
SignIn = Callable[[Role | None], FlaskClient]
Send = Callable[..., Any]


@pytest.fixture
def promise(web_session: Session, accounts: dict[Role, str]) -> Commitment:
    """Twenty jobs promised by GMAC."""
    del accounts
    made = add_promise(web_session, organisation(web_session, "GMAC"))
    web_session.commit()
    return made


@pytest.fixture
def waiting(web_session: Session, promise: Commitment) -> list[Citation]:
    """Two postings by an organisation whose name has GMAC in it."""
    other = organisation(web_session, "المركز الألماني العراقي GMAC")
    made = [cite(web_session, promise, posted(web_session, other, "C-1")) for _ in range(2)]
    web_session.commit()
    return made


@pytest.fixture
def send(sign_in: SignIn, token: Callable[[str], str]) -> Send:
    """A function that sends a form of the page as the secretariat."""
    client = sign_in(Role.SECRETARIAT)

    def post(path: str, **data: object) -> Any:
        text = client.get(PATH).get_data(as_text=True)
        return client.post(path, data={"csrf_token": token(text), **data})

    return post


def tick(citation: Citation) -> str:
    return f"{citation.public_id}.{citation.version}"


def test_what_waits_is_shown_by_who_posted_and_who_promised(
    sign_in: SignIn, waiting: list[Citation]
) -> None:
    page = sign_in(Role.SECRETARIAT).get(PATH).get_data(as_text=True)
    assert page.count("المركز الألماني العراقي GMAC</bdi></h3>") == 1
    assert page.count("tag--river") == 1  # the names are much the same
    assert all(tick(one) in page for one in waiting)


def test_several_are_decided_at_once_each_as_it_was_seen(
    web_session: Session, waiting: list[Citation], send: Send
) -> None:
    first, second = waiting
    stale = f"{second.public_id}.{second.version + 5}"
    answer = send(PATH, chosen=[tick(first), stale], answer="yes")
    assert answer.status_code == 302
    web_session.rollback()
    assert (first.state, second.state) == (CitationState.CONFIRMED, CitationState.PROPOSED)


def test_two_organisations_become_one(
    web_session: Session, waiting: list[Citation], promise: Commitment, send: Send
) -> None:
    path = f"{PATH}/{waiting[0].public_id}/unite"
    employer = web_session.get_one(Organisation, waiting[0].opportunity.organisation_id)
    assert send(path, party=employer.public_id).status_code == 404  # no party of it
    party = promise.parties[0].organisation.public_id
    assert send(path, party=party).status_code == 302
    web_session.rollback()
    relation = web_session.scalars(select(OrganisationRelation)).one()
    assert relation.kind is RelationKind.SAME_AS
    assert count_waiting(web_session) == 0


def test_what_wasl_found_counts_when_it_is_ticked(
    web_session: Session, promise: Commitment, send: Send, sign_in: SignIn
) -> None:
    posting = posted(web_session, promise.parties[0].organisation, None)
    web_session.commit()
    page = sign_in(Role.SECRETARIAT).get(PATH).get_data(as_text=True)
    chosen = f"{posting.public_id}.{promise.public_id}"
    box = page[page.index(f'value="{chosen}"') :]
    assert "checked" not in box[: box.index(">")]  # nobody counts by one click on what was guessed
    send(f"{PATH}/suggested", chosen=chosen, answer="yes")
    web_session.rollback()
    made = web_session.scalars(select(Citation)).one()
    assert (made.state, made.origin) == (CitationState.CONFIRMED, CitationOrigin.SUGGESTED)


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        (PATH, {"chosen": "nobody.1", "answer": "yes"}, 404),
        (PATH, {"chosen": "nobody.1", "answer": "maybe"}, 400),
        (PATH, {"answer": "no"}, 302),
        (f"{PATH}/suggested", {"chosen": "nobody.nothing", "answer": "yes"}, 404),
        (f"{PATH}/nobody/unite", {"party": "x"}, 404),
    ],
)
def test_what_is_not_there_is_not_decided(
    waiting: list[Citation], send: Send, path: str, data: Any, status: int
) -> None:
    del waiting
    assert send(path, **data).status_code == status


@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.OBSERVER, Role.EMPLOYER_OWNER])
def test_nobody_else_decides(sign_in: SignIn, waiting: list[Citation], role: Role) -> None:
    del waiting
    assert sign_in(role).get(PATH).status_code in {403, 404}


def test_a_draft_of_an_employer_is_not_found(
    web_session: Session, promise: Commitment, sign_in: SignIn
) -> None:
    posting = posted(web_session, promise.parties[0].organisation, None, title="secret draft")
    web_session.get_one(Opportunity, posting.id).status = type(posting.status).DRAFT
    web_session.commit()
    assert "secret draft" not in sign_in(Role.SECRETARIAT).get(PATH).get_data(as_text=True)
