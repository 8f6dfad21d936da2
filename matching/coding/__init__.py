"""What people say becomes codes: titles to ISCO-08 unit groups, wordings to skills."""

from matching.coding.lexicon import Coding, SkillCoding, Term
from matching.coding.occupations import OccupationCoder
from matching.coding.skills import SkillCoder

__all__ = ["Coding", "OccupationCoder", "SkillCoder", "SkillCoding", "Term"]
