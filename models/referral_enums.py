"""Closed lists around referrals: three axes, reasons, meetings, offers, placements, stock."""

from enum import StrEnum


class ReferralOrigin(StrEnum):
    """Who brought a person and an opportunity together."""

    EMPLOYER = "employer"
    OFFICE = "office"
    PERSON = "person"


class Side(StrEnum):
    """Who speaks in a referral. SYSTEM: the calendar, or what follows from something else."""

    PERSON = "person"
    OFFICE = "office"
    EMPLOYER = "employer"
    SYSTEM = "system"


class Axis(StrEnum):
    """What of a referral a step changes: three axes that are independent, and its end.

    MEETING is no axis of its own: what happened to a meeting stands in the same log.
    """

    CONSENT = "consent"
    VIEW = "view"
    VERDICT = "verdict"
    CLOSING = "closing"
    MEETING = "meeting"


class ConsentState(StrEnum):
    """The person's consent to this one opportunity."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OfficeView(StrEnum):
    """What the caseworker thinks of it."""

    OPEN = "open"
    SUPPORTED = "supported"
    OPPOSED = "opposed"


class EmployerVerdict(StrEnum):
    """What the employer says. NOT_ASKED: knows nothing of it yet."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    MEET = "meet"
    OFFERED = "offered"
    PLACED = "placed"
    DECLINED = "declined"
    EXPIRED = "expired"


class ReferralStage(StrEnum):
    """Whose turn it is; follows from the axes (`referral_states.stage_of`).

    IN_LINE: the person said yes, and the employer has to answer others first.
    """

    WITH_OFFICE = "with_office"
    WITH_PERSON = "with_person"
    IN_LINE = "in_line"
    WITH_EMPLOYER = "with_employer"
    MEETING = "meeting"
    OFFER = "offer"
    PLACED = "placed"
    CLOSED = "closed"


class CloseCause(StrEnum):
    """Why a referral came to its end."""

    PLACED = "placed"
    PERSON_REFUSED = "person_refused"
    PERSON_SILENT = "person_silent"
    PERSON_WITHDREW = "person_withdrew"
    OFFICE_OPPOSED = "office_opposed"
    EMPLOYER_DECLINED = "employer_declined"
    EMPLOYER_SILENT = "employer_silent"
    PLACED_ELSEWHERE = "placed_elsewhere"
    OPPORTUNITY_ENDED = "opportunity_ended"


class RefusalReason(StrEnum):
    """Why somebody says no. Which side may give which stands in `referral_states.REASONS`."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    PAPERS = "papers"
    LANGUAGE = "language"
    AVAILABILITY = "availability"
    DISTANCE = "distance"
    WAGE = "wage"
    HOURS = "hours"
    DID_NOT_COME = "did_not_come"
    CHOSE_OTHER = "chose_other"
    NO_PLACE_LEFT = "no_place_left"
    OTHER_WORK_WANTED = "other_work_wanted"
    ALREADY_BUSY = "already_busy"
    FAMILY = "family"
    HEALTH = "health"
    NO_TRUST = "no_trust"
    SAFETY = "safety"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class InterviewState(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class InterviewWay(StrEnum):
    """How people meet."""

    AT_EMPLOYER = "at_employer"
    AT_OFFICE = "at_office"
    PHONE = "phone"
    VIDEO = "video"


class OfferState(StrEnum):
    """Where an offer stands; while it is open or accepted it holds its places."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class AllocationState(StrEnum):
    """Where in-kind support or finance for one person stands."""

    RESERVED = "reserved"
    HANDED_OVER = "handed_over"
    RECEIPTED = "receipted"
    RETURNED = "returned"
    RELEASED = "released"


class CheckAnswer(StrEnum):
    """What one side says at a check of a placement."""

    STILL_THERE = "still_there"
    ENDED = "ended"


class CheckOutcome(StrEnum):
    """What a check comes to, both sides together."""

    NOT_DUE = "not_due"
    OPEN = "open"
    RETAINED = "retained"
    ENDED = "ended"
    DISAGREE = "disagree"
    ONE_SIDED = "one_sided"
    SILENT = "silent"


class EndCause(StrEnum):
    """Why a placement ended."""

    NEVER_STARTED = "never_started"
    EMPLOYER_ENDED = "employer_ended"
    PERSON_LEFT = "person_left"
    TERM_OVER = "term_over"
    OTHER = "other"


class OrganisationSize(StrEnum):
    """How many people work there."""

    MICRO = "micro"  # 1 to 9
    SMALL = "small"  # 10 to 49
    MEDIUM = "medium"  # 50 to 249
    LARGE = "large"  # 250 and more
