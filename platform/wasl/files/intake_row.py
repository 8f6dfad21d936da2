"""A person as a row of an intake file tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wasl.files.codes import Country, Language
from wasl.files.dates import PartialDate
from wasl.files.experience import Experience
from wasl.files.people import Certificate
from wasl.files.places import District, Relocation


@dataclass(frozen=True, kw_only=True)
class IntakeRow:
    """The values of a row by their canonical columns; None is a blank."""

    register: str
    case_no: str
    name_ar: str | None = None
    name_latin: str | None = None
    known_as: str | None = None
    mother_name: str | None = None
    sex: str | None = None
    birth_date: PartialDate | None = None
    national_id: str | None = None
    phone: str | None = None
    phone_owner: str | None = None
    email: str | None = None
    governorate: str | None = None
    district: District | None = None
    governorate_origin: str | None = None
    area: str | None = None
    category: str | None = None
    country_from: Country | None = None
    return_date: date | None = None
    years_abroad: float | None = None
    reason_migrated: str | None = None
    marital_status: str | None = None
    dependants: int | None = None
    female_head: bool | None = None
    vulnerabilities: tuple[str, ...] | None = None
    housing: str | None = None
    education: int | None = None
    field_of_study: str | None = None
    certificates: tuple[Certificate, ...] | None = None
    experience: tuple[Experience, ...] | None = None
    skills: tuple[str, ...] | None = None
    languages: tuple[Language, ...] | None = None
    licences: tuple[str, ...] | None = None
    wants: tuple[str, ...] | None = None
    desired_work: tuple[str, ...] | None = None
    wage_min: int | None = None
    relocate_to: Relocation | None = None
    hours: str | None = None
    available_from: date | None = None
    aspirations: str | None = None
    needs: tuple[str, ...] | None = None
    consent_data: bool | None = None
    consent_matching: bool | None = None
    consent_contact: bool | None = None
    consent_date: date | None = None
    intake_agency: str | None = None
    intake_office: str | None = None
    intake_date: date | None = None


def check_intake(values: Mapping[str, object]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield column, code and parameters of what is wrong with the values of a row together."""
    if "name_ar" not in values and "name_latin" not in values:
        yield "name_ar", "no_name", {}
