"""Wordings of skills to the controlled list: exact wording, telling words, likeness of letters."""

from collections.abc import Sequence

from matching.coding.calibration import Calibration, length_share, load_calibration
from matching.coding.keys import core_key, core_words, exact_key
from matching.coding.lexicon import SkillCoding, Term, unique
from matching.coding.nearest import NearestTerms, Neighbours

UNDERSTOOD = 0.6
_EXACT = 0.99
_CORE = 0.95


class SkillCoder:
    """Codes wordings of skills with a lexicon; built once, used for many."""

    def __init__(self, terms: Sequence[Term], calibration: Calibration | None = None) -> None:
        """Index the terms; each has one code, a skill."""
        self._calibration = calibration or load_calibration("skills")
        self._exact = {exact_key(term.text): term.codes[0] for term in reversed(terms)}
        self._core = {core_key(term.text): term.codes[0] for term in reversed(terms)}
        near = {" ".join(core_words(term.text)): term.codes[0] for term in reversed(terms)}
        near |= self._exact
        self._near_codes = list(near.values())
        self.nearest = NearestTerms(list(near))

    def code(self, texts: Sequence[str]) -> list[SkillCoding]:
        """Return what each wording was understood as, in the order given."""
        codings: dict[str, SkillCoding] = {}
        left = []
        for text in unique(texts):
            known = self._look_up(text)
            if known:
                codings[text] = known
            else:
                left.append(text)
        if left:
            full = self.nearest.find([exact_key(text) for text in left])
            core = self.nearest.find([" ".join(core_words(text)) for text in left])
            for text, *found in zip(left, full, core, strict=True):
                codings[text] = self._by_likeness(text, found)
        return [codings[text] for text in texts]

    def _look_up(self, text: str) -> SkillCoding | None:
        code = self._exact.get(exact_key(text))
        if code:
            return SkillCoding(text, code, _EXACT)
        code = self._core.get(core_key(text))
        return SkillCoding(text, code, _CORE) if code else None

    def votes(self, found: Sequence[Neighbours]) -> list[tuple[str, float]]:
        """Return each skill's likest term, best first."""
        best: dict[str, float] = {}
        for neighbours in found:
            for position, alike in zip(neighbours.positions, neighbours.likeness, strict=True):
                code = self._near_codes[position]
                best[code] = max(best.get(code, 0.0), float(alike))
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))

    def _by_likeness(self, text: str, found: Sequence[Neighbours]) -> SkillCoding:
        votes = self.votes(found)
        if not votes:
            return SkillCoding(text, None, 0.0)
        (code, first), second = votes[0], votes[1][1] if len(votes) > 1 else 0.0
        chance = self._calibration.chance(first, first - second, length_share(text))
        return SkillCoding(text, code if chance >= UNDERSTOOD else None, round(chance, 3))
