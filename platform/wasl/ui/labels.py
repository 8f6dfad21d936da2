"""What the members of closed lists are called on pages and in documents."""

from collections.abc import Iterable
from enum import Enum

from wtforms import SelectChoice  # type: ignore[attr-defined] # the stubs are of 3.2

from models import enums as e
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.access_labels import ACCESS_LABELS
from wasl.ui.plan_labels import PLAN_LABELS
from wasl.ui.referral_labels import REFERRAL_LABELS
from wasl.ui.round_table_labels import ROUND_TABLE_LABELS

# By class and member: members of two lists that have the same value are equal to each other.
_LABELS: tuple[tuple[Enum, str], ...] = (
    (e.Register.MRC, _("Migrant Resource Centre")),
    (e.Register.MOLSA, _("Ministry of Labour and Social Affairs")),
    (e.Register.MOMD, _("Ministry of Migration and Displaced")),
    (e.Register.MOFA, _("Ministry of Foreign Affairs")),
    (e.Register.SELF, _("Registered themselves")),
    (e.Agency.MRC, _("Migrant Resource Centre")),
    (e.Agency.MOLSA, _("Ministry of Labour and Social Affairs")),
    (e.Agency.MOMD, _("Ministry of Migration and Displaced")),
    (e.Agency.MOFA, _("Ministry of Foreign Affairs")),
    (e.Agency.MOI, _("Ministry of Interior")),
    (e.Agency.IOM, _("International Organization for Migration")),
    (e.Agency.GMAC, _("German-Iraqi Centre for Jobs and Migration")),
    (e.Agency.ETTC, _("European Technology and Training Centre")),
    (e.Agency.OTHER, _("Another organisation")),
    (e.Sex.FEMALE, _("Woman")),
    (e.Sex.MALE, _("Man")),
    (e.PhoneOwner.SELF, _("Their own phone")),
    (e.PhoneOwner.FAMILY, _("A relative's phone")),
    (e.PhoneOwner.NEIGHBOUR, _("A neighbour's phone")),
    (e.PhoneOwner.CENTRE, _("The centre's phone")),
    (e.Area.URBAN, _("Town")),
    (e.Area.RURAL, _("Countryside")),
    (e.Category.ABROAD_VOLUNTARY, _("Returned from abroad by choice")),
    (e.Category.ABROAD_FORCED, _("Had to return from abroad")),
    (e.Category.MIGRANT_WORKER, _("Migrant worker")),
    (e.Category.HIGHLY_QUALIFIED, _("Highly qualified")),
    (e.Category.IDP_RETURNEE, _("Returned after displacement")),
    (e.MaritalStatus.SINGLE, _("Single")),
    (e.MaritalStatus.MARRIED, _("Married")),
    (e.MaritalStatus.WIDOWED, _("Widowed")),
    (e.MaritalStatus.DIVORCED, _("Divorced")),
    (e.Vulnerability.DISABILITY, _("Disability")),
    (e.Vulnerability.CHRONIC_ILLNESS, _("Chronic illness")),
    (e.Vulnerability.TRAFFICKING, _("Survivor of trafficking")),
    (e.Vulnerability.GBV, _("Survivor of gender-based violence")),
    (e.Vulnerability.ELDERLY, _("Older person")),
    (e.Vulnerability.SINGLE_PARENT, _("Single parent")),
    (e.Vulnerability.DEBT, _("In debt")),
    (e.Vulnerability.TRAUMA, _("Trauma")),
    (e.Vulnerability.NO_DOCUMENTS, _("No documents")),
    (e.Vulnerability.HOMELESS, _("No home")),
    (e.Vulnerability.MINOR_CHILDREN, _("Small children")),
    (e.Housing.OWN, _("Own home")),
    (e.Housing.RENT, _("Rented home")),
    (e.Housing.FAMILY, _("With relatives")),
    (e.Housing.INFORMAL, _("Informal settlement")),
    (e.Housing.CAMP, _("Camp")),
    (e.Housing.NONE, _("No housing")),
    (e.Need.DOCUMENTS, _("Documents")),
    (e.Need.LEGAL, _("Legal help")),
    (e.Need.HOUSING, _("Housing")),
    (e.Need.HEALTH, _("Health care")),
    (e.Need.PSYCHOSOCIAL, _("Psychosocial support")),
    (e.Need.EDUCATION, _("Education")),
    (e.Need.LIVELIHOOD, _("Livelihood")),
    (e.Need.FAMILY, _("Help for the family")),
    (e.OpportunityKind.JOB, _("Job")),
    (e.OpportunityKind.INTERNSHIP, _("Internship")),
    (e.OpportunityKind.TRAINING, _("Training")),
    (e.OpportunityKind.MENTORING, _("Mentoring")),
    (e.OpportunityKind.IN_KIND, _("In-kind support")),
    (e.OpportunityKind.FINANCE, _("Finance")),
    (e.Hours.FULL, _("Full time")),
    (e.Hours.PART, _("Part time")),
    (e.Hours.ANY, _("Full or part time")),
    (e.LanguageLevel.A1, _("A1, beginner")),
    (e.LanguageLevel.A2, _("A2, elementary")),
    (e.LanguageLevel.B1, _("B1, intermediate")),
    (e.LanguageLevel.B2, _("B2, good")),
    (e.LanguageLevel.C1, _("C1, very good")),
    (e.LanguageLevel.C2, _("C2, fluent")),
    (e.LanguageLevel.NATIVE, _("Native")),
    (e.Licence.DRIVING_PRIVATE, _("Private driving licence")),
    (e.Licence.DRIVING_TRUCK, _("Truck driving licence")),
    (e.Licence.DRIVING_PUBLIC, _("Public driving licence")),
    (e.Licence.MOTORCYCLE, _("Motorcycle licence")),
    (e.Licence.FORKLIFT, _("Forklift licence")),
    (e.Licence.HEAVY_EQUIPMENT, _("Heavy equipment licence")),
    (e.Licence.ELECTRICIAN, _("Electrician's licence")),
    (e.Licence.WELDER, _("Welder's licence")),
    (e.Licence.PHARMACY, _("Pharmacy licence")),
    (e.Licence.NURSING, _("Nursing licence")),
    (e.Licence.TEACHING, _("Teaching licence")),
    (e.Licence.ENGINEER_UNION, _("Member of the Engineers' Union")),
    (e.Licence.FOOD_HANDLER, _("Food handler's card")),
    (e.ConsentPurpose.DATA, _("Keeping their data")),
    (e.ConsentPurpose.MATCHING, _("Matching with opportunities")),
    (e.ConsentPurpose.CONTACT, _("Being contacted")),
    (e.EvidenceGrade.DECLARED, _("Declared")),
    (e.EvidenceGrade.DOCUMENT_SEEN, _("Document seen")),
    (e.EvidenceGrade.TESTED, _("Tested")),
    (e.EvidenceGrade.EMPLOYER_CONFIRMED, _("Confirmed by an employer")),
    (e.EvidenceGrade.RECOGNISED, _("Officially recognised")),
    (e.CodingDecision.SURE, _("Understood")),
    (e.CodingDecision.ASK, _("Please check")),
    (e.CodingDecision.UNKNOWN, _("Not understood")),
    (e.CodingDecision.CONFIRMED, _("Confirmed by a person")),
    (e.OpportunityStatus.DRAFT, _("Draft")),
    (e.OpportunityStatus.IN_REVIEW, _("In review")),
    (e.OpportunityStatus.PUBLISHED, _("Published")),
    (e.OpportunityStatus.PAUSED, _("Paused")),
    (e.OpportunityStatus.FILLED, _("Filled")),
    (e.OpportunityStatus.CLOSED, _("Closed")),
    (e.OpportunityStatus.EXPIRED, _("Expired")),
    (e.OrganisationStanding.UNVETTED, _("Not vetted yet")),
    (e.OrganisationStanding.LISTED, _("Listed by a chamber")),
    (e.OrganisationStanding.VETTED, _("Vetted")),
    (e.OrganisationStanding.REFUSED, _("Refused")),
    (e.PlaceLevel.GOVERNORATE, _("Governorate")),
    (e.PlaceLevel.DISTRICT, _("District")),
    (e.TermSource.WASL, _("Word list of the platform")),
    (e.TermSource.ESCO, _("European classification")),
    (e.TermSource.OFFICE, _("Word list of the office")),
    (e.TermKind.LABEL, _("Official name")),
    (e.TermKind.TITLE, _("Job title")),
    (e.TermKind.CUE, _("Word that tells the trade")),
    (e.Role.CASEWORKER, _("Caseworker")),
    (e.Role.EMPLOYER_OWNER, _("Employer, owner")),
    (e.Role.EMPLOYER_RECRUITER, _("Employer, recruiter")),
    (e.Role.OFFICE_MANAGER, _("Office manager")),
    (e.Role.RETURNEE, _("Returnee")),
    (e.Role.SECRETARIAT, _("Secretariat")),
    (e.Role.OBSERVER, _("Observer")),
    (e.Role.EXPERT, _("Expert abroad")),
    (e.Role.ADMINISTRATOR, _("Administrator")),
    (e.Role.API_CLIENT, _("Program of an institution")),
    (e.ImportKind.INTAKE, _("People")),
    (e.ImportKind.OPPORTUNITIES, _("Opportunities")),
    (e.ImportKind.ROUND_TABLES, _("Roundtables and commitments")),
    (e.ImportState.UPLOADED, _("Uploaded")),
    (e.ImportState.RUNNING, _("Being imported")),
    (e.ImportState.DONE, _("Imported")),
    (e.ImportState.FAILED, _("Failed")),
)
LABELS = {
    (type(member), member.value): text
    for member, text in (
        *_LABELS,
        *ACCESS_LABELS,
        *REFERRAL_LABELS,
        *ROUND_TABLE_LABELS,
        *PLAN_LABELS,
    )
}


def label(member: Enum) -> str:
    """Return what a member is called, in the language of the page that shows it."""
    return LABELS[type(member), member.value]


def as_choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return values with their texts as choices of a form field."""
    return [SelectChoice(value, text) for value, text in pairs]


def as_names(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return values with names as choices: data in whatever language, each in its direction."""
    return [SelectChoice(value, text, {"lang": "", "dir": "auto"}) for value, text in pairs]


def choices(kind: type[Enum], *, blank: str | None = None) -> list[SelectChoice]:
    """Return a closed list as choices of a form field, with a first empty one where `blank` is."""
    listed = [SelectChoice(str(member.value), label(member)) for member in kind]
    return listed if blank is None else [SelectChoice("", blank), *listed]
