"""The rules by their codes, and the phrases that break them: files that a clerk may correct."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from wasl.wording.patterns import Pattern, compile_pattern

ANYWHERE = ""
"""The place of a phrase that counts in every text of a posting, not in its title alone."""


class WordingRule(StrEnum):
    """Something that a posting must not say; what is wrong with it is said in `ui.wording`."""

    SEX = "sex"
    AGE = "age"
    MARITAL_STATUS = "marital_status"
    LOOKS = "looks"
    FAITH = "faith"
    ORIGIN = "origin"
    DISABILITY = "disability"
    PHOTO = "photo"
    FEE = "fee"
    PAPERS = "papers"
    BANK_DATA = "bank_data"
    ABROAD = "abroad"
    MESSENGER = "messenger"
    UNPAID_TRIAL = "unpaid_trial"
    TOO_GOOD = "too_good"


HOLDING = frozenset(
    {
        WordingRule.FEE,
        WordingRule.PAPERS,
        WordingRule.BANK_DATA,
        WordingRule.ABROAD,
        WordingRule.MESSENGER,
        WordingRule.UNPAID_TRIAL,
        WordingRule.TOO_GOOD,
    }
)
"""Rules against what hurts people: who breaks one is read by somebody before it is seen."""

TAKING = frozenset({WordingRule.FEE, WordingRule.PAPERS, WordingRule.BANK_DATA})
"""Rules against what takes money or papers from people: nobody reads a note before it is sent, so
a note that breaks one is not sent at all."""


@dataclass(frozen=True)
class Phrase:
    """One row of `data/phrases.csv`.

    harmless: words that would break the rule by themselves mean something else here, or are denied.
    """

    rule: WordingRule
    where: str
    harmless: bool
    pattern: Pattern


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """Return all phrases, compiled. Raises ValueError for a row that cannot be read."""
    content = files("wasl.wording").joinpath("data", "phrases.csv").read_text("utf-8-sig")
    return tuple(
        Phrase(
            rule=WordingRule(row["rule"]),
            where=row["where"],
            harmless=row["means"] == "harmless",
            pattern=compile_pattern(row["phrase"]),
        )
        for row in csv.DictReader(content.splitlines())
    )
