"""Writing a posting on its pages: six forms, drafts, two editors, what others do not see."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import (
    CodingDecision,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
    Role,
)
from models.opportunity import Opportunity, Organisation
from tests.portals.conftest import token_of
from wasl.access.viewer import viewer_of
from wasl.clock import today_in_baghdad
from wasl.operations.postings.begin import begin_posting
from wasl.operations.postings.fields import COLUMNS_OF
from wasl.portals.employer.posting_forms import FORMS

SignIn = Callable[[Role | None], FlaskClient]
DESCRIPTION = "We bake every night."
NEEDED: dict[OpportunityKind, dict[str, str]] = {
    OpportunityKind.JOB: {"hours": "full", "wage_min": "750 thousand"},
    OpportunityKind.INTERNSHIP: {"weeks": "12"},
    OpportunityKind.TRAINING: {"weeks": "8", "fee": "0"},
    OpportunityKind.MENTORING: {"sessions": "6"},
    OpportunityKind.IN_KIND: {"item": "oven", "to_be_returned": "no"},
    OpportunityKind.FINANCE: {"amount_max": "5 million", "repayable": "yes"},
}


class Desk:
    """An employer in front of a page."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client = client
        self.session = session

    def send(self, path: str, **data: Any) -> Any:
        """Send a form, with the token of a page that has one."""
        page = self.client.get("/employer/opportunities/new").get_data(as_text=True)
        return self.client.post(path, data={"csrf_token": token_of(page), **data})

    def begin(self, kind: OpportunityKind = OpportunityKind.JOB, title: str = "خباز") -> str:
        """Begin a draft and return the address of its posting."""
        answer = self.send("/employer/opportunities/new", kind=kind.value, title=title)
        assert answer.status_code == 302
        assert answer.location.endswith("/edit")
        return str(answer.location.removesuffix("/edit"))

    def write(self, address: str, **typed: str) -> Any:
        """Save the form as it stands, with some parts typed anew."""
        return self.send(f"{address}/edit", **{**self.form(address), **typed})

    def form(self, address: str) -> dict[str, str]:
        """Return what stands in the form of a draft now."""
        found = self.opportunity(address)
        return {
            "title": found.title,
            "seats": str(found.seats),
            "description": found.description or DESCRIPTION,
            "governorate": "IQ-BA",
            "version": str(found.version),
        }

    def opportunity(self, address: str) -> Opportunity:
        """Return the posting of an address as it is stored."""
        self.session.rollback()
        public_id = address.rsplit("/", 1)[1]
        return self.session.scalars(
            select(Opportunity).where(Opportunity.public_id == public_id)
        ).one()


@pytest.fixture
def owner(web_session: Session, employer: Account) -> Organisation:
    """The employer's organisation, vetted."""
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    web_session.commit()
    return employer.organisation


@pytest.fixture
def desk(sign_in: SignIn, web_session: Session, owner: Organisation) -> Desk:
    client = sign_in(Role.EMPLOYER_OWNER)
    client.set_cookie("language", "en")
    page = client.get("/gallery").get_data(as_text=True)
    client.post("/language", data={"csrf_token": token_of(page), "language": "en", "next": "/"})
    return Desk(client, web_session)


@pytest.fixture
def drafts(web_session: Session, employer: Account, owner: Organisation) -> list[str]:
    """A draft of each kind, begun in the language of the pages' tests; their addresses."""
    web_session.rollback()  # what it read is older than the sign-in of the page
    by, today = viewer_of(employer), today_in_baghdad()
    found = [
        begin_posting(web_session, by, owner, kind, "خباز", today=today) for kind in OpportunityKind
    ]
    web_session.commit()
    return [f"/employer/opportunities/{draft.public_id}" for draft in found]


def read(desk: Desk, path: str) -> str:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_form_of_each_kind_asks_for_what_the_kind_needs(
    desk: Desk, drafts: list[str], check_page: Callable[..., Any]
) -> None:
    for address, kind in zip(drafts, OpportunityKind, strict=True):
        page = check_page(desk.client, f"{address}/edit", "en")
        names = {field.get("name") for field in page.all("input", "select", "textarea")}
        own = names - {"csrf_token", "version", "next", "language", None}
        assert own == set(COLUMNS_OF[kind])
        listed = [name for section in FORMS[kind].sections for name in section.names]
        assert sorted(listed) == sorted(COLUMNS_OF[kind]), "each part stands once on the page"


@pytest.mark.parametrize("part", ["edit", "posting", "words", "check"])
def test_pages_are_sound(
    desk: Desk, drafts: list[str], check_page: Callable[..., Any], part: str
) -> None:
    for address in drafts:
        check_page(desk.client, f"{address}/{part}", "en")
    check_page(desk.client, "/employer/opportunities/new", "en")
    check_page(desk.client, "/employer/opportunities", "en")


@pytest.mark.parametrize("kind", OpportunityKind)
def test_from_the_first_word_to_the_published_posting(desk: Desk, kind: OpportunityKind) -> None:
    address = desk.begin(kind)
    done = desk.write(address, **NEEDED[kind], next="words")
    assert done.location == f"{address}/words"
    assert desk.opportunity(address).status is OpportunityStatus.DRAFT
    seen = desk.opportunity(address).version
    answer = desk.send(f"{address}/send-in", version=seen)
    assert answer.location == f"{address}/posting"
    assert desk.opportunity(address).status is OpportunityStatus.PUBLISHED
    assert DESCRIPTION in read(desk, f"{address}/posting")


def test_kind_and_title_are_asked_for(desk: Desk) -> None:
    answer = desk.send("/employer/opportunities/new", title="Baker")
    assert answer.status_code == 422
    assert "Choose what you offer" in answer.get_data(as_text=True)
    answer = desk.send("/employer/opportunities/new", kind="job", title=" ")
    assert answer.status_code == 422
    assert desk.session.scalars(select(Opportunity)).all() == []


def test_what_cannot_be_read_stays_in_the_form_and_is_told(desk: Desk) -> None:
    address = desk.begin()
    answer = desk.write(address, seats="many", apply_by="next week", wage_min="800,000")
    assert answer.location == f"{address}/edit"
    page = read(desk, f"{address}/edit")
    assert "2 entries could not be read yet" in page
    assert 'value="many"' in page
    assert re.search(r'type="text"[^>]*value="next week"|value="next week"[^>]*type="text"', page)
    assert "This is not a number." in page
    assert desk.opportunity(address).wage_min == 800_000
    answer = desk.send(f"{address}/send-in", version=desk.opportunity(address).version)
    assert "missing" in answer.location
    assert desk.opportunity(address).status is OpportunityStatus.DRAFT


def test_what_is_missing_is_marked(desk: Desk) -> None:
    address = desk.begin()
    answer = desk.send(f"{address}/send-in", version=desk.opportunity(address).version)
    page = read(desk, answer.location)
    assert page.count("Fill this in before you send it in.") == 4, "two fields, each named on top"


def test_an_old_form_changes_nothing_and_shows_both(desk: Desk) -> None:
    address = desk.begin()
    old = desk.form(address)
    desk.write(address, seats="3", wage_min="900000")
    answer = desk.send(f"{address}/edit", **{**old, "seats": "7", "hours": "part"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody was quicker" in page
    assert 'value="7"' in page, "what was typed is not lost"
    assert re.search(r"Places: <bdi>3</bdi>", page)
    found = desk.opportunity(address)
    assert (found.seats, found.hours) == (3, None)
    again = {**old, "seats": "7", "hours": "part", "version": str(found.version)}
    assert desk.send(f"{address}/edit", **again).status_code == 302
    assert desk.opportunity(address).seats == 7


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_a_form_without_a_sound_version_is_old(desk: Desk, version: str) -> None:
    address = desk.begin()
    assert desk.write(address, seats="9", version=version).status_code == 409
    assert desk.opportunity(address).seats == 1


def test_saving_in_the_background_answers_what_to_show(desk: Desk) -> None:
    address = desk.begin()
    typed = {**desk.form(address), "seats": "four", "wage_min": "x"}
    answer = desk.send(f"{address}/autosave", **typed)
    told = answer.get_json()
    assert re.match(r"Saved at \d\d:\d\d · Wage a month, from: ", told["message"])
    assert told["wrong"] == ["wage_min"], "numbers in words are read as in files"
    found = desk.opportunity(address)
    assert (found.seats, found.typed, found.version) == (4, {"wage_min": "x"}, told["version"])
    stale = desk.send(f"{address}/autosave", **{**typed, "seats": "5"})
    assert stale.status_code == 409
    assert "Not saved" in stale.get_json()["message"]
    assert desk.opportunity(address).seats == 4


def test_what_is_published_is_not_saved_in_the_background(desk: Desk) -> None:
    address = desk.begin()
    desk.write(address)
    desk.send(f"{address}/send-in", version=desk.opportunity(address).version)
    answer = desk.send(f"{address}/autosave", **{**desk.form(address), "seats": "8"})
    assert answer.status_code == 409
    assert desk.opportunity(address).seats == 1
    assert desk.write(address, seats="8").location == f"{address}/posting"
    assert desk.opportunity(address).seats == 8
    assert desk.write(address, seats="none").status_code == 422
    assert "data-autosave" not in read(desk, f"{address}/edit")


def test_a_box_that_was_never_ticked_says_nothing(desk: Desk) -> None:
    address = desk.begin()
    desk.write(address, transport="y")
    assert desk.opportunity(address).transport is True
    assert desk.opportunity(address).childcare is None
    desk.write(address)
    assert desk.opportunity(address).transport is False


def test_title_is_put_right(desk: Desk) -> None:
    address = desk.begin(title="خباز")
    page = read(desk, f"{address}/words")
    assert "7512" in page
    found = desk.opportunity(address)
    assert read(desk, f"{address}/words?q=7511").count('name="code" value="7511"') == 1
    desk.send(f"{address}/occupation", code="7511", version=found.version)
    found = desk.opportunity(address)
    assert (found.occupation_code, found.coding_decision) == ("7511", CodingDecision.CONFIRMED)
    desk.send(f"{address}/occupation", code="7512", version=1)
    assert desk.opportunity(address).occupation_code == "7511", "the page was old"
    assert desk.send(f"{address}/occupation", code="99", version=found.version).status_code == 400


def test_skills_are_put_right(desk: Desk) -> None:
    address = desk.begin()
    desk.write(address, skills_required="zzz qqq\nbaking bread")
    assert "Not understood" in read(desk, f"{address}/words")
    seen = desk.opportunity(address).version
    desk.send(f"{address}/skill", wording="zzz qqq", instead=" ", version=seen)
    assert len(desk.opportunity(address).skills) == 2, "nothing was written in its place"
    desk.send(f"{address}/skill", wording="zzz qqq", action="remove", version=seen)
    assert [item.wording for item in desk.opportunity(address).skills] == ["baking bread"]
    seen = desk.opportunity(address).version
    desk.send(f"{address}/skill", wording="baking bread", instead="عجن العجين", version=seen)
    assert [item.wording for item in desk.opportunity(address).skills] == ["عجن العجين"]


def test_words_that_smell_of_abuse_are_read_first(desk: Desk) -> None:
    address = desk.begin()
    desk.write(address, description="Applicants pay a registration fee of 50,000 IQD.")
    answer = desk.send(f"{address}/send-in", version=desk.opportunity(address).version)
    assert desk.opportunity(address).status is OpportunityStatus.IN_REVIEW
    assert "Somebody reads it first" in read(desk, answer.location)
    shut = desk.client.get(f"{address}/edit")
    assert shut.location == f"{address}/posting"
