"""Build the coders from the lexicon that the database holds."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.coding import OccupationCoder, SkillCoder, Term
from matching.coding.keys import exact_key
from models.enums import TermSource
from models.taxonomy import Occupation, OccupationTerm, ReferenceData, Skill, SkillTerm

_UNIT_GROUP_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Coders:
    """The two coders, ready to use."""

    occupations: OccupationCoder
    skills: SkillCoder


def load_occupation_coder(session: Session) -> OccupationCoder:
    """Return a coder of titles with all labels and terms, whatever their source."""
    labels = session.execute(
        select(Occupation.code, Occupation.label_en, Occupation.label_ar, Occupation.label_ckb)
        .where(func.length(Occupation.code) == _UNIT_GROUP_DIGITS)
        .order_by(Occupation.code)
    )
    terms = [Term(text, (code,), "label") for code, *texts in labels for text in texts]
    rows = session.execute(
        select(
            OccupationTerm.term, OccupationTerm.codes, OccupationTerm.kind, OccupationTerm.source
        ).order_by(OccupationTerm.source.desc(), OccupationTerm.id)
    )
    decided: list[Term] = []
    for text, codes, kind, source in rows:
        term = Term(text, tuple(codes.split("|")), kind.value)
        (decided if source == TermSource.OFFICE else terms).append(term)
    return OccupationCoder([*_without(terms, decided), *decided])


def _without(terms: list[Term], decided: list[Term]) -> list[Term]:
    """Leave out wordings that the office itself has decided on: nothing else holds for them."""
    if not decided:
        return terms
    keys = {exact_key(term.text) for term in decided}
    return [term for term in terms if exact_key(term.text) not in keys]


def load_skill_coder(session: Session) -> SkillCoder:
    """Return a coder of skills with all labels and terms, whatever their source."""
    labels = session.execute(
        select(Skill.code, Skill.label_en, Skill.label_ar, Skill.label_ckb).order_by(Skill.code)
    )
    terms = [Term(text, (code,), "label") for code, *texts in labels for text in texts]
    rows = session.execute(
        select(SkillTerm.term, SkillTerm.skill_code).order_by(SkillTerm.source.desc(), SkillTerm.id)
    )
    terms += [Term(text, (code,)) for text, code in rows]
    return SkillCoder(terms)


def load_coders(session: Session) -> Coders:
    """Return both coders; they are built once for as long as the lexicon stays the same."""
    edition = _edition(session)
    if edition not in _built:
        _built.clear()
        _built[edition] = Coders(load_occupation_coder(session), load_skill_coder(session))
    return _built[edition]


def _edition(session: Session) -> tuple[object, ...]:
    """Return what changes whenever a word is added, taken away, or decided otherwise."""
    files = select(ReferenceData.name, ReferenceData.digest).order_by(ReferenceData.name)
    decided = (
        select(OccupationTerm.term, OccupationTerm.codes)
        .where(OccupationTerm.source == TermSource.OFFICE)
        .order_by(OccupationTerm.id)
    )
    sizes = [
        select(table.source, func.count(), func.max(table.id))
        .group_by(table.source)
        .order_by(table.source)
        for table in (OccupationTerm, SkillTerm)
    ]
    return tuple(tuple(row) for query in (files, decided, *sizes) for row in session.execute(query))


# Building them takes seconds, a server imports many files: the newest pair is kept.
_built: dict[tuple[object, ...], Coders] = {}
