"""Closed lists of values. The value of each member is its spelling in files and in the database."""

from enum import StrEnum


class Register(StrEnum):
    """Whose register an intake row comes from."""

    MRC = "mrc"
    MOLSA = "molsa"
    MOMD = "momd"
    MOFA = "mofa"
    SELF = "self"


class Agency(StrEnum):
    """Who did the intake interview."""

    MRC = "MRC"
    MOLSA = "MoLSA"
    MOMD = "MoMD"
    MOFA = "MoFA"
    MOI = "MoI"
    IOM = "IOM"
    GMAC = "GMAC"
    ETTC = "ETTC"
    OTHER = "other"


class Sex(StrEnum):
    """Sex as written in the register."""

    FEMALE = "female"
    MALE = "male"


class PhoneOwner(StrEnum):
    """Whose phone a number is: a message to a shared phone must be neutral."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    CENTRE = "centre"


class Area(StrEnum):
    """Kind of settlement."""

    URBAN = "urban"
    RURAL = "rural"


class Category(StrEnum):
    """Kind of returnee."""

    ABROAD_VOLUNTARY = "abroad_voluntary"
    ABROAD_FORCED = "abroad_forced"
    MIGRANT_WORKER = "migrant_worker"
    HIGHLY_QUALIFIED = "highly_qualified"
    IDP_RETURNEE = "idp_returnee"


class MaritalStatus(StrEnum):
    """Marital status as written in the register."""

    SINGLE = "single"
    MARRIED = "married"
    WIDOWED = "widowed"
    DIVORCED = "divorced"


class Vulnerability(StrEnum):
    """What makes a person's return harder. Never enters a score."""

    DISABILITY = "disability"
    CHRONIC_ILLNESS = "chronic_illness"
    TRAFFICKING = "trafficking"
    GBV = "gbv"
    ELDERLY = "elderly"
    SINGLE_PARENT = "single_parent"
    DEBT = "debt"
    TRAUMA = "trauma"
    NO_DOCUMENTS = "no_documents"
    HOMELESS = "homeless"
    MINOR_CHILDREN = "minor_children"


class Housing(StrEnum):
    """Where the household lives."""

    OWN = "own"
    RENT = "rent"
    FAMILY = "family"
    INFORMAL = "informal"
    CAMP = "camp"
    NONE = "none"


class Need(StrEnum):
    """Services a person asked for."""

    DOCUMENTS = "documents"
    LEGAL = "legal"
    HOUSING = "housing"
    HEALTH = "health"
    PSYCHOSOCIAL = "psychosocial"
    EDUCATION = "education"
    LIVELIHOOD = "livelihood"
    FAMILY = "family"


class OpportunityKind(StrEnum):
    """The six kinds of what the private sector can offer."""

    JOB = "job"
    INTERNSHIP = "internship"
    TRAINING = "training"
    MENTORING = "mentoring"
    IN_KIND = "in_kind"
    FINANCE = "finance"


class Hours(StrEnum):
    """Working time offered or wanted."""

    FULL = "full"
    PART = "part"
    ANY = "any"


class LanguageLevel(StrEnum):
    """CEFR level; native counts as C2."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"


class Licence(StrEnum):
    """Driving and trade licences that postings ask for; any other is kept in words."""

    DRIVING_PRIVATE = "driving_private"
    DRIVING_TRUCK = "driving_truck"
    DRIVING_PUBLIC = "driving_public"
    MOTORCYCLE = "motorcycle"
    FORKLIFT = "forklift"
    HEAVY_EQUIPMENT = "heavy_equipment"
    ELECTRICIAN = "electrician"
    WELDER = "welder"
    PHARMACY = "pharmacy"
    NURSING = "nursing"
    TEACHING = "teaching"
    ENGINEER_UNION = "engineer_union"
    FOOD_HANDLER = "food_handler"


class ConsentPurpose(StrEnum):
    """What a person allows, each on its own."""

    DATA = "data"
    MATCHING = "matching"
    CONTACT = "contact"


class EvidenceGrade(StrEnum):
    """How well a skill is shown, weakest first."""

    DECLARED = "declared"
    DOCUMENT_SEEN = "document_seen"
    TESTED = "tested"
    EMPLOYER_CONFIRMED = "employer_confirmed"
    RECOGNISED = "recognised"


class CodingDecision(StrEnum):
    """How certain it is that a wording was understood."""

    SURE = "sure"
    ASK = "ask"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"


UNDECIDED = (CodingDecision.ASK, CodingDecision.UNKNOWN)


class OpportunityStatus(StrEnum):
    """State of a posting."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    PAUSED = "paused"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"


class OrganisationStanding(StrEnum):
    """Whether somebody has vouched for an organisation."""

    UNVETTED = "unvetted"
    LISTED = "listed"
    VETTED = "vetted"
    REFUSED = "refused"


class PlaceLevel(StrEnum):
    """Administrative level."""

    GOVERNORATE = "governorate"
    DISTRICT = "district"


class TermSource(StrEnum):
    """Where a lexicon term comes from."""

    WASL = "wasl"
    ESCO = "esco"
    OFFICE = "office"


class TermKind(StrEnum):
    """A full title, or a cue: an object or activity that tells the trade behind a generic word."""

    LABEL = "label"
    TITLE = "title"
    CUE = "cue"


class Role(StrEnum):
    """What an account is for; a membership gives it, with the organisation, office or person."""

    EMPLOYER_OWNER = "employer_owner"
    EMPLOYER_RECRUITER = "employer_recruiter"
    CASEWORKER = "caseworker"
    OFFICE_MANAGER = "office_manager"
    RETURNEE = "returnee"
    SECRETARIAT = "secretariat"
    OBSERVER = "observer"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    API_CLIENT = "api_client"


class ImportKind(StrEnum):
    """What an uploaded file holds."""

    INTAKE = "intake"
    OPPORTUNITIES = "opportunities"
    ROUND_TABLES = "roundtables"


class ImportState(StrEnum):
    """Where an upload stands."""

    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
