"""A person as the row of a file would tell them: to see what a new row changes."""

from collections.abc import Mapping
from datetime import date

from models.consent_query import last_word
from models.enums import ConsentPurpose
from models.person import Person
from models.register import RegisterEntry
from wasl.files.codes import Country, Language
from wasl.files.dates import PartialDate
from wasl.files.experience import Experience
from wasl.files.people import Certificate
from wasl.files.places import District, Relocation

Values = dict[str, object]


def person_values(person: Person, entry: RegisterEntry) -> Values:
    """Return what is known, by canonical columns of the intake format, without blanks."""
    values: Values = {
        "register": entry.register.value,
        "case_no": entry.case_no,
        "sex": person.sex,
        "category": person.category,
        "area": person.area,
        "governorate": person.governorate_code,
        "governorate_origin": person.origin_code,
        "intake_agency": entry.agency,
        "intake_office": entry.office,
        "intake_date": entry.intake_date,
        **_identity(person),
        **_household(person),
        **_journey(person),
        **_work(person),
        **_preferences(person),
        **_consents(person),
    }
    if person.district_code or person.district_wording:
        values["district"] = District(person.district_code, person.district_wording)
    return {name: value for name, value in values.items() if value is not None and value != ()}


def _identity(person: Person) -> Values:
    identity = person.identity
    born = identity.birth_year
    return {
        "name_ar": identity.name_ar,
        "name_latin": identity.name_latin,
        "known_as": identity.known_as,
        "mother_name": identity.mother_name,
        "birth_date": PartialDate(born, identity.birth_date) if born else None,
        "national_id": identity.national_id,
        "phone": identity.phone,
        "phone_owner": identity.phone_owner,
        "email": identity.email,
    }


def _household(person: Person) -> Values:
    household = person.household
    if household is None:
        return {}
    return {
        "marital_status": household.marital_status,
        "dependants": household.dependants,
        "female_head": household.female_head,
        "housing": household.housing,
    }


def _journey(person: Person) -> Values:
    journey = person.journey
    if journey is None:
        return {}
    known = journey.country_code or journey.country_wording
    return {
        "country_from": Country(journey.country_code, journey.country_wording) if known else None,
        "return_date": journey.return_date,
        "years_abroad": journey.years_abroad,
        "reason_migrated": journey.reason_migrated,
    }


def _work(person: Person) -> Values:
    education = person.education
    return {
        "education": education.level if education else None,
        "field_of_study": education.field_of_study if education else None,
        "certificates": tuple(
            Certificate(item.name, item.recognised) for item in person.certificates
        ),
        "experience": tuple(
            Experience(item.title, item.years, _country(item.country_code, item.country_wording))
            for item in person.experiences
        ),
        "skills": tuple(item.wording for item in person.skills),
        "languages": tuple(Language(item.language, item.level) for item in person.languages),
        "licences": tuple(item.licence for item in person.licences),
        "desired_work": tuple(item.title for item in person.desired_work),
    }


def _country(code: str | None, wording: str | None) -> Country | None:
    return Country(code, wording) if code or wording else None


def _preferences(person: Person) -> Values:
    preference = person.preference
    codes = tuple(sorted(item.place_code for item in person.relocations))
    values: Values = {
        "wants": tuple(item.kind.value for item in person.wants),
        "needs": tuple(item.need.value for item in person.needs),
        "vulnerabilities": tuple(item.vulnerability.value for item in person.vulnerabilities),
        # Always there: a blank means nowhere else, so "nowhere" changes nothing.
        "relocate_to": Relocation(bool(preference and preference.relocate_anywhere), codes),
    }
    if preference is not None:
        values |= {
            "wage_min": preference.wage_min,
            "hours": preference.hours,
            "available_from": preference.available_from,
            "aspirations": preference.aspirations,
        }
    return values


def _consents(person: Person) -> Values:
    """Return the statement that holds for each purpose."""
    words = {name: last_word(person.consents, of) for name, of in CONSENT_COLUMNS.items()}
    return {name: word.granted for name, word in words.items() if word is not None}


CONSENT_COLUMNS = {f"consent_{purpose.value}": purpose for purpose in ConsentPurpose}


def outdated_consents(person: Person, day: object) -> set[str]:
    """Return the columns of consents on which something later than `day` was said already.

    An old list that is sent again must not take back a withdrawal. day: a date, or none.
    """
    if not isinstance(day, date):
        return set()
    return {
        column
        for column, purpose in CONSENT_COLUMNS.items()
        for said in person.consents
        if said.purpose == purpose and said.given_on is not None and said.given_on > day
    }


def repeated_consents(person: Person, values: Mapping[str, object]) -> set[str]:
    """Return the columns of consents that say again, on a later day, what was said before.

    They are kept as well: what was said on a day between the two, and is entered later, must not
    count as the last word.
    """
    day = values.get("consent_date")
    if not isinstance(day, date):
        return set()
    words = {name: last_word(person.consents, of) for name, of in CONSENT_COLUMNS.items()}
    return {
        name
        for name, word in words.items()
        if word is not None
        and word.granted == values.get(name)
        and word.given_on is not None
        and word.given_on < day
    }
