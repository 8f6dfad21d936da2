"""What a posting says that it should not: rules and phrases in three languages, and the check."""

from wasl.wording.check import Finding, check_texts
from wasl.wording.rules import HOLDING, TAKING, WordingRule

__all__ = ["HOLDING", "TAKING", "Finding", "WordingRule", "check_texts"]
