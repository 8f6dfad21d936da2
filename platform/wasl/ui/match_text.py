"""A match as plain text, and the names that its sentences need."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.explanation import Explanation
from models.place import Place
from models.taxonomy import Occupation, Skill
from wasl.i18n.texts import gettext as _
from wasl.operations.explain_match import ExplainedMatch
from wasl.ui.explanation import (
    CRITERION_NAMES,
    Names,
    codes_of,
    render_explanation,
    verdict_of,
)
from wasl.ui.formats import format_day
from wasl.ui.parts import TONE_WORDS, Tone

_SIGNS = {Tone.MET: "+", Tone.SOFT: "~", Tone.UNMET: "-", Tone.UNKNOWN: "?"}


def look_up_names(session: Session, explanations: Iterable[Explanation], language: str) -> Names:
    """Return the names of all codes in some explanations, in a language (en, ar or ckb)."""
    codes = codes_of(explanations)

    def names(code: Any, label: Any, wanted: set[str]) -> dict[str, str]:
        rows = session.execute(select(code, label).where(code.in_(wanted))) if wanted else ()
        return {str(key): str(name) for key, name in rows}

    return Names(
        names(Occupation.code, getattr(Occupation, f"label_{language}"), codes.occupations),
        names(Skill.code, getattr(Skill, f"label_{language}"), codes.skills),
        names(Place.code, getattr(Place, f"name_{language}"), codes.places),
    )


def match_lines(session: Session, explained: ExplainedMatch, language: str) -> Iterator[str]:
    """Yield the lines of an explanation; needs an application context in that language."""
    explanation = explained.explanation
    if explanation.criteria:
        yield verdict_of(explanation)[1]
    for reason in render_explanation(explanation, look_up_names(session, [explanation], language)):
        detail = f" ({reason.detail})" if reason.detail else ""
        word = reason.word or TONE_WORDS[reason.tone]
        yield f"  {_SIGNS[reason.tone]} {word}: {reason.text}{detail}"
    if explanation.criteria:
        points = sum(line.points for line in explanation.criteria)
        yield _("Points: %(points)s of 1,000,000", points=f"{points:,}")
        for line in explanation.criteria:
            name = CRITERION_NAMES[line.criterion]
            yield f"    {line.points:>9,} / {line.weight:>9,}  {name} ({line.level})"
    yield from _about_run(explained)


def _about_run(explained: ExplainedMatch) -> Iterator[str]:
    day = format_day(explained.as_of)
    if explained.run is None:
        yield _("Computed for %(day)s; no matches have been computed yet.", day=day)
    elif explained.kept is None:
        yield _("Computed for %(day)s; the last run did not keep this pair.", day=day)
    elif explained.changed:
        yield _("The data have changed since the last run (%(day)s).", day=day)
    else:
        yield _("The last run (%(day)s) gives the same.", day=day)
    yield _(
        "Policy %(policy)s, engine %(engine)s",
        policy=explained.policy_version,
        engine=explained.engine,
    )
