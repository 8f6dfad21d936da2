"""People are found by digests that follow their identity, however it is changed."""

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.person import Person, PersonIdentity, PersonKey
from models.sealed import keys_of
from wasl.operations.person_keys import (
    has_key,
    is_indexed,
    name_beginnings,
    name_words,
    renew_keys,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("علي حسين", {"علي", "حسين"}),
        ("الحُسَيْن", {"الحسين", "حسين"}),
        ("Al-Hussein O'Neill", {"al", "hussein", "o", "neill"}),
        ("آل علي", {"ال", "علي"}),
        ("الحر", {"الحر"}),
        ("ZOË_ ۱۲", {"zoe", "12"}),
        (" %_. ", set()),
    ],
)
def test_words_of_a_name(name: str, words: set[str]) -> None:
    assert name_words(name) == words


def test_beginnings_have_three_letters_at_most() -> None:
    assert name_beginnings("علي عبدالله هي") == {"علي", "عبد", "هي"}


@pytest.fixture
def person(session: Session) -> Person:
    person = Person(identity=PersonIdentity(name_ar="زينب كريم", mother_name="سعاد"))
    person.identity.phone = "+9647701234567"
    session.add(person)
    session.commit()
    return person


def found(session: Session, purpose: str, text: str) -> bool:
    ring = keys_of(session.get_bind().dialect)
    return session.scalar(select(Person.id).where(has_key(ring, purpose, text))) is not None


def test_a_person_is_found_by_each_fact_for_what_it_is(session: Session, person: Person) -> None:
    assert found(session, "name", "زين")
    assert found(session, "name", "كري")
    assert found(session, "mother", "سعا")
    assert found(session, "phone", "+9647701234567")
    assert not found(session, "name", "سعا"), "a mother's name is not the person's"
    assert not found(session, "national_id", "+9647701234567")


def test_digests_follow_a_change_and_no_more(session: Session, person: Person) -> None:
    before = {key.digest for key in person.identity.keys}
    person.identity.name_ar = "زينب حسن"
    person.identity.phone = None
    session.commit()
    after = {key.digest for key in person.identity.keys}
    assert len(before & after) == 2, "the first name and the mother's stay"
    assert len(after) == 3
    assert is_indexed(keys_of(session.get_bind().dialect), person.identity)


def test_what_names_nobody_changes_no_digest(
    session: Session, engine: Engine, person: Person
) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    person.identity.email = "zaynab@mail.example"
    person.identity.birth_year = 1990
    session.commit()
    assert any("UPDATE person_identity" in one for one in statements)
    assert not any("person_key" in one for one in statements)


def test_digests_that_are_wrong_are_noticed_and_made_anew(session: Session, person: Person) -> None:
    ring = keys_of(session.get_bind().dialect)
    person.identity.keys.append(PersonKey(digest="0" * 32))
    session.flush()
    assert not is_indexed(ring, person.identity)
    assert renew_keys(ring, person.identity)
    session.commit()
    assert is_indexed(ring, person.identity)
    assert not renew_keys(ring, person.identity)


def test_many_changes_at_once_load_their_digests_at_once(session: Session, engine: Engine) -> None:
    session.add_all(Person(identity=PersonIdentity(name_ar=f"اسم {n}")) for n in range(20))
    session.commit()
    identities = session.scalars(select(PersonIdentity)).all()
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    for number, identity in enumerate(identities):
        identity.name_ar = f"لقب {number}"
    session.commit()
    assert sum("SELECT" in one and "person_key" in one for one in statements) == 1
    assert found(session, "name", "لقب")
    assert not found(session, "name", "اسم")


def test_digests_go_with_the_person(session: Session, person: Person) -> None:
    session.delete(person)
    session.commit()
    assert session.scalars(select(PersonKey)).all() == []
