"""A person's page: what is recorded, consent, matches and decisions on titles."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.enums import CodingDecision, ConsentPurpose, EvidenceGrade, OpportunityStatus
from models.person import PersonSkill, WorkExperience
from models.register import Consent
from tests.portals.caseworker.office import (
    BAKER,
    TODAY,
    WELDER,
    add_person,
    add_posting,
    tell_everything,
)
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.compute_matches import compute_matches

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]


def test_match_is_shown_with_its_reasons(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session)
    add_posting(web_session, "مطلوب خباز")
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    page = english(f"/people/{person.public_id}")
    assert "One opportunity fits." in page
    assert "مطلوب خباز" in page
    assert "the same occupation" in page
    assert "Fits well" in page


def test_a_skill_that_was_said_twice_stands_once(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session)
    words = ("House wiring", "Wiring of houses")
    person.skills = [PersonSkill(wording=one, skill_code="house-wiring") for one in words]
    person.skills[1].evidence = EvidenceGrade.TESTED
    person.skills.append(PersonSkill(wording="Our own oven trick"))
    web_session.commit()
    page = english(f"/people/{person.public_id}")
    assert page.count("House wiring") == 1
    assert "Tested" in page, "the better evidence counts"
    assert "Our own oven trick" in page


def test_near_miss_says_what_would_change_it(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session, governorate="IQ-DQ")
    add_posting(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    page = english(f"/people/{person.public_id}")
    assert "Nearly fits: something is missing" in page
    assert "If they would move or travel to Basra" in page


def test_withdrawn_consent_hides_matches_at_once(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session)
    posting = add_posting(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    web_session.commit()
    assert "has not allowed matching" in english(f"/people/{person.public_id}")
    assert "Nobody of your office fits at the moment." in english(
        f"/desk/opportunities/{posting.public_id}"
    )


def test_closed_opportunity_is_not_shown_any_more(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session)
    posting = add_posting(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    posting.status = OpportunityStatus.CLOSED
    web_session.commit()
    assert "Nothing fits at the moment." in english(f"/people/{person.public_id}")


def test_matches_are_computed_from_the_page(
    web_session: Session, english: Fetch, send: Send
) -> None:
    person = add_person(web_session)
    add_posting(web_session)
    web_session.commit()
    address = f"/people/{person.public_id}"
    assert "have not been computed yet" in english(address)
    response = send("/matching", next=address)
    assert response.request.path == address
    page = response.get_data(as_text=True)
    assert "Matches are computed. People: 1. Opportunities: 1." in page
    assert "One opportunity fits." in page


def test_run_leads_nowhere_else(send: Send) -> None:
    response = send("/matching", follow=False, next="https://elsewhere.example/")
    assert response.location == "/desk"


def test_sensitive_notes_are_folded_away(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session)
    tell_everything(web_session, person)
    web_session.commit()
    page = english(f"/people/{person.public_id}")
    assert "<summary>Sensitive notes (1)</summary>" in page
    assert '<details class="discreet" open' not in page


def test_title_is_confirmed_and_its_wording_stays(web_session: Session, send: Send) -> None:
    person = add_person(web_session, title="شغل فرن", code=None)
    title = person.experiences[0]
    web_session.commit()
    address = f"/people/{person.public_id}/occupation"
    response = send(address, title=f"experience-{title.id}", code=BAKER)
    assert response.request.path == f"/people/{person.public_id}"
    web_session.rollback()
    kept = web_session.get(WorkExperience, title.id)
    assert kept is not None
    assert (kept.title, kept.occupation_code) == ("شغل فرن", BAKER)
    assert kept.coding_decision is CodingDecision.CONFIRMED


def test_title_of_somebody_else_is_not_found(web_session: Session, send: Send) -> None:
    mine = add_person(web_session, case_no="1")
    other = add_person(web_session, case_no="2", code=None)
    web_session.commit()
    address = f"/people/{mine.public_id}/occupation"
    endless = f"experience-{'9' * 5_000}"
    for name in (f"experience-{other.experiences[0].id}", "experience-x", endless, "desired-1", ""):
        assert send(address, title=name, code=WELDER).status_code == 404


def test_code_that_is_none_changes_nothing(web_session: Session, send: Send) -> None:
    person = add_person(web_session, title="شغل فرن", code=None)
    title = person.experiences[0]
    web_session.commit()
    address = f"/people/{person.public_id}/occupation"
    name = f"experience-{title.id}"
    assert send(address, title=name, code="0000").status_code == 400
    assert send(address, title=name, code="75").status_code == 400
    assert send(address, title=name).request.path == address
    web_session.rollback()
    assert title.coding_decision is CodingDecision.ASK


def test_whole_list_is_searched_without_scripts(web_session: Session, english: Fetch) -> None:
    person = add_person(web_session, title="شغل فرن", code=None)
    web_session.commit()
    name = f"experience-{person.experiences[0].id}"
    page = english(f"/people/{person.public_id}/occupation?title={name}&q=nurse")
    assert 'value="2221"' in page
    assert "No occupation is called that." in english(
        f"/people/{person.public_id}/occupation?title={name}&q=qqqq"
    )


def test_page_is_never_kept_by_the_browser(web_session: Session, client: FlaskClient) -> None:
    person = add_person(web_session)
    web_session.commit()
    response = client.get(f"/people/{person.public_id}")
    assert response.headers["Cache-Control"] == "no-store"
