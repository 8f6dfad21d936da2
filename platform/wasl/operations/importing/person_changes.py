"""How a person takes on the values of a row; what a row leaves blank stays as it was."""

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from typing import TypeVar

from models.base import utc_now
from models.enums import (
    Agency,
    Area,
    Category,
    Hours,
    Housing,
    LanguageLevel,
    MaritalStatus,
    Need,
    OpportunityKind,
    PhoneOwner,
    Sex,
    Vulnerability,
)
from models.person import (
    Certificate,
    DesiredWork,
    Education,
    Household,
    Person,
    PersonIdentity,
    PersonLanguage,
    PersonLicence,
    PersonNeed,
    PersonSkill,
    PersonVulnerability,
    Preference,
    Relocation,
    ReturnJourney,
    WantedKind,
    WorkExperience,
)
from models.register import Consent, RegisterEntry
from wasl.files.intake_row import IntakeRow
from wasl.operations.importing.coding import BatchCoder, keep_confirmed
from wasl.operations.importing.person_state import CONSENT_COLUMNS

Item = TypeVar("Item")
Key = TypeVar("Key")
Member = TypeVar("Member", bound=StrEnum)

_IDENTITY = ("name_ar", "name_latin", "known_as", "mother_name", "national_id", "phone", "email")


def apply_row(
    person: Person, entry: RegisterEntry, row: IntakeRow, names: Collection[str], coder: BatchCoder
) -> None:
    """Set those columns of a row that are named in `names` (all of them given) on a person.

    Consents are apart, in `consent_statements`.
    """
    person.updated_at = utc_now()
    _apply_person(person, row, names)
    _apply_identity(person, row, names)
    _apply_household(person, row, names)
    _apply_journey(person, row, names)
    _apply_education(person, row, names)
    _apply_work(person, row, names, coder)
    _apply_sets(person, row, names)
    _apply_preference(person, row, names)
    _apply_entry(entry, row, names)


def _of(members: type[Member], value: str | None) -> Member | None:
    return members(value) if value is not None else None


def sync(
    items: list[Item],
    wanted: Iterable[Key],
    key: Callable[[Item], Key],
    make: Callable[[Key], Item],
) -> None:
    """Make a collection hold exactly the wanted keys, keeping the records that are there."""
    have = {key(item): item for item in items}
    target = [have[name] if name in have else make(name) for name in wanted]
    if target != items:
        items[:] = target


def _apply_person(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if "sex" in names:
        person.sex = _of(Sex, row.sex)
    if "category" in names:
        person.category = _of(Category, row.category)
    if "area" in names:
        person.area = _of(Area, row.area)
    if "governorate" in names:
        person.governorate_code = row.governorate
    if "governorate_origin" in names:
        person.origin_code = row.governorate_origin
    if "district" in names and row.district is not None:
        person.district_code = row.district.code
        person.district_wording = row.district.wording


def _apply_identity(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if person.identity is None:
        person.identity = PersonIdentity()
    identity = person.identity
    for name in _IDENTITY:
        if name in names:
            setattr(identity, name, getattr(row, name))
    if "phone_owner" in names:
        identity.phone_owner = _of(PhoneOwner, row.phone_owner)
    if "birth_date" in names and row.birth_date is not None:
        identity.birth_date = row.birth_date.day
        identity.birth_year = row.birth_date.year


def _apply_household(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if not {"marital_status", "dependants", "female_head", "housing"} & set(names):
        return
    if person.household is None:
        person.household = Household()
    if "marital_status" in names:
        person.household.marital_status = _of(MaritalStatus, row.marital_status)
    if "dependants" in names:
        person.household.dependants = row.dependants
    if "female_head" in names:
        person.household.female_head = row.female_head
    if "housing" in names:
        person.household.housing = _of(Housing, row.housing)


def _apply_journey(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    plain = [n for n in ("return_date", "years_abroad", "reason_migrated") if n in names]
    if not plain and "country_from" not in names:
        return
    if person.journey is None:
        person.journey = ReturnJourney()
    for name in plain:
        setattr(person.journey, name, getattr(row, name))
    if "country_from" in names and row.country_from is not None:
        person.journey.country_code = row.country_from.code
        person.journey.country_wording = row.country_from.wording


def _apply_education(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if not {"education", "field_of_study"} & set(names):
        return
    if person.education is None:
        person.education = Education()
    if "education" in names:
        person.education.level = row.education
    if "field_of_study" in names:
        person.education.field_of_study = row.field_of_study


def _apply_work(person: Person, row: IntakeRow, names: Collection[str], coder: BatchCoder) -> None:
    """Replace work and skills; what a person confirmed or showed for the same wording stays."""
    if "experience" in names:
        before = {item.title: item for item in person.experiences}
        person.experiences = [
            keep_confirmed(
                coder.code_title(
                    WorkExperience(
                        title=item.title,
                        years=item.years,
                        country_code=item.country.code if item.country else None,
                        country_wording=item.country.wording if item.country else None,
                    )
                ),
                before.get(item.title),
            )
            for item in row.experience or ()
        ]
    if "desired_work" in names:
        wished = {item.title: item for item in person.desired_work}
        person.desired_work = [
            keep_confirmed(coder.code_title(DesiredWork(title=title)), wished.get(title))
            for title in row.desired_work or ()
        ]
    if "skills" in names:
        sync(
            person.skills,
            row.skills or (),
            lambda item: item.wording,
            lambda wording: coder.code_skill(PersonSkill(wording=wording)),
        )


def _apply_sets(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if "certificates" in names:
        person.certificates = [
            Certificate(name=item.name, recognised=item.recognised)
            for item in row.certificates or ()
        ]
    if "languages" in names:
        levels = {item.name: item.level for item in row.languages or ()}
        sync(
            person.languages,
            levels,
            lambda item: item.language,
            lambda name: PersonLanguage(language=name),
        )
        for spoken in person.languages:
            level = levels[spoken.language]
            spoken.level = LanguageLevel(level) if level else None
    if "licences" in names:
        sync(
            person.licences,
            row.licences or (),
            lambda item: item.licence,
            lambda name: PersonLicence(licence=name),
        )
    if "needs" in names:
        sync(
            person.needs,
            map(Need, row.needs or ()),
            lambda item: item.need,
            lambda need: PersonNeed(need=need),
        )
    if "vulnerabilities" in names:
        sync(
            person.vulnerabilities,
            map(Vulnerability, row.vulnerabilities or ()),
            lambda item: item.vulnerability,
            lambda kind: PersonVulnerability(vulnerability=kind),
        )


def _apply_preference(person: Person, row: IntakeRow, names: Collection[str]) -> None:
    if "wants" in names:
        sync(
            person.wants,
            map(OpportunityKind, row.wants or ()),
            lambda item: item.kind,
            lambda kind: WantedKind(kind=kind),
        )
    plain = [n for n in ("wage_min", "available_from", "aspirations") if n in names]
    if not plain and not {"hours", "relocate_to"} & set(names):
        return
    if person.preference is None:
        person.preference = Preference()
    for name in plain:
        setattr(person.preference, name, getattr(row, name))
    if "hours" in names:
        person.preference.hours = _of(Hours, row.hours)
    if "relocate_to" in names and row.relocate_to is not None:
        person.preference.relocate_anywhere = row.relocate_to.anywhere
        sync(
            person.relocations,
            row.relocate_to.governorates,
            lambda item: item.place_code,
            lambda code: Relocation(place_code=code),
        )


def _apply_entry(entry: RegisterEntry, row: IntakeRow, names: Collection[str]) -> None:
    if "intake_agency" in names:
        entry.agency = _of(Agency, row.intake_agency)
    if "intake_office" in names:
        entry.office = row.intake_office
    if "intake_date" in names:
        entry.intake_date = row.intake_date


def consent_statements(
    entry: RegisterEntry, row: IntakeRow, names: Collection[str]
) -> list[Consent]:
    """Return a statement for the history for each consent that differs from the last one.

    The entry must be stored already: statements refer to it.
    """
    return [
        Consent(
            person_id=entry.person_id,
            purpose=purpose,
            granted=bool(getattr(row, column)),
            given_on=row.consent_date,
            entry_id=entry.id,
        )
        for column, purpose in CONSENT_COLUMNS.items()
        if column in names
    ]
