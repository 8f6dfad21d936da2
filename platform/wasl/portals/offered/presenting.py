"""An opportunity as its public page, its sheet and its entry in a feed tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.opportunity import Opportunity
from wasl.i18n.texts import gettext as _
from wasl.portals.offered.queries.one import OfferedRecord
from wasl.ui.formats import format_day, format_number, format_years
from wasl.ui.labels import label
from wasl.ui.names import education_name, language_name, licence_name
from wasl.ui.opportunity_texts import own_facts, place_text, provided_texts, wage_text
from wasl.ui.sentence_names import isolate, join_names

Facts = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class OfferedTexts:
    """What is known of an opportunity, in the language of the page; nothing that is not known."""

    facts: Facts
    asked: Facts
    own: Facts
    provided: Sequence[str]
    skills: Sequence[tuple[str, Sequence[str]]]


def present_offered(record: OfferedRecord) -> OfferedTexts:
    """Put an opportunity into words.

    Of its places all are told, not those that are still free: whoever looks every day would see
    the hour in which an employer took somebody. One that is filled is not shown any more.
    """
    posting = record.opportunity
    return OfferedTexts(
        facts=_known(
            (_("Where"), place_text(posting, record.places)),
            (_("Places"), format_number(posting.seats)),
            (_("Wage a month"), wage_text(posting)),
            (_("Hours"), str(label(posting.hours)) if posting.hours else None),
            (_("Begins on"), format_day(posting.start_date) if posting.start_date else None),
            (_("Apply by"), format_day(posting.apply_by) if posting.apply_by else None),
        ),
        asked=_asked(posting),
        own=own_facts(posting),
        provided=provided_texts(posting),
        skills=_skills(record),
    )


def _known(*facts: tuple[str, str | None]) -> Facts:
    return [(term, text) for term, text in facts if text]


def _asked(posting: Opportunity) -> Facts:
    level, years = posting.education_min, posting.experience_min_years
    languages = join_names(_language(one.language, one.level) for one in posting.languages)
    licences = join_names(isolate(licence_name(one.licence)) for one in posting.licences)
    return _known(
        (_("Education"), _("at least: %(level)s", level=education_name(level)) if level else None),
        (_("Experience"), _("at least: %(years)s", years=format_years(years)) if years else None),
        (_("Languages"), languages),
        (_("Licences"), licences),
    )


def _language(code: str, level: object) -> str:
    name = isolate(language_name(code))
    return f"{name} ({label(level)})" if level else name  # type: ignore[arg-type]


def _skills(record: OfferedRecord) -> list[tuple[str, Sequence[str]]]:
    """Return the skills that are needed, and those that are welcome, where there are any."""

    def named(*, required: bool) -> list[str]:
        listed = [one for one in record.opportunity.skills if one.required is required]
        return [record.skills.get(one.skill_code or "", one.wording) for one in listed]

    needed, welcome = named(required=True), named(required=False)
    both = ((_("Skills needed"), needed), (_("Welcome skills"), welcome))
    return [(title, listed) for title, listed in both if listed]


def summary_of(posting: Opportunity, places: dict[str, str]) -> str:
    """Say in a line what an opportunity is, where and until when."""
    parts = [str(label(posting.kind)), place_text(posting, places), wage_text(posting)]
    if posting.apply_by:
        parts.append(_("apply by %(day)s", day=format_day(posting.apply_by)))
    return " · ".join(part for part in parts if part)
