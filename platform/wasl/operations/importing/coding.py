"""Codes for the wordings of a batch, each wording looked at once."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from matching.coding import Coding, SkillCoding
from models.coding import CodedOccupation, CodedSkill
from models.enums import CodingDecision
from wasl.operations.load_coders import Coders, load_coders

KEPT = 50_000  # wordings; beyond it the cache starts again

O = TypeVar("O", bound=CodedOccupation)  # noqa: E741 - a type variable for a record
S = TypeVar("S", bound=CodedSkill)


class BatchCoder:
    """Gives records their codes; the coders are loaded when the first wording comes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._coders: Coders | None = None
        self._titles: dict[str, Coding] = {}
        self._skills: dict[str, SkillCoding] = {}

    def prepare(self, titles: Iterable[str], skills: Iterable[str]) -> None:
        """Code the wordings that are new, all at once."""
        if len(self._titles) + len(self._skills) > KEPT:
            self._titles.clear()
            self._skills.clear()
        new_titles = [title for title in dict.fromkeys(titles) if title not in self._titles]
        new_skills = [skill for skill in dict.fromkeys(skills) if skill not in self._skills]
        if not new_titles and not new_skills:
            return
        if self._coders is None:
            self._coders = load_coders(self._session)
        self._titles.update(zip(new_titles, self._coders.occupations.code(new_titles), strict=True))
        self._skills.update(zip(new_skills, self._coders.skills.code(new_skills), strict=True))

    def code_title(self, record: O) -> O:
        """Set the occupation of a record from its title; prepared before."""
        coding = self._titles[record.title]
        record.coding_decision = CodingDecision(coding.decision)
        record.coding_confidence = float(coding.confidence)
        record.coding_candidates = [[code, float(share)] for code, share in coding.candidates[:5]]
        sure = coding.decision == CodingDecision.SURE.value and bool(coding.candidates)
        record.occupation_code = coding.candidates[0][0] if sure else None
        return record

    def code_skill(self, record: S) -> S:
        """Set the skill of a record from its wording; prepared before."""
        coding = self._skills[record.wording]
        record.skill_code = coding.code
        record.confidence = float(coding.confidence)
        return record


def confirm_code(record: CodedOccupation, code: str) -> None:
    """Set the occupation that the file itself names."""
    record.occupation_code = code
    record.coding_decision = CodingDecision.CONFIRMED
    record.coding_confidence = 1.0
    record.coding_candidates = [[code, 1.0]]


def keep_confirmed(record: O, before: CodedOccupation | None) -> O:
    """Carry over what a person confirmed for the same title."""
    if before is not None and before.coding_decision == CodingDecision.CONFIRMED:
        record.occupation_code = before.occupation_code
        record.coding_decision = before.coding_decision
        record.coding_confidence = before.coding_confidence
        record.coding_candidates = list(before.coding_candidates)
    return record
