"""Keyed digests under which a person is found; kept up with the identity, whoever changes it."""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, event, exists, insert, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from matching.coding.normalise import fold
from models.person import Person, PersonIdentity, PersonKey
from models.sealed import KeyRing, keys_of

LETTERS = 3
DIGEST_DIGITS = 32
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_ARTICLE = "ال"


def name_words(text: str) -> set[str]:
    """Return the folded words of a name, without punctuation; also without the Arabic article."""
    words = set(_BETWEEN_WORDS.sub(" ", fold(text)).split())
    bare = {word.removeprefix(_ARTICLE) for word in words if word.startswith(_ARTICLE)}
    return words | {word for word in bare if len(word) >= LETTERS}


def name_beginnings(text: str) -> set[str]:
    """Return the first letters of each word of a name: by them a name is looked for."""
    return {word[:LETTERS] for word in name_words(text)}


def _facts(identity: PersonIdentity) -> Iterator[tuple[str, str]]:
    for name in (identity.name_ar, identity.name_latin, identity.known_as):
        yield from (("name", beginning) for beginning in name_beginnings(name or ""))
    for beginning in name_beginnings(identity.mother_name or ""):
        yield "mother", beginning
    if identity.national_id:
        yield "national_id", identity.national_id
    if identity.phone:
        yield "phone", identity.phone


def key_digest(ring: KeyRing, purpose: str, text: str) -> str:
    """Return the digest under the current key."""
    return ring.index(f"person/{purpose}", text)[:DIGEST_DIGITS]


def has_key(ring: KeyRing, purpose: str, text: str) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether they may be the one: check the opened identity."""
    digests = [digest[:DIGEST_DIGITS] for digest in ring.indexes(f"person/{purpose}", text)]
    return exists().where(PersonKey.person_id == Person.id, PersonKey.digest.in_(digests))


def wanted_digests(ring: KeyRing, identity: PersonIdentity) -> set[str]:
    """Return all digests under which an identity is found."""
    return {key_digest(ring, purpose, text) for purpose, text in _facts(identity)}


def load_keys_locked(session: Session, identities: Iterable[PersonIdentity]) -> None:
    """Load the keys of stored identities as they are now, and keep others from changing them.

    Keys may be rotating: what was read before somebody else finished would be out of date.
    """
    by_person = {one.person_id: one for one in identities}
    if not by_person:
        return
    mine = PersonIdentity.person_id.in_(by_person)
    session.execute(select(PersonIdentity.person_id).where(mine).with_for_update())
    found: dict[int, list[PersonKey]] = {person_id: [] for person_id in by_person}
    stored = select(PersonKey).where(PersonKey.person_id.in_(by_person))
    for key in session.scalars(stored):
        found[key.person_id].append(key)
    for person_id, keys in found.items():
        set_committed_value(by_person[person_id], "keys", keys)


def is_indexed(ring: KeyRing, identity: PersonIdentity) -> bool:
    """Tell whether an identity has the digests that the current key makes, and no others."""
    return wanted_digests(ring, identity) == {key.digest for key in identity.keys}


def renew_keys(ring: KeyRing, identity: PersonIdentity) -> bool:
    """Give an identity the digests that the current key makes; return whether any was missing."""
    wanted = wanted_digests(ring, identity)
    have = {key.digest: key for key in identity.keys}
    if wanted == set(have):
        return False
    identity.keys[:] = [have.get(digest) or PersonKey(digest=digest) for digest in sorted(wanted)]
    return True


_KEYED = ("name_ar", "name_latin", "known_as", "mother_name", "national_id", "phone")


def _changed(identity: PersonIdentity) -> bool:
    state = inspect(identity)
    return any(state.attrs[name].history.has_changes() for name in _KEYED)


@event.listens_for(Session, "before_flush")
def _keep_keys(session: Session, _context: object, _instances: object) -> None:
    """Renew the digests of identities that change."""
    dirty = [one for one in session.dirty if isinstance(one, PersonIdentity) and _changed(one)]
    if not dirty:
        return
    with session.no_autoflush:
        load_keys_locked(session, dirty)
        ring = keys_of(session.get_bind().dialect)
        for identity in dirty:
            renew_keys(ring, identity)


@event.listens_for(Session, "after_flush")
def _add_keys(session: Session, _context: object) -> None:
    """Write the digests of new identities, without an object for each: lists are long."""
    new = [one for one in session.new if isinstance(one, PersonIdentity)]
    if not new:
        return
    ring = keys_of(session.get_bind().dialect)
    rows = [
        {"person_id": identity.person_id, "digest": digest}
        for identity in new
        for digest in sorted(wanted_digests(ring, identity))
    ]
    if rows:
        session.connection().execute(insert(PersonKey), rows)
