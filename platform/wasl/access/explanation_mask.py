"""What an employer may read of the explanation of a match: no more than the work card tells."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from matching.explanation import Explanation
from models.enums import Licence

LICENCES = frozenset(licence.value for licence in Licence)

# What an explanation may tell an employer: facts of the posting, and of the person what the card
# tells as well. A name that is not here does not go out, whatever the engine adds one day.
_FACTS = frozenset(
    {
        *("opportunity", "kind", "usual", "offered", "start_date", "apply_by"),
        *("months_asked", "level_asked", "languages", "basis", "months", "level", "wanted"),
        *("matched", "missing"),
    }
)
_PERSONS_OWN = frozenset({"occupation", "place", "governorate"})  # `person` is a code on the card
_KEPT_BACK = frozenset({"consent"})


def mask_explanation(
    explanation: Explanation, skills: Collection[str], languages: Collection[str]
) -> Explanation:
    """Return what an employer may read of an explanation.

    skills: codes of the taxonomy; a wording that stands in the place of a code is left out.
    languages: those that the card shows as well.
    """
    codes = {*skills, *LICENCES, *languages}
    return replace(
        explanation,
        requirements=[
            replace(line, facts=_mask_facts(line.requirement, line.facts, languages))
            for line in explanation.requirements
            if line.requirement not in _KEPT_BACK
        ],
        criteria=[
            replace(
                line,
                matched=_coded(line.matched, codes),
                missing=_coded(line.missing, codes),
                facts=_mask_facts(line.criterion, line.facts, languages),
            )
            for line in explanation.criteria
        ],
    )


def _coded(names: Iterable[str], codes: Collection[str]) -> list[str]:
    return [name for name in names if name in codes]


def is_language(name: str) -> bool:
    """Tell whether a name is a code of ISO 639, and no wording."""
    return re.fullmatch("[a-z]{2,3}", name) is not None


def _mask_facts(name: str, facts: dict[str, Any], languages: Collection[str]) -> dict[str, Any]:
    """Keep the names of facts, so that sentences can be built, and blank what is not to be told."""
    shown = _FACTS | {"person"} if name in _PERSONS_OWN else _FACTS
    masked = {key: value if key in shown else None for key, value in facts.items()}
    for key in ("matched", "missing"):
        if key in facts:
            masked[key] = [item for item in facts[key] if item in LICENCES]
    if "languages" in facts:
        asked = facts["languages"]
        masked["languages"] = [item for item in asked if item["language"] in languages]
    return masked
