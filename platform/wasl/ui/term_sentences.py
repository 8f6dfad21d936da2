"""Sentences about the terms of a fit: education, languages, place, wage, hours, dates, wishes.

They speak about the person to a caseworker or an employer. Facts that are kept back from the
reader are None; the sentence then does without them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from matching.explanation import CriterionLine, RequirementLine
from models.enums import Hours, OpportunityKind
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_day, format_iqd
from wasl.ui.labels import label
from wasl.ui.names import education_name, language_name, licence_name
from wasl.ui.sentence_names import Names, join_names

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")


def education_sentence(line: CriterionLine, _names: Names) -> str | None:
    """The level reached against the lowest that will do."""
    asked, level = line.facts["level_asked"], line.facts["level"]
    if line.level == "not_asked" or asked is None:
        return None
    least = education_name(asked)
    if line.level == "unknown" or level is None:
        return _("%(least)s is asked for; the person's education is not known", least=least)
    values = {"level": education_name(level), "least": least}
    if line.level == "met":
        return _("%(level)s; at least %(least)s is asked for", **values)
    return _("%(level)s; below %(least)s, which is asked for", **values)


def languages_sentence(line: CriterionLine, _names: Names) -> str | None:
    """Each language that is asked for, with the person's level."""
    if line.level == "not_asked":
        return None
    parts = []
    for item in line.facts.get("languages") or []:
        values = {"language": language_name(item["language"]), "asked": CEFR[item["level_asked"]]}
        level = item["level"]
        if level is None:
            parts.append(_("%(language)s: %(asked)s asked for, level not known", **values))
        elif not level:
            parts.append(_("%(language)s: %(asked)s asked for, not spoken", **values))
        else:
            parts.append(
                _("%(language)s: %(level)s, %(asked)s asked for", level=CEFR[level], **values)
            )
    if not parts:  # an employer is not told of them
        return None
    return "; ".join(parts) if choose_language() == "en" else "؛ ".join(parts)


def place_sentence(line: CriterionLine, names: Names) -> str | None:
    """Where the person lives and where the opportunity is."""
    mine, theirs = line.facts["person"], line.facts["opportunity"]
    place = names.place(theirs) if theirs else ""
    home = names.place(mine) if mine else ""
    texts: dict[str, Callable[[], str | None]] = {
        "here": lambda: _("Lives in %(place)s", place=place),
        "remote": lambda: _("Can be done from anywhere"),
        "no_place": lambda: None,
        "willing": lambda: _("Would move to %(place)s", place=place),
        "anywhere": lambda: _("Would move anywhere; this is in %(place)s", place=place),
        "unknown": lambda: _("In %(place)s; where the person lives is not known", place=place),
        "neighbour": lambda: _(
            "Lives in %(home)s, next to %(place)s; has not said they would move",
            home=home,
            place=place,
        ),
        "elsewhere": lambda: _(
            "Lives in %(home)s; has not said they would move to %(place)s", home=home, place=place
        ),
    }
    return texts[line.level]()


def wage_sentence(line: CriterionLine, _names: Names) -> str | None:
    """The wage offered against the lowest that is acceptable."""
    asked, offered = line.facts["asked"], line.facts["offered"]
    if line.level == "unknown":
        return None
    if asked is None or offered is None:
        enough = line.level == "met"
        return _("The wage is enough") if enough else _("The wage is lower than hoped for")
    values = {"offered": format_iqd(offered), "asked": format_iqd(asked)}
    if line.level == "met":
        return _("Pays up to %(offered)s; at least %(asked)s is hoped for", **values)
    if line.level == "below":
        return _("Pays up to %(offered)s, a little less than the %(asked)s hoped for", **values)
    return _("Pays up to %(offered)s, too little: %(asked)s is hoped for", **values)


def hours_sentence(line: CriterionLine, _names: Names) -> str | None:
    """Full against part time."""
    offered, wanted = line.facts["offered"], line.facts["wanted"]
    if line.level == "unknown":
        return None
    if line.level == "met":
        return _("The working time fits")
    if offered is None or wanted is None:
        return _("The working time does not fit")
    values = {"offered": label(Hours(offered)), "wanted": label(Hours(wanted))}
    return _("Offered: %(offered)s; the person wants: %(wanted)s", **values)


def date_sentence(line: CriterionLine, _names: Names) -> str | None:
    """When the person can begin."""
    facts = {
        name: format_day(date.fromisoformat(value)) if value else None
        for name, value in line.facts.items()
    }
    free, start, close = facts["available_from"], facts["start_date"], facts["apply_by"]
    if line.level == "closed":
        return _("The last day to apply was %(day)s", day=close) if close else None
    if line.level == "ready":
        return _("Can begin in time")
    if line.level == "unknown":
        return None
    if free is None:
        return _("Can begin only later")
    if start is None:
        return _("Can begin only from %(free)s", free=free)
    return _("Can begin only from %(free)s; it starts on %(start)s", free=free, start=start)


def wants_sentence(line: CriterionLine, _names: Names) -> str | None:
    """What the person said they want."""
    texts: dict[str, Callable[[], str | None]] = {
        "this_work": lambda: _("This is the work the person wants"),
        "near_work": lambda: _("Near to the work the person wants"),
        "this_kind": lambda: None,
        "other_work": lambda: _("The person has named other work they want"),
        "unknown": lambda: None,
    }
    return texts[line.level]()


def consent_sentence(line: RequirementLine) -> str | None:
    """Consent to matching."""
    given = line.state == "met"
    return None if given else _("The person has not agreed to be matched")


def kind_sentence(line: RequirementLine) -> str | None:
    """The kind of opportunity, if it is wanted or not."""
    kind = label(OpportunityKind(line.facts["kind"]))
    texts: dict[str, Callable[[], str | None]] = {
        "listed": lambda: _("Looks for this kind: %(kind)s", kind=kind),
        "unknown": lambda: None,
        "other": lambda: _("Does not look for this kind: %(kind)s", kind=kind),
    }
    return texts[line.level]()


def licences_sentence(line: RequirementLine) -> str | None:
    """The licences that are asked for."""

    def named(codes: Sequence[Any] | None) -> str:
        return join_names([licence_name(str(code)) for code in codes or ()])

    if line.level == "not_asked":
        return None
    if line.level == "met":
        return _("Has the licence that is asked for: %(list)s", list=named(line.facts["matched"]))
    missing = named(line.facts["missing"])
    if line.level == "unknown":
        return _("Not known whether the person has: %(list)s", list=missing)
    return _("Licence missing: %(list)s", list=missing)
