"""A person says what a wording means: the record follows, the wording stays, the office learns."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import CodingDecision, TermSource
from models.person import DesiredWork, Person, PersonIdentity, WorkExperience
from models.taxonomy import OccupationTerm
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.confirm_occupation import (
    UnknownOccupationError,
    UnusableWordingError,
    confirm_occupation,
    confirm_wording,
)
from wasl.operations.load_coders import load_occupation_coder

ODD = "خلفة طابوك مقرنص"
OTHER_SPELLING = "خلفه  طابوک مقرنص"


def add_titles(session: Session, *titles: str) -> list[WorkExperience]:
    person = Person(identity=PersonIdentity(name_ar="زينب"))
    person.experiences = [
        WorkExperience(title=title, coding_decision=CodingDecision.ASK) for title in titles
    ]
    session.add(person)
    session.flush()
    return person.experiences


def test_one_record_follows_and_keeps_its_wording(session: Session) -> None:
    first, second = add_titles(session, ODD, ODD)
    confirm_occupation(session, COMMAND_LINE, first, "7112")
    assert (first.title, first.occupation_code) == (ODD, "7112")
    assert first.coding_decision is CodingDecision.CONFIRMED
    assert second.coding_decision is CodingDecision.ASK


@pytest.mark.parametrize("code", ["", "71", "0000", "abcd", "71120"])
def test_code_that_is_no_unit_group_is_refused(session: Session, code: str) -> None:
    (title,) = add_titles(session, ODD)
    with pytest.raises(UnknownOccupationError):
        confirm_occupation(session, COMMAND_LINE, title, code)
    with pytest.raises(UnknownOccupationError):
        confirm_wording(session, COMMAND_LINE, ODD, code)
    assert title.coding_decision is CodingDecision.ASK


def test_all_undecided_records_with_the_wording_follow(session: Session) -> None:
    first, second, other = add_titles(session, ODD, OTHER_SPELLING, "شيء آخر")
    sure = WorkExperience(
        title=ODD, occupation_code="7115", coding_decision=CodingDecision.CONFIRMED
    )
    wish = DesiredWork(title=ODD, coding_decision=CodingDecision.UNKNOWN)
    session.add(Person(identity=PersonIdentity(name_ar="علي"), experiences=[sure]))
    session.add(Person(identity=PersonIdentity(name_ar="علي"), desired_work=[wish]))
    session.flush()
    assert confirm_wording(session, COMMAND_LINE, ODD, "7112") == 3
    assert {first.occupation_code, second.occupation_code, wish.occupation_code} == {"7112"}
    assert second.title == OTHER_SPELLING
    assert other.coding_decision is CodingDecision.ASK
    assert sure.occupation_code == "7115"


def test_office_learns_the_wording(session: Session) -> None:
    assert load_occupation_coder(session).code([ODD])[0].code is None
    confirm_wording(session, COMMAND_LINE, ODD, "7112")
    coding = load_occupation_coder(session).code([OTHER_SPELLING])[0]
    assert (coding.decision, coding.code) == ("sure", "7112")


def test_word_of_the_office_holds_against_the_shipped_list(session: Session) -> None:
    before = load_occupation_coder(session).code(["خباز"])[0]
    assert before.code == "7512"
    confirm_wording(session, COMMAND_LINE, "خبّاز", "9412")
    assert load_occupation_coder(session).code(["خباز"])[0].code == "9412"


def test_later_decision_takes_the_place_of_the_earlier(session: Session) -> None:
    confirm_wording(session, COMMAND_LINE, ODD, "7112")
    confirm_wording(session, COMMAND_LINE, OTHER_SPELLING, "7114")
    own = select(OccupationTerm).where(OccupationTerm.source == TermSource.OFFICE)
    assert [(term.term, term.codes) for term in session.scalars(own)] == [(ODD, "7114")]


def test_wording_may_name_no_occupation(session: Session) -> None:
    (title,) = add_titles(session, ODD)
    assert confirm_wording(session, COMMAND_LINE, ODD, None) == 1
    assert title.occupation_code is None
    assert title.coding_decision is CodingDecision.CONFIRMED
    own = select(OccupationTerm).where(OccupationTerm.source == TermSource.OFFICE)
    assert session.scalars(own).all() == []


def test_wording_without_letters_cannot_be_learnt(session: Session) -> None:
    with pytest.raises(UnusableWordingError):
        confirm_wording(session, COMMAND_LINE, " -- ", "7112")


@pytest.mark.parametrize(
    ("wording", "language"), [("Svetsare", "en"), ("عامل بناء", "ar"), ("وەستای بینا", "ckb")]
)
def test_language_is_told_by_its_letters(session: Session, wording: str, language: str) -> None:
    confirm_wording(session, COMMAND_LINE, wording, "7112")
    own = select(OccupationTerm).where(OccupationTerm.source == TermSource.OFFICE)
    assert session.scalars(own).one().language == language
