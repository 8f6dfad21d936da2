"""Whom a draft reaches: in numbers that give nobody away, as of now where somebody says no."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from matching.levels import Requirement
from matching.reach import StepKind
from models.enums import ConsentPurpose, OpportunityStatus
from models.opportunity import Opportunity
from models.person import Person
from models.register import Consent
from tests.operations.cast import add_offer, add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.figures.blur import Blur
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import Mark
from wasl.operations.compute_matches import compute_matches
from wasl.operations.postings.reach import part_of, reach_of_posting

TODAY = date(2026, 11, 23)


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """No noise, so that a test can say which number it expects."""
    monkeypatch.setattr(Blur, "count", lambda _self, ids: len(ids))


def draft(session: Session, **more: object) -> Opportunity:
    return add_offer(session, "draft", status=OpportunityStatus.DRAFT, **more)


def bakers(session: Session, number: int, level: int = 3, **more: object) -> list[Person]:
    """Add bakers, by default from Basra, with a level of education."""
    made = []
    for index in range(number):
        name = f"{level}/{more.get('governorate', '')}/{index}"
        person = add_person(session, name, **more)
        assert person.education is not None
        person.education.level = level
        made.append(person)
    session.flush()
    return made


def test_a_draft_reaches_who_fits_now(session: Session, exact: None) -> None:
    bakers(session, 12)
    bakers(session, 8, level=2)
    bakers(session, 3, level=4, consent=False)
    offer = draft(session)
    offer.education_min = 3
    session.flush()
    reach = reach_of_posting(session, offer, TODAY)
    assert reach.fits.people == 10
    assert reach.fits.places["IQ-BA"] == 10
    assert reach.costs[Requirement.EDUCATION].people == 10
    assert reach.costs[Requirement.EDUCATION].places["IQ-BA"] == 10
    [gain] = reach.gains[Requirement.EDUCATION]
    assert (gain.kind, gain.subject, gain.people) == (StepKind.EDUCATION_LOWER, "2", 10)


def test_where_people_live_who_would_come(session: Session, exact: None) -> None:
    bakers(session, 6, governorate="IQ-BA")
    bakers(session, 11, governorate="IQ-BG")
    reach = reach_of_posting(session, draft(session), TODAY)
    cost = reach.costs[Requirement.GOVERNORATE]
    assert (cost.people, cost.places["IQ-BG"], cost.places["IQ-BA"]) == (10, 10, Mark.FEW)
    assert [gain.kind for gain in reach.gains[Requirement.GOVERNORATE]] == [StepKind.REMOTE]


def test_under_five_no_number_is_given(session: Session) -> None:
    bakers(session, 2)
    reach = reach_of_posting(session, draft(session), TODAY)
    assert reach.fits.people is Mark.FEW
    assert all(cost.people is Mark.FEW for cost in reach.costs.values())
    assert not [cell for cell in reach.fits.places.values() if not isinstance(cell, Mark)]


def test_who_takes_consent_back_does_not_count_from_then_on(session: Session, exact: None) -> None:
    people = bakers(session, 13)
    offer = draft(session)
    compute_matches(session, COMMAND_LINE, TODAY)
    assert reach_of_posting(session, offer, TODAY).fits.people == 15
    for person in people[:4]:
        person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    session.flush()
    assert reach_of_posting(session, offer, TODAY).fits.people == 10


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    sent: list[str] = []
    bind = session.get_bind()

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    yield sent
    event.remove(bind, "before_cursor_execute", note)


def test_people_are_read_once_for_each_run(
    session: Session, exact: None, statements: list[str]
) -> None:
    bakers(session, 13)
    offer = draft(session)
    compute_matches(session, COMMAND_LINE, TODAY)
    first = reach_of_posting(session, offer, TODAY)
    statements.clear()
    offer.title = "Master baker"
    assert reach_of_posting(session, offer, TODAY) == first
    assert not [text for text in statements if "work_experience" in text]
    bakers(session, 5, level=4)
    assert reach_of_posting(session, offer, TODAY).fits.people == 15, "as of the last run"
    compute_matches(session, COMMAND_LINE, TODAY)
    assert reach_of_posting(session, offer, TODAY).fits.people == 20


def test_the_same_question_has_the_same_answer(session: Session) -> None:
    bakers(session, 14)
    offer = draft(session)
    assert reach_of_posting(session, offer, TODAY) == reach_of_posting(session, offer, TODAY)


def may_be(cell: int | Mark) -> range:
    """The counts that a reader must hold for possible."""
    if cell is Mark.FEW:
        return range(FEW)
    return range(max(FEW, cell - 2), cell + 3) if isinstance(cell, int) else range(100)


def rests(whole: int | Mark, part: int | Mark) -> set[int]:
    """What somebody can think of the people who are in the whole and not in the part."""
    return {one - other for one in may_be(whole) for other in may_be(part) if one >= other}


def test_who_subtracts_a_step_from_its_condition_learns_of_nobody() -> None:
    """Of whom a step leaves out there may be any of five numbers, whatever was published."""
    for whole in range(60):
        published = Mark.FEW if whole < FEW else rounded(whole)
        for part in range(whole + 1):
            told = part_of(published, part)
            assert len(rests(published, told)) >= FEW, (whole, part)


def test_without_the_rule_five_would_give_two_away() -> None:
    """The twin: beside 5, which means five to seven, another 5 leaves none to two."""
    assert rests(5, 5) == {0, 1, 2}
