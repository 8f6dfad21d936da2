"""Texts about an opportunity that are put together from several of its fields."""

from collections.abc import Mapping

from models.opportunity import Opportunity
from models.opportunity_kinds import Finance, InKindSupport, Internship, Job, Mentoring, Training
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_iqd, format_number
from wasl.ui.sentence_names import isolate, join_names


def district_text(places: Mapping[str, str], code: str | None, wording: str | None) -> str | None:
    """Name a district; a wording of its own may run the other way than the text around it."""
    name = places.get(code or "")
    return name or (isolate(wording) if wording else None)


def place_text(posting: Opportunity, places: Mapping[str, str]) -> str:
    """Say where an opportunity is; places: names by code."""
    district = district_text(places, posting.district_code, posting.district_wording)
    governorate = places.get(posting.governorate_code or "")
    place = join_names([name for name in (district, governorate) if name])
    if posting.remote:
        return _("%(place)s, or from anywhere", place=place) if place else _("From anywhere")
    return place or _("All of Iraq")


def wage_text(posting: Opportunity) -> str | None:
    """Write what a posting pays a month; None when it does not say."""
    least, most = posting.wage_min, posting.wage_max
    if least is not None and most is not None and least != most:
        return _("%(least)s to %(most)s", least=format_iqd(least), most=format_iqd(most))
    one = most if most is not None else least
    return None if one is None else format_iqd(one)


def provided_texts(posting: Opportunity) -> list[str]:
    """Say what the employer provides, and to whom it opens the door."""
    offers = (
        (posting.transport, _("Transport")),
        (posting.accommodation, _("A place to stay")),
        (posting.childcare, _("Childcare")),
        (posting.accessible, _("Accessible for people with a disability")),
        (posting.women_encouraged, _("Women are encouraged to apply")),
    )
    return [text for offered, text in offers if offered]


def own_facts(posting: Opportunity) -> list[tuple[str, str]]:
    """Return what only this kind of opportunity has, as far as it is known."""
    return [(title, text) for title, text in _own_facts(posting) if text is not None]


def _own_facts(posting: Opportunity) -> list[tuple[str, str | None]]:
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
                (_("Given back after days"), _number(posting.return_after_days)),
            ]
        case Finance():
            facts = [
                (_("Highest amount"), _iqd(posting.amount_max)),
                (_("What it is for"), posting.purpose),
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
