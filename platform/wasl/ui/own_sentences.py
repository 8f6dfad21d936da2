"""The sentences about a fit as the person reads them: they speak to somebody, not about them.

Where a sentence of `work_sentences` or `term_sentences` names nobody, it is the same here.
"""

from collections.abc import Callable
from datetime import date

from matching.explanation import CriterionLine, RequirementLine
from matching.levels import Occupation
from models.enums import Hours, OpportunityKind
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.ui import term_sentences as terms
from wasl.ui import work_sentences as work
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import education_name, licence_name
from wasl.ui.sentence_names import Names, join_names, years_of


def occupation_sentence(line: CriterionLine, names: Names) -> str:
    """How near your work is to this work."""
    mine, theirs = line.facts["person"], line.facts["opportunity"]
    if line.level == Occupation.SAME_WORDS.label or theirs is None:
        return work.occupation_sentence(line, names)
    if mine is None or line.level == Occupation.UNKNOWN.label:
        return _("Your occupation is not known; that does not count against you")
    if line.facts["basis"] != "desired":
        return work.occupation_sentence(line, names)
    return _WANTED[line.level](names.occupation(mine), names.occupation(theirs))


_WANTED: dict[str, Callable[[str, str], str]] = {
    "same": lambda mine, _theirs: _("You want this work: %(mine)s", mine=mine),
    "twin": lambda a, b: _("You want nearly this work: %(mine)s, %(theirs)s", mine=a, theirs=b),
    "close": lambda a, b: _("You want work close to %(theirs)s: %(mine)s", mine=a, theirs=b),
    "related": lambda a, b: _("You want work related to %(theirs)s: %(mine)s", mine=a, theirs=b),
    "loose": lambda a, b: _("You want work not far from %(theirs)s: %(mine)s", mine=a, theirs=b),
    "minor": lambda a, b: _(
        "You want work of the same group as %(theirs)s: %(mine)s", mine=a, theirs=b
    ),
    **dict.fromkeys(
        ("submajor", "major", "other"),
        lambda a, b: _("You want other work than %(theirs)s: %(mine)s", mine=a, theirs=b),
    ),
}


def required_sentence(line: CriterionLine, names: Names) -> str | None:
    """Which of the skills asked for you have and which are missing."""
    if line.level == "not_asked":
        return None
    if line.level == "unknown":
        return _("Your skills are not known; that does not count against you")
    have = join_names([names.skill(skill) for skill in line.matched])
    if line.facts.get("usual"):
        none = _("You have not named the usual skills of this work")
        return _("You have usual skills of this work: %(have)s", have=have) if have else none
    if not line.matched:
        return work.required_sentence(line, names)
    if not line.missing:
        return ngettext(
            "You have the skill that is asked for: %(have)s",
            "You have all %(num)d skills that are asked for: %(have)s",
            len(line.matched),
            have=have,
        )
    return ngettext(
        "You have %(count)s of %(num)d skill that is asked for; missing: %(missing)s",
        "You have %(count)s of %(num)d skills that are asked for; missing: %(missing)s",
        len(line.matched) + len(line.missing),
        count=len(line.matched),
        missing=join_names([names.skill(skill) for skill in line.missing]),
    )


def desired_sentence(line: CriterionLine, names: Names) -> str | None:
    """Which of the welcome skills you have."""
    have = join_names([names.skill(skill) for skill in line.matched])
    return _("You have skills that are welcome: %(have)s", have=have) if have else None


def experience_sentence(line: CriterionLine, names: Names) -> str | None:
    """Years of related work against those asked for."""
    asked, months = line.facts["months_asked"], line.facts["months"]
    if asked is None or (line.level != "unknown" and months is not None):
        return work.experience_sentence(line, names)
    return _("%(asked)s of work are asked for; yours are not known", asked=years_of(asked))


def education_sentence(line: CriterionLine, names: Names) -> str | None:
    """The level you reached against the lowest that will do."""
    asked, level = line.facts["level_asked"], line.facts["level"]
    if asked is None or (line.level != "unknown" and level is not None):
        return terms.education_sentence(line, names)
    least = education_name(asked)
    return _("%(least)s is asked for; your education is not known", least=least)


def place_sentence(line: CriterionLine, names: Names) -> str | None:
    """Where you live and where the opportunity is."""
    mine, theirs = line.facts["person"], line.facts["opportunity"]
    place = names.place(theirs) if theirs else ""
    home = names.place(mine) if mine else ""
    texts: dict[str, Callable[[], str]] = {
        "here": lambda: _("You live in %(place)s", place=place),
        "willing": lambda: _("You would move to %(place)s", place=place),
        "anywhere": lambda: _("You would move anywhere; this is in %(place)s", place=place),
        "unknown": lambda: _("In %(place)s; where you live is not known", place=place),
        "neighbour": lambda: _(
            "You live in %(home)s, next to %(place)s; you have not said that you would move",
            home=home,
            place=place,
        ),
        "elsewhere": lambda: _(
            "You live in %(home)s; you have not said that you would move to %(place)s",
            home=home,
            place=place,
        ),
    }
    say = texts.get(line.level)
    return say() if say else terms.place_sentence(line, names)


def hours_sentence(line: CriterionLine, names: Names) -> str | None:
    """Full against part time."""
    offered, wanted = line.facts["offered"], line.facts["wanted"]
    if line.level in {"unknown", "met"} or offered is None or wanted is None:
        return terms.hours_sentence(line, names)
    values = {"offered": label(Hours(offered)), "wanted": label(Hours(wanted))}
    return _("Offered: %(offered)s; you want: %(wanted)s", **values)


def date_sentence(line: CriterionLine, names: Names) -> str | None:
    """When you can begin."""
    if line.level in {"closed", "unknown"}:
        return terms.date_sentence(line, names)
    if line.level == "ready":
        return _("You can begin in time")
    free, start = line.facts["available_from"], line.facts["start_date"]
    if free is None:
        return _("You can begin only later")
    day = format_day(date.fromisoformat(free))
    if start is None:
        return _("You can begin only from %(free)s", free=day)
    begins = format_day(date.fromisoformat(start))
    return _("You can begin only from %(free)s; it starts on %(start)s", free=day, start=begins)


def wants_sentence(line: CriterionLine, names: Names) -> str | None:
    """What you said that you want."""
    texts: dict[str, Callable[[], str]] = {
        "this_work": lambda: _("This is the work that you want"),
        "near_work": lambda: _("Near to the work that you want"),
        "other_work": lambda: _("You have named other work that you want"),
    }
    say = texts.get(line.level)
    return say() if say else terms.wants_sentence(line, names)


def consent_sentence(line: RequirementLine) -> str | None:
    """Consent to matching."""
    return None if line.state == "met" else _("You have not agreed to be matched")


def kind_sentence(line: RequirementLine) -> str | None:
    """The kind of opportunity, if you want it or not."""
    kind = label(OpportunityKind(line.facts["kind"]))
    texts: dict[str, Callable[[], str]] = {
        "listed": lambda: _("You look for this kind: %(kind)s", kind=kind),
        "other": lambda: _("You do not look for this kind: %(kind)s", kind=kind),
    }
    say = texts.get(line.level)
    return say() if say else terms.kind_sentence(line)


def licences_sentence(line: RequirementLine) -> str | None:
    """The licences that are asked for."""
    if line.level not in {"met", "unknown"}:
        return terms.licences_sentence(line)
    codes = line.facts["matched" if line.level == "met" else "missing"]
    named = join_names([licence_name(str(code)) for code in codes or ()])
    if line.level == "met":
        return _("You have the licence that is asked for: %(list)s", list=named)
    return _("Not known whether you have: %(list)s", list=named)
