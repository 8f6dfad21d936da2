"""Keyed digests under which a person is found; kept up with the identity, whoever changes it."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, event, exists, inspect
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.person import Person, PersonIdentity, PersonKey
from models.sealed import KeyRing, keys_of

LETTERS = 3
DIGEST_DIGITS = 32


def name_beginnings(text: str) -> set[str]:
    """Return the first letters of each word of a name, folded: by them a name is looked for."""
    return {word[:LETTERS] for word in fold(text).split()}


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


_KEYED = ("name_ar", "name_latin", "known_as", "mother_name", "national_id", "phone")


def _changed(identity: PersonIdentity) -> bool:
    state = inspect(identity)
    return (
        state.transient
        or state.pending
        or any(state.attrs[name].history.has_changes() for name in _KEYED)
    )


@event.listens_for(Session, "before_flush")
def _keep_keys(session: Session, _context: object, _instances: object) -> None:
    touched = [*session.new, *session.dirty]
    identities = [one for one in touched if isinstance(one, PersonIdentity) and _changed(one)]
    if not identities:
        return
    ring = keys_of(session.get_bind().dialect)
    for identity in identities:
        wanted = wanted_digests(ring, identity)
        have = {key.digest: key for key in identity.keys}
        if wanted != set(have):
            identity.keys[:] = [
                have.get(digest) or PersonKey(digest=digest) for digest in sorted(wanted)
            ]
