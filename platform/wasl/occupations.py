"""The list of occupations, searched by what people call them."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.coding.keys import core_words, exact_key
from models.taxonomy import Occupation, OccupationTerm

Choice = tuple[str, str]
_UNIT_GROUP_DIGITS = 4
# Folding all wordings takes most of a search's time, and they seldom change.
_key_of = lru_cache(maxsize=65_536)(exact_key)


def list_major_groups(session: Session, language: str) -> list[Choice]:
    """Return code and label of the ten major groups of ISCO-08."""
    label = getattr(Occupation, f"label_{language}")
    statement = select(Occupation.code, label).where(func.length(Occupation.code) == 1)
    return [(code, text) for code, text in session.execute(statement.order_by(Occupation.code))]


def search_occupations(
    session: Session, words: str, language: str, limit: int = 20
) -> list[Choice]:
    """Return unit groups with their labels that words, or the first digits of a code, point to.

    Labels and terms of all languages are searched, spelling folded; whole wordings come first.
    """
    key = exact_key(words)
    if not key:
        return []
    found = _by_digits(session, key) if key.isdigit() else _by_words(session, key)
    label = getattr(Occupation, f"label_{language}")
    codes = [code for code, _ in sorted(found.items(), key=lambda item: (item[1], item[0]))][:limit]
    labels = session.execute(select(Occupation.code, label).where(Occupation.code.in_(codes)))
    texts = {row[0]: row[1] for row in labels}
    return [(code, texts[code]) for code in codes if code in texts]


def _by_digits(session: Session, digits: str) -> dict[str, int]:
    statement = select(Occupation.code).where(
        Occupation.code.startswith(digits, autoescape=True),
        func.length(Occupation.code) == _UNIT_GROUP_DIGITS,
    )
    return dict.fromkeys(session.scalars(statement), 0)


def _by_words(session: Session, key: str) -> dict[str, int]:
    """Return each unit group with the rank of its best wording, 0 the best."""
    labels = session.execute(
        select(
            Occupation.code, Occupation.label_en, Occupation.label_ar, Occupation.label_ckb
        ).where(func.length(Occupation.code) == _UNIT_GROUP_DIGITS)
    )
    wordings: list[tuple[str, tuple[str, ...]]] = [
        (text, (code,)) for code, *texts in labels for text in texts
    ]
    terms = session.execute(select(OccupationTerm.term, OccupationTerm.codes))
    wordings += [(text, tuple(codes.split("|"))) for text, codes in terms]
    stems = core_words(key)
    best: dict[str, int] = {}
    for text, codes in wordings:
        rank = _rank(_key_of(text), key, stems)
        if rank is None:
            continue
        for place, code in enumerate(codes):
            best[code] = min(best.get(code, 99), rank + place)
    return best


def _rank(wording: str, key: str, stems: Sequence[str]) -> int | None:
    """Tell how well a wording answers: equal, whole words, a beginning, anywhere, all the stems."""
    if wording == key:
        return 0
    for rank, answers in (
        (3, f" {key} " in f" {wording} "),
        (6, f" {key}" in f" {wording}"),
        (9, key in wording),
        (12, all(stem in wording for stem in stems)),
    ):
        if answers:
            return rank
    return None
