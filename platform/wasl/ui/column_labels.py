"""What the columns of the file formats are called on pages."""

from collections.abc import Mapping

from models.enums import ImportKind
from models.round_table_enums import CommitmentField
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.round_table_labels import ROUND_TABLE_LABELS

INTAKE_LABELS: dict[str, str] = {
    "register": _("Register"),
    "case_no": _("Case number"),
    "name_ar": _("Name in Arabic"),
    "name_latin": _("Name in Latin letters"),
    "known_as": _("Known as"),
    "mother_name": _("Mother's name"),
    "sex": _("Sex"),
    "birth_date": _("Date or year of birth"),
    "national_id": _("National card number"),
    "phone": _("Phone"),
    "phone_owner": _("Whose phone it is"),
    "email": _("E-mail address"),
    "governorate": _("Governorate"),
    "district": _("District"),
    "governorate_origin": _("Governorate of origin"),
    "area": _("Town or countryside"),
    "category": _("Kind of returnee"),
    "country_from": _("Returned from"),
    "return_date": _("Date of return"),
    "years_abroad": _("Years abroad"),
    "reason_migrated": _("Reason for leaving"),
    "marital_status": _("Marital status"),
    "dependants": _("Dependants"),
    "female_head": _("Woman heads the household"),
    "vulnerabilities": _("Vulnerabilities"),
    "housing": _("Housing"),
    "education": _("Education"),
    "field_of_study": _("Field of study"),
    "certificates": _("Certificates"),
    "experience": _("Work experience"),
    "skills": _("Skills"),
    "languages": _("Languages"),
    "licences": _("Licences"),
    "wants": _("Wants"),
    "desired_work": _("Work wanted"),
    "wage_min": _("Lowest wage"),
    "relocate_to": _("Would move to"),
    "hours": _("Hours"),
    "available_from": _("Available from"),
    "aspirations": _("Aspirations"),
    "needs": _("Needs"),
    "consent_data": _("Consent to keeping data"),
    "consent_matching": _("Consent to matching"),
    "consent_contact": _("Consent to contact"),
    "consent_date": _("Date of consent"),
    "intake_agency": _("Interviewed by"),
    "intake_office": _("Office"),
    "intake_date": _("Date of the interview"),
}

OPPORTUNITY_LABELS: dict[str, str] = {
    "ref": _("Reference"),
    "employer": _("Employer"),
    "employer_reg_no": _("Employer's registration number"),
    "sector": _("Sector"),
    "kind": _("Kind"),
    "title": _("Title"),
    "description": _("Description"),
    "occupation": _("ISCO-08 code"),
    "skills_required": _("Skills required"),
    "skills_desired": _("Skills desired"),
    "education_min": _("Lowest education"),
    "experience_min_years": _("Years of experience"),
    "languages": _("Languages"),
    "licences": _("Licences"),
    "governorate": _("Governorate"),
    "district": _("District"),
    "remote": _("Work from home"),
    "seats": _("Places"),
    "wage_min": _("Wage from"),
    "wage_max": _("Wage up to"),
    "wage": _("Wage"),
    "hours": _("Hours"),
    "start_date": _("Begins on"),
    "apply_by": _("Apply by"),
    "accessible": _("Accessible"),
    "transport": _("Transport"),
    "childcare": _("Childcare"),
    "accommodation": _("Accommodation"),
    "women_encouraged": _("Women encouraged"),
    "commitment": _("Roundtable commitment"),
}

# Of the two sheets of a file of roundtables.
ROUND_TABLE_COLUMNS: dict[str, str] = {
    "ref": _("Reference"),
    "date": _("Day"),
    "city": _("City"),
    "host": _("Hosts"),
    "chair": _("Chair"),
    "title": _("Title"),
    "participants": _("Who takes part"),
    "roundtable": _("Roundtable"),
    "stakeholder": _("Who made it"),
    "type": _("Kind"),
    "quantity": _("How many"),
    "unit": _("Unit"),
    "sector": _("Sector"),
    "governorate": _("Governorate"),
    "deadline": _("Deadline"),
    "text": _("What was promised"),
    "responsible_role": _("In charge"),
    "status_reported": _("Who made it says"),
}

# Of an organisation's profile, which no file has.
PROFILE_LABELS: dict[str, str] = {
    "sector_code": _("Sector"),
    "size": _("How many people work there"),
    "about": _("What it does"),
    "website": _("Website"),
    "workplaces": _("Where it works"),
    "profile_at": _("Confirmed"),
}

# Of a stakeholder, which no file of people or opportunities has.
STAKEHOLDER_LABELS: dict[str, str] = {
    "kind": _("What it is"),
    "short_name": _("Short name"),
    "name_ckb": _("Name in Kurdish (Sorani)"),
    "name_en": _("Name in English"),
    "former_names": _("Other names"),
    "mandate": _("Mandate"),
    "services": _("Services"),
    "governorate_code": _("Governorate"),
}

# Of an action of the plan.
ACTION_LABELS: dict[str, str] = {
    "number": _("Number"),
    "priority": _("Priority"),
    "title_en": _("Action, in English"),
    "title_ar": _("Action, in Arabic"),
    "objective_en": _("Specific objective, in English"),
    "objective_ar": _("Specific objective, in Arabic"),
    "horizon": _("When it is to be done"),
    "status": _("Where it stands"),
    "status_note": _("Note"),
}

# Of a commitment, in an amendment.
COMMITMENT_LABELS: dict[str, str] = {
    field.value: text for field, text in ROUND_TABLE_LABELS if isinstance(field, CommitmentField)
}

# Of a roundtable or a sitting.
MEETING_LABELS: dict[str, str] = {
    "name": _("Name"),
    "held_on": _("Day"),
    "starts_at": _("Begins at"),
    "ends_at": _("Ends at"),
    "governorate_code": _("Governorate"),
    "place": _("City"),
    "venue": _("Building and room"),
    "chair": _("Chair"),
    "hosts": _("Hosts"),
    "chairs": _("Chairs"),
}

_LABELS: Mapping[ImportKind, Mapping[str, str]] = {
    ImportKind.INTAKE: INTAKE_LABELS,
    ImportKind.OPPORTUNITIES: OPPORTUNITY_LABELS,
    ImportKind.ROUND_TABLES: ROUND_TABLE_COLUMNS,
}

_OF_ALL = (
    INTAKE_LABELS,
    OPPORTUNITY_LABELS,
    PROFILE_LABELS,
    STAKEHOLDER_LABELS,
    ACTION_LABELS,
    COMMITMENT_LABELS,
    MEETING_LABELS,
    ROUND_TABLE_COLUMNS,
)


def column_label(kind: ImportKind, column: str) -> str:
    """Return what a canonical column is called; an unknown name stays as it is."""
    return str(_LABELS[kind].get(column, column))


def changed_label(column: str) -> str:
    """Return what a column is called that a record of any kind was changed in."""
    for labels in _OF_ALL:
        if column in labels:
            return str(labels[column])
    return column
