"""Texts of a person's and an opportunity's page that are put together from several fields."""

from dataclasses import dataclass

from wasl.i18n.texts import gettext as _
from wasl.portals.caseworker.queries.opportunity import OpportunityRecord
from wasl.portals.caseworker.queries.person import PersonRecord
from wasl.ui.labels import label
from wasl.ui.opportunity_texts import (
    district_text,
    own_facts,
    place_text,
    provided_texts,
    wage_text,
)
from wasl.ui.sentence_names import join_names


@dataclass(frozen=True, kw_only=True)
class PersonTexts:
    """Where somebody lives, what kinds they want, where they would move; None is not known."""

    place: str | None
    kinds: str
    relocation: str


def present_person(record: PersonRecord) -> PersonTexts:
    """Put the texts of a person together in the language of the page."""
    person = record.person
    district = district_text(record.places, person.district_code, person.district_wording)
    governorate = record.places.get(person.governorate_code or "")
    kinds = [label(want.kind) for want in person.wants]
    moves = [record.places.get(move.place_code, move.place_code) for move in person.relocations]
    anywhere = person.preference is not None and person.preference.relocate_anywhere
    return PersonTexts(
        place=join_names([name for name in (district, governorate) if name]) or None,
        kinds=join_names(kinds) or _("Anything"),
        relocation=_("Anywhere") if anywhere else join_names(moves) or _("Nowhere else"),
    )


@dataclass(frozen=True, kw_only=True)
class OpportunityTexts:
    """Where an opportunity is, what it pays and what the employer provides."""

    place: str
    wage: str | None
    provided: list[str]
    own: list[tuple[str, str]]


def present_opportunity(record: OpportunityRecord) -> OpportunityTexts:
    """Put the texts of an opportunity together in the language of the page."""
    posting = record.opportunity
    return OpportunityTexts(
        place=place_text(posting, record.places),
        wage=wage_text(posting),
        provided=provided_texts(posting),
        own=own_facts(posting),
    )
