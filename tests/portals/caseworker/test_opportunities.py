"""Opportunities: the list, candidates, and the life of a posting."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.enums import CodingDecision, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from tests.portals.caseworker.office import TODAY, WELDER, add_person, add_posting
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.compute_matches import compute_matches

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]


@pytest.fixture
def postings(web_session: Session) -> None:
    add_posting(web_session, "مطلوب خبّاز", ref="1", apply_by=date(2027, 1, 1))
    add_posting(
        web_session,
        "دورة لحام",
        ref="2",
        code=WELDER,
        kind=OpportunityKind.TRAINING,
        governorate="IQ-NI",
        employer="Zagros Training",
    )
    add_posting(web_session, "مسودة", ref="3", status=OpportunityStatus.DRAFT)
    web_session.commit()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"مطلوب خبّاز", "دورة لحام", "مسودة"}),
        ("?q=خباز", {"مطلوب خبّاز"}),
        ("?q=zagros", {"دورة لحام"}),
        ("?kind=training", {"دورة لحام"}),
        ("?status=draft", {"مسودة"}),
        ("?governorate=IQ-NI", {"دورة لحام"}),
        ("?occupation=72", {"دورة لحام"}),
        ("?occupation=welder", {"دورة لحام"}),
        ("?status=draft&kind=training", set()),
    ],
)
def test_filters_find_what_they_say(
    postings: None, english: Fetch, query: str, titles: set[str]
) -> None:
    page = english(f"/desk/opportunities{query}")
    assert {title for title in ("مطلوب خبّاز", "دورة لحام", "مسودة") if title in page} == titles


def test_candidates_are_shown_with_reasons(web_session: Session, english: Fetch) -> None:
    posting = add_posting(web_session)
    add_person(web_session, "زينب كريم", case_no="1")
    add_person(web_session, "علي حسين", case_no="2", governorate="IQ-DQ")
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    page = english(f"/desk/opportunities/{posting.public_id}")
    assert "One person of your office fits." in page
    assert page.index("زينب كريم") < page.index("Nearly fit") < page.index("علي حسين")
    assert "If the employer offered transport or a place to stay" in page


def test_draft_is_published_and_then_matched(
    web_session: Session, english: Fetch, send: Send
) -> None:
    posting = add_posting(web_session, status=OpportunityStatus.DRAFT)
    add_person(web_session)
    web_session.commit()
    address = f"/desk/opportunities/{posting.public_id}"
    assert "People are matched while it is published." in english(address)
    page = send(f"{address}/step", step="publish").get_data(as_text=True)
    assert "The posting is now: Published." in page
    assert "One person of your office fits." in send("/matching", next=address).get_data(
        as_text=True
    )


def test_step_that_is_not_possible_is_refused_with_words(
    web_session: Session, english: Fetch, send: Send
) -> None:
    posting = add_posting(web_session, status=OpportunityStatus.FILLED)
    web_session.commit()
    address = f"/desk/opportunities/{posting.public_id}"
    assert "Publish</span>" not in english(address)
    page = send(f"{address}/step", step="publish").get_data(as_text=True)
    assert "That is not possible now. The posting is: Filled." in page
    assert send(f"{address}/step", step="explode").status_code == 400
    web_session.rollback()
    assert posting.status is OpportunityStatus.FILLED


def test_posting_is_not_published_after_its_last_day(
    web_session: Session, english: Fetch, send: Send
) -> None:
    posting = add_posting(web_session, status=OpportunityStatus.DRAFT, apply_by=date(2020, 1, 1))
    web_session.commit()
    english("/desk")
    page = send(f"/desk/opportunities/{posting.public_id}/step", step="publish")
    assert "The last day to apply was 1 January 2020." in page.get_data(as_text=True)


def test_occupation_of_a_posting_is_confirmed(web_session: Session, send: Send) -> None:
    posting = add_posting(web_session, "شغل فرن", code=None)
    web_session.commit()
    send(f"/desk/opportunities/{posting.public_id}/occupation", code=WELDER)
    web_session.rollback()
    kept = web_session.get(Opportunity, posting.id)
    assert kept is not None
    assert (kept.title, kept.occupation_code) == ("شغل فرن", WELDER)
    assert kept.coding_decision is CodingDecision.CONFIRMED
