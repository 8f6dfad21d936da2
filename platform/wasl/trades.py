"""What a word means as a trade: wordings of occupations in all languages, spelling folded."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.coding.keys import exact_key
from models.taxonomy import Occupation, OccupationTerm

_UNIT_GROUP_DIGITS = 4
_Wordings = dict[str, frozenset[str]]


def trades_meant(session: Session, words: str) -> frozenset[str]:
    """Return the unit groups of ISCO-08 that somebody may mean who says just these words."""
    key = exact_key(words)
    return _wordings(session).get(key, frozenset()) if key else frozenset()


def _wordings(session: Session) -> _Wordings:
    """Return all wordings; they are read once for as long as none is added or taken away."""
    counted = session.execute(select(func.count(), func.max(OccupationTerm.id))).one()
    edition = (str(session.get_bind().engine.url), *counted)
    if edition not in _read:
        wordings = _read_wordings(session)
        _read.clear()
        _read[edition] = wordings
    return _read[edition]


def _read_wordings(session: Session) -> _Wordings:
    found: dict[str, set[str]] = {}
    labels = session.execute(
        select(
            Occupation.code, Occupation.label_en, Occupation.label_ar, Occupation.label_ckb
        ).where(func.length(Occupation.code) == _UNIT_GROUP_DIGITS)
    )
    for code, *texts in labels:
        for text in texts:
            found.setdefault(exact_key(text), set()).add(code)
    for text, codes in session.execute(select(OccupationTerm.term, OccupationTerm.codes)):
        found.setdefault(exact_key(text), set()).update(codes.split("|"))
    return {key: frozenset(codes) for key, codes in found.items()}


# Folding tens of thousands of wordings takes most of a second, and they seldom change.
_read: dict[tuple[object, ...], _Wordings] = {}
