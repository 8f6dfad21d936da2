"""The queue of titles that nobody is sure of."""

from collections.abc import Callable

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.enums import CodingDecision
from tests.portals.caseworker.office import BAKER, add_person, add_posting
from wasl.portals.caseworker.queries.coding import wording_key

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]


def test_most_frequent_title_comes_first(web_session: Session, english: Fetch) -> None:
    add_person(web_session, case_no="1", title="نادر", code=None)
    for number in (2, 3):
        add_person(web_session, case_no=str(number), title="شغل فرن", code=None)
    add_posting(web_session, "شغل فرن", code=None)
    web_session.commit()
    page = english("/coding")
    assert page.index("شغل فرن") < page.index("نادر")
    assert "said 2 times by people" in page
    assert "in one posting" in page


def test_one_decision_settles_all_records(web_session: Session, english: Fetch, send: Send) -> None:
    first = add_person(web_session, case_no="1", title="شغل فرن", code=None)
    second = add_person(web_session, case_no="2", title="شغل  فرن", code=None)
    posting = add_posting(web_session, "شغل فرن", code=None)
    web_session.commit()
    english("/coding")
    response = send(f"/coding/{wording_key('شغل فرن')}", code=BAKER)
    assert "is decided in 3 records" in response.get_data(as_text=True)
    assert "All titles are understood." in response.get_data(as_text=True)
    web_session.rollback()
    for record in (first.experiences[0], second.experiences[0], posting):
        assert record.occupation_code == BAKER
        assert record.coding_decision is CodingDecision.CONFIRMED
    assert second.experiences[0].title == "شغل  فرن"


def test_title_may_name_no_occupation(web_session: Session, english: Fetch, send: Send) -> None:
    person = add_person(web_session, title="مشروعي الخاص", code=None)
    web_session.commit()
    send(f"/coding/{wording_key('مشروعي الخاص')}", code="none")
    web_session.rollback()
    assert person.experiences[0].coding_decision is CodingDecision.CONFIRMED
    assert person.experiences[0].occupation_code is None
    assert "names no occupation" in english(f"/people/{person.public_id}")


def test_title_that_somebody_else_decided_on(english: Fetch, send: Send) -> None:
    english("/coding")
    page = send("/coding/0123456789abcdef", code=BAKER).get_data(as_text=True)
    assert "Somebody else has just decided on this title." in page
