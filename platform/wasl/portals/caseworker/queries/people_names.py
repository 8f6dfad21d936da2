"""Looking for people by words: a digest narrows down, the opened name decides.

The database finds who has a name that begins with the first three letters of a word (by keyed
digest) or a case number with the word in it. Only those identities are opened, and a word counts
when it begins a word of a name. A word of one or two letters is too short for a digest: everybody
the other filters leave is opened, and it may stand anywhere in a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.person import PersonIdentity
from models.sealed import KeyRing, keys_of
from wasl.operations.person_keys import LETTERS, has_key, name_words
from wasl.portals.caseworker.queries.case_numbers import case_number, in_register

MOST_OPENED = 50_000
"""Most identities that one search or one order by name opens, far more than an office has. Of more
people a search goes through the first of the order, and an order by name is one by newest."""

_NAMES = (PersonIdentity.name_ar, PersonIdentity.name_latin, PersonIdentity.known_as)


@dataclass(frozen=True)
class _Word:
    """A word somebody typed: as it stands in a case number, and as it stands in names."""

    as_number: str
    folded: str
    parts: frozenset[str]

    @property
    def beginning(self) -> str | None:
        """The letters that a digest exists of, none for a short word."""
        longest = max(self.parts, key=len, default="")
        return longest[:LETTERS] if len(longest) >= LETTERS else None

    def fits(self, name: str, words: set[str]) -> bool:
        """Tell whether the word begins a word of a name, or a short one stands in it."""
        if self.beginning is None:
            return self.folded in name
        return all(any(word.startswith(part) for word in words) for part in self.parts)


def _words(text: str) -> list[_Word]:
    return [
        _Word(case_number(word), fold(word), frozenset(_plain_words(word))) for word in text.split()
    ]


def _plain_words(word: str) -> set[str]:
    """Return the parts of a word between punctuation; an article is looked for as it stands."""
    parts = name_words(word)
    return {part for part in parts if f"ال{part}" not in parts}


def _candidate(ring: KeyRing, word: _Word) -> list[ColumnElement[bool]]:
    if word.beginning is None:
        return []
    return [or_(has_key(ring, "name", word.beginning), in_register(word.as_number))]


def _shown(names: Sequence[str | None]) -> str:
    return fold(" ".join(name for name in names if name))


def _fits(words: Sequence[_Word], names: Sequence[str | None], numbered: Sequence[object]) -> bool:
    name = _shown(names)
    of_name = name_words(name)
    return all(
        bool(by_number) or word.fits(name, of_name)
        for word, by_number in zip(words, numbered, strict=True)
    )


def find_by_words(session: Session, ordered: Select[int], text: str, *, by_name: bool) -> list[int]:
    """Return the ids of the people a statement finds whose names or case numbers have all words.

    ordered: selects Person.id joined with PersonIdentity; its order is kept, unless the order is to
    be by name.
    """
    ring = keys_of(session.get_bind().dialect)
    words = _words(text)
    narrow = ordered.where(*(part for word in words for part in _candidate(ring, word)))
    numbered = [in_register(word.as_number) for word in words]
    rows = session.execute(narrow.add_columns(*_NAMES, *numbered).limit(MOST_OPENED))
    found = [row for row in rows if _fits(words, row[1:4], row[4:])]
    return _by_name(found) if by_name else [row[0] for row in found]


def order_by_name(session: Session, found: Select[int]) -> list[int]:
    """Return the ids a statement finds in the order of the folded names; equal names by id.

    found: selects Person.id joined with PersonIdentity.
    """
    return _by_name(session.execute(found.add_columns(*_NAMES)))


def _by_name(rows: Iterable[Row[Any]]) -> list[int]:
    return [id_ for _, id_ in sorted((_shown(row[1:4]), row[0]) for row in rows)]
