"""Sentences about occupation, skills and experience.

They speak about the person to a caseworker or an employer. Facts that are kept back from the
reader are None; the sentence then does without them.
"""

from collections.abc import Callable

from matching.explanation import CriterionLine
from matching.levels import Occupation
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.ui.sentence_names import Names, join_names, years_of


def occupation_sentence(line: CriterionLine, names: Names) -> str:
    """How near the person's work is to this work."""
    mine, theirs = line.facts["person"], line.facts["opportunity"]
    if line.level == Occupation.SAME_WORDS.label:
        return _("The same work, said in the same words")
    if theirs is None:
        return _("It is not clear which occupation is offered")
    if mine is None or line.level == Occupation.UNKNOWN.label:
        return _("The person's occupation is not known; that does not count against them")
    wanted = line.facts["basis"] == "desired"
    say = _WANTED if wanted else _DONE
    text = say[line.level](names.occupation(mine), names.occupation(theirs))
    months = line.facts["months"]
    if wanted or not months:
        return text
    return _("%(sentence)s (%(years)s)", sentence=text, years=years_of(months))


_DONE: dict[str, Callable[[str, str], str]] = {
    "same": lambda mine, _theirs: _("%(mine)s: the same occupation", mine=mine),
    "twin": lambda a, b: _("%(mine)s: nearly the same work as %(theirs)s", mine=a, theirs=b),
    "close": lambda a, b: _("%(mine)s: close to %(theirs)s", mine=a, theirs=b),
    "related": lambda a, b: _(
        "%(mine)s: shares part of the work with %(theirs)s", mine=a, theirs=b
    ),
    "loose": lambda a, b: _("%(mine)s: some change from it to %(theirs)s", mine=a, theirs=b),
    "minor": lambda a, b: _("%(mine)s: the same group as %(theirs)s", mine=a, theirs=b),
    "submajor": lambda a, b: _("%(mine)s: far from %(theirs)s", mine=a, theirs=b),
    "major": lambda a, b: _("%(mine)s: far from %(theirs)s", mine=a, theirs=b),
    "other": lambda a, b: _("%(mine)s: another occupation than %(theirs)s", mine=a, theirs=b),
}
_WANTED: dict[str, Callable[[str, str], str]] = {
    "same": lambda mine, _theirs: _("Wants this work: %(mine)s", mine=mine),
    "twin": lambda a, b: _("Wants nearly this work: %(mine)s, %(theirs)s", mine=a, theirs=b),
    "close": lambda a, b: _("Wants work close to %(theirs)s: %(mine)s", mine=a, theirs=b),
    "related": lambda a, b: _("Wants work related to %(theirs)s: %(mine)s", mine=a, theirs=b),
    "loose": lambda a, b: _("Wants work not far from %(theirs)s: %(mine)s", mine=a, theirs=b),
    "minor": lambda a, b: _(
        "Wants work of the same group as %(theirs)s: %(mine)s", mine=a, theirs=b
    ),
    "submajor": lambda a, b: _("Wants other work than %(theirs)s: %(mine)s", mine=a, theirs=b),
    "major": lambda a, b: _("Wants other work than %(theirs)s: %(mine)s", mine=a, theirs=b),
    "other": lambda a, b: _("Wants other work than %(theirs)s: %(mine)s", mine=a, theirs=b),
}


def required_sentence(line: CriterionLine, names: Names) -> str | None:
    """Which of the skills asked for are there and which are missing."""
    if line.level == "not_asked":
        return None
    if line.level == "unknown":
        return _("Skills are not known; that does not count against the person")
    if line.facts.get("usual"):
        return _usual_sentence(line, names)
    missing = join_names([names.skill(skill) for skill in line.missing])
    if not line.matched:
        return _("Missing skills: %(missing)s", missing=missing)
    if not line.missing:
        return _all_skills_sentence(line, names)
    count = len(line.matched) + len(line.missing)
    return ngettext(
        "Has %(count)s of %(num)d skill that is asked for; missing: %(missing)s",
        "Has %(count)s of %(num)d skills that are asked for; missing: %(missing)s",
        count,
        count=len(line.matched),
        missing=missing,
    )


def _all_skills_sentence(line: CriterionLine, names: Names) -> str:
    return ngettext(
        "Has the skill that is asked for: %(have)s",
        "Has all %(num)d skills that are asked for: %(have)s",
        len(line.matched),
        have=join_names([names.skill(skill) for skill in line.matched]),
    )


def _usual_sentence(line: CriterionLine, names: Names) -> str:
    """Where the posting lists no skills, those that are usual in the occupation."""
    if not line.matched:
        return _("Has not named the usual skills of this work")
    have = join_names([names.skill(skill) for skill in line.matched])
    return _("Has usual skills of this work: %(have)s", have=have)


def desired_sentence(line: CriterionLine, names: Names) -> str | None:
    """Which of the welcome skills are there."""
    if not line.matched:
        return None
    have = join_names([names.skill(skill) for skill in line.matched])
    return _("Has skills that are welcome: %(have)s", have=have)


def experience_sentence(line: CriterionLine, _names: Names) -> str | None:
    """Years of related work against those asked for."""
    asked, months = line.facts["months_asked"], line.facts["months"]
    if line.level == "not_asked" or asked is None:
        return None
    if line.level == "unknown" or months is None:
        return _(
            "%(asked)s of work are asked for; the person's are not known", asked=years_of(asked)
        )
    values = {"years": years_of(months), "asked": years_of(asked)}
    if not months:
        return _("No related work yet; %(asked)s asked for", asked=values["asked"])
    if line.level == "met":
        return _("%(years)s of related work; %(asked)s asked for", **values)
    return _("Only %(years)s of related work; %(asked)s asked for", **values)
