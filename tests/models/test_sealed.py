"""What is sealed opens only with its key, in its column, unchanged; the database sees nothing."""

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

import models
from models.key_ring import (
    KEY_BYTES,
    KeyMissingError,
    KeyRing,
    SealBrokenError,
    key_of_sealed,
    sealed_prefix,
)
from models.person import Person, PersonIdentity, Preference
from models.register import RegisterEntry
from models.sealed import attach_keys, keys_of, sealed_columns

COLUMN = "person_identity.name_ar"


def ring_of(*names: str) -> KeyRing:
    return KeyRing(names[-1], {name: secrets.token_bytes(KEY_BYTES) for name in names})


def changed(sealed: str, at: int) -> str:
    """Turn one letter of a sealed value into another one."""
    other = "A" if sealed[at] != "A" else "B"
    return sealed[:at] + other + sealed[at + 1 :]


@pytest.mark.parametrize("words", ["", "زينب كريم", "a" * 10_000, "\x00 ۱"])
def test_what_is_sealed_opens_again(words: str) -> None:
    ring = ring_of("k1")
    sealed = ring.seal(words, COLUMN)
    assert ring.unseal(sealed, COLUMN) == words
    assert not words or words not in sealed


def test_two_seals_of_one_value_differ() -> None:
    ring = ring_of("k1")
    assert ring.seal("علي", COLUMN) != ring.seal("علي", COLUMN)


def test_another_key_of_the_same_name_opens_nothing() -> None:
    with pytest.raises(SealBrokenError):
        ring_of("k1").unseal(ring_of("k1").seal("علي", COLUMN), COLUMN)


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyMissingError, match="'k1'"):
        ring_of("k2").unseal(ring_of("k1").seal("علي", COLUMN), COLUMN)


def test_a_value_cannot_be_moved_into_another_column() -> None:
    ring = ring_of("k1")
    with pytest.raises(SealBrokenError, match="mother_name"):
        ring.unseal(ring.seal("علي", COLUMN), "person_identity.mother_name")


def test_every_change_of_a_value_is_noticed() -> None:
    ring = ring_of("k1")
    sealed = ring.seal("عليab", COLUMN)  # 36 bytes with nonce and tag: every bit of a letter counts
    for at in range(len(sealed_prefix("k1")), len(sealed)):
        with pytest.raises(SealBrokenError):
            ring.unseal(changed(sealed, at), COLUMN)


@pytest.mark.parametrize("broken", ["علي", "s1", "s2:k1:AAAA", "s1:k1:", "s1:k1:AA", "s1:k1:?"])
def test_what_was_never_sealed_is_not_taken_for_a_value(broken: str) -> None:
    with pytest.raises((SealBrokenError, KeyMissingError)):
        ring_of("k1").unseal(broken, COLUMN)


def test_the_current_key_seals_and_all_of_them_open_and_find() -> None:
    old = ring_of("k1")
    new = old.with_key("k2", secrets.token_bytes(KEY_BYTES))
    assert key_of_sealed(new.seal("علي", COLUMN)) == "k2"
    assert new.unseal(old.seal("علي", COLUMN), COLUMN) == "علي"
    assert new.index("login", "a@b.iq") != old.index("login", "a@b.iq")
    assert {old.index("login", "a@b.iq"), new.index("login", "a@b.iq")} == set(
        new.indexes("login", "a@b.iq")
    )
    assert new.index("login", "a@b.iq") != new.index("person/name", "a@b.iq")


def test_of_a_dropped_key_the_audit_log_alone_can_still_be_proved() -> None:
    old = ring_of("k1")
    ring = old.with_key("k2", secrets.token_bytes(KEY_BYTES)).without(["k1"], ["k1"])
    assert ring.chain(b"link", "k1") == old.chain(b"link")
    with pytest.raises(KeyMissingError):
        ring.unseal(old.seal("علي", COLUMN), COLUMN)
    assert old.index("login", "a@b.iq") not in ring.indexes("login", "a@b.iq")
    assert old.keys["k1"] not in ring.audit.values()


def test_the_current_key_is_never_dropped() -> None:
    ring = ring_of("k1")
    assert ring.without(["k1"], []) == ring


def test_keys_do_not_stand_in_messages() -> None:
    ring = ring_of("k1")
    assert repr(ring.keys["k1"]) not in repr(ring)


@pytest.fixture
def person(session: Session) -> Person:
    identity = PersonIdentity(name_ar="زينب كريم", birth_date=date(1987, 9, 27))
    person = Person(identity=identity)
    person.entries = [RegisterEntry(register="mrc", case_no="1", digest="", unrecognised={"أ": 1})]
    person.preference = Preference(aspirations="أريد فرناً")
    session.add(person)
    session.commit()
    return person


def stored(session: Session, table: str, column: str) -> str:
    return str(session.execute(text(f"SELECT {column} FROM {table}")).scalar_one())


def test_columns_are_sealed_in_the_database_and_open_in_objects(
    session: Session, person: Person
) -> None:
    session.expire_all()
    assert person.identity.name_ar == "زينب كريم"
    assert person.identity.birth_date == date(1987, 9, 27)
    assert person.entries[0].unrecognised == {"أ": 1}
    current = sealed_prefix(keys_of(session.get_bind().dialect).current)
    for place in ("name_ar", "birth_date"):
        assert stored(session, "person_identity", place).startswith(current)
    assert stored(session, "register_entry", "unrecognised").startswith(current)
    assert stored(session, "preference", "aspirations").startswith(current)
    assert stored(session, "person_identity", "email") == "None"


def test_a_value_that_was_changed_in_the_database_is_an_error(
    session: Session, person: Person
) -> None:
    sealed = stored(session, "person_identity", "name_ar")
    change = text("UPDATE person_identity SET name_ar = :broken")
    session.execute(change, {"broken": changed(sealed, 40)})
    session.expire_all()
    with pytest.raises(SealBrokenError, match=r"person_identity\.name_ar"):
        _ = person.identity.name_ar


@pytest.mark.parametrize(
    "compare",
    [
        lambda column: column == "زينب",
        lambda column: column != "زينب",
        lambda column: column.in_(["زينب"]),
        lambda column: column.like("ز%"),
        lambda column: column.contains("ز"),
        lambda column: column.desc(),
    ],
)
def test_no_statement_compares_what_is_sealed(compare: Any) -> None:
    with pytest.raises(TypeError, match="is sealed"):
        compare(PersonIdentity.name_ar)


def test_a_statement_may_ask_whether_there_is_a_value(session: Session, person: Person) -> None:
    known = select(PersonIdentity.person_id).where(PersonIdentity.email.is_(None))
    assert session.scalars(known).all() == [person.id]
    other = select(PersonIdentity.person_id).where(PersonIdentity.name_ar == None)  # noqa: E711
    assert session.scalars(other).all() == []


@pytest.fixture
def bare_engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


def test_without_keys_nothing_is_sealed_or_opened(bare_engine: Engine) -> None:
    with pytest.raises(KeyMissingError, match="no keys"):
        keys_of(bare_engine.dialect)


def test_a_value_of_a_key_added_meanwhile_has_the_ring_read_again(bare_engine: Engine) -> None:
    old = ring_of("k1")
    rings = [old]
    attach_keys(bare_engine, lambda: rings[-1])
    rings.append(old.with_key("k2", secrets.token_bytes(KEY_BYTES)))
    column = PersonIdentity.__table__.c.name_ar
    sealed = rings[-1].seal("علي", "person_identity.name_ar")
    assert column.type.process_result_value(sealed, bare_engine.dialect) == "علي"
    again = column.type.process_bind_param("علي", bare_engine.dialect)
    assert key_of_sealed(again) == "k2"


def test_every_sealed_column_authenticates_its_own_name() -> None:
    found = list(sealed_columns(models.Base.metadata))
    assert len(found) > 20
    for column in found:
        assert column.type.column == f"{column.table.name}.{column.name}"
        assert len(column.table.primary_key.columns) == 1, "keys rotate row by row"
