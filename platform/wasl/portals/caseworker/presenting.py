"""Texts of a person's and an opportunity's page that are put together from several fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.opportunity import Opportunity
from models.opportunity_kinds import Finance, InKindSupport, Internship, Job, Mentoring, Training
from wasl.i18n.texts import gettext as _
from wasl.portals.caseworker.queries.opportunity import OpportunityRecord
from wasl.portals.caseworker.queries.person import PersonRecord
from wasl.ui.formats import format_iqd, format_number
from wasl.ui.labels import label
from wasl.ui.sentence_names import isolate, join_names


@dataclass(frozen=True, kw_only=True)
class PersonTexts:
    """Where somebody lives, what kinds they want, where they would move; None is not known."""

    place: str | None
    kinds: str
    relocation: str


def present_person(record: PersonRecord) -> PersonTexts:
    """Put the texts of a person together in the language of the page."""
    person = record.person
    district = _district(record.places, person.district_code, person.district_wording)
    governorate = record.places.get(person.governorate_code or "")
    kinds = [label(want.kind) for want in person.wants]
    moves = [record.places.get(move.place_code, move.place_code) for move in person.relocations]
    anywhere = person.preference is not None and person.preference.relocate_anywhere
    return PersonTexts(
        place=join_names([name for name in (district, governorate) if name]) or None,
        kinds=join_names(kinds) or _("Anything"),
        relocation=_("Anywhere") if anywhere else join_names(moves) or _("Nowhere else"),
    )


def _district(places: Mapping[str, str], code: str | None, wording: str | None) -> str | None:
    """Name a district; a wording of its own may run the other way than the text around it."""
    name = places.get(code or "")
    return name or (isolate(wording) if wording else None)


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
    district = _district(record.places, posting.district_code, posting.district_wording)
    governorate = record.places.get(posting.governorate_code or "")
    place = join_names([name for name in (district, governorate) if name])
    if posting.remote:
        place = _("%(place)s, or from anywhere", place=place) if place else _("From anywhere")
    offers = (
        (posting.transport, _("Transport")),
        (posting.accommodation, _("A place to stay")),
        (posting.childcare, _("Childcare")),
        (posting.accessible, _("Accessible for people with a disability")),
        (posting.women_encouraged, _("Women are encouraged to apply")),
    )
    return OpportunityTexts(
        place=place or _("All of Iraq"),
        wage=wage_text(posting),
        provided=[text for offered, text in offers if offered],
        own=[(title, text) for title, text in _own_facts(posting) if text is not None],
    )


def _own_facts(posting: Opportunity) -> list[tuple[str, str | None]]:
    """Return what only this kind of opportunity has; None is not known."""
    facts: list[tuple[str, str | None]] = []
    match posting:
        case Job():
            facts = [
                (_("Permanent"), _yes_no(posting.permanent)),
                (_("Probation in months"), _number(posting.probation_months)),
                (_("Social security"), _yes_no(posting.social_security)),
            ]
        case Internship():
            facts = [
                (_("Weeks"), _number(posting.weeks)),
                (_("May lead to a job"), _yes_no(posting.may_lead_to_job)),
            ]
        case Training():
            facts = [
                (_("Weeks"), _number(posting.weeks)),
                (_("Certificate"), posting.certificate),
                (_("Fee"), _iqd(posting.fee)),
            ]
        case Mentoring():
            facts = [
                (_("Meetings"), _number(posting.sessions)),
                (_("Mentor"), posting.mentor_profile),
            ]
        case InKindSupport():
            facts = [
                (_("What is given"), posting.item),
                (_("Unit"), posting.unit),
                (_("To be given back"), _yes_no(posting.to_be_returned)),
            ]
        case Finance():
            facts = [
                (_("Highest amount"), _iqd(posting.amount_max)),
                (_("To be paid back"), _yes_no(posting.repayable)),
                (_("Months to pay back"), _number(posting.repayment_months)),
            ]
    return facts


def _iqd(value: int | None) -> str | None:
    return None if value is None else format_iqd(value)


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else _("Yes") if value else _("No")


def _number(value: int | None) -> str | None:
    return None if value is None else format_number(value)


def wage_text(posting: Opportunity) -> str | None:
    """Write what a posting pays a month; None when it does not say."""
    least, most = posting.wage_min, posting.wage_max
    if least is not None and most is not None and least != most:
        return _("%(least)s to %(most)s", least=format_iqd(least), most=format_iqd(most))
    one = most if most is not None else least
    return None if one is None else format_iqd(one)
