"""Wages that nobody pays for what is asked: what lures people is read before it is seen."""

from wasl.wording.check import Finding
from wasl.wording.rules import WordingRule

# IQD a month. Seven times the lowest wage of the law of 2021 (450,000): above what a technician or
# an engineer at the beginning earns, so for work that asks for nothing somebody reads it first.
UNLIKELY_WAGE = 3_000_000
HIGHEST_USUAL_WAGE = 15_000_000


def check_wage(
    wage: int | None, *, education: int | None, experience: float | None
) -> Finding | None:
    """Return a finding where a wage is too good for what a posting asks for.

    wage: IQD a month, the highest that is named. education: ISCED 2011; experience: years.
    """
    asks_for_nothing = not education and not experience
    if wage is None or wage < (UNLIKELY_WAGE if asks_for_nothing else HIGHEST_USUAL_WAGE):
        return None
    words = str(wage)
    return Finding("wage", WordingRule.TOO_GOOD, words, 0, len(words))
