"""Closed lists around roundtables, what is promised there, and who takes part."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """What a series of meetings is: roundtables of the platform, or a committee above them."""

    ROUNDTABLE = "roundtable"
    COMMITTEE = "committee"


class MeetingState(StrEnum):
    """Where a meeting stands. PUBLISHED: its minutes are."""

    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class ParticipantPart(StrEnum):
    """What an organisation does at a meeting."""

    CHAIR = "chair"
    HOST = "host"
    MEMBER = "member"
    SPEAKER = "speaker"
    OBSERVER = "observer"


class InvitationAnswer(StrEnum):
    """What an invited organisation said."""

    COMING = "coming"
    NOT_COMING = "not_coming"


class Attendance(StrEnum):
    """Whether somebody was there. REPRESENTED: another role of it came."""

    PRESENT = "present"
    REPRESENTED = "represented"
    ABSENT = "absent"


class ResolutionKind(StrEnum):
    """What a meeting came to. A recommendation leads to a decision, a decision to an action."""

    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    ACTION = "action"


class ResolutionState(StrEnum):
    """Where it stands. What is open is carried forward to the next meeting of the series."""

    OPEN = "open"
    SETTLED = "settled"
    DROPPED = "dropped"


class CommitmentKind(StrEnum):
    """What is promised: one of the six kinds of opportunity, or a measure of policy."""

    JOB = "job"
    INTERNSHIP = "internship"
    TRAINING = "training"
    MENTORING = "mentoring"
    IN_KIND = "in_kind"
    FINANCE = "finance"
    POLICY = "policy"


class CommitmentState(StrEnum):
    """Whether a commitment stands. How far it has come is counted, never kept.

    WITHDRAWN: who made it takes it back, with a reason; it stays in the count of what was said.
    """

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class CommitmentProgress(StrEnum):
    """How far a commitment has come; follows from what is counted, the deadline and its state."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"


class CommitmentField(StrEnum):
    """What of a commitment an amendment changed."""

    QUANTITY = "quantity"
    UNIT = "unit"
    SECTOR = "sector"
    OCCUPATION = "occupation"
    GOVERNORATE = "governorate"
    DEADLINE = "deadline"
    PRIORITY = "priority"
    TEXT = "text"
    RESPONSIBLE_ROLE = "responsible_role"
    STATE = "state"
    PARTIES = "parties"


class Achievement(StrEnum):
    """How far something has come, as somebody says who looked at it."""

    NO_EVIDENCE = "no_evidence"
    NOT_STARTED = "not_started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


class AssessmentVoice(StrEnum):
    """Who says how far a commitment has come: who made it, or somebody independent."""

    SELF = "self"
    REVIEW = "review"


class CitationState(StrEnum):
    """Whether a posting counts for a commitment."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class CitationOrigin(StrEnum):
    """How a posting and a commitment came together."""

    EMPLOYER = "employer"
    FILE = "file"
    SUGGESTED = "suggested"


class StakeholderKind(StrEnum):
    """What an organisation is among the stakeholders."""

    MINISTRY = "ministry"
    AUTHORITY = "authority"
    CHAMBER = "chamber"
    UNION = "union"
    COMPANY = "company"
    PROVIDER = "provider"
    INTERNATIONAL = "international"
    DONOR = "donor"
    ACADEMIC = "academic"


class RelationKind(StrEnum):
    """How two organisations stand to each other. Read from the first to the second.

    SAME_AS: one organisation under two names; a posting of one counts for a commitment of the
    other. MEMBER_OF: a posting of the first counts once somebody confirmed it.
    """

    SAME_AS = "same_as"
    WORKS_WITH = "works_with"
    MEMBER_OF = "member_of"
    FUNDS = "funds"
    REFERS_TO = "refers_to"
    SUPERVISES = "supervises"


class ContactWay(StrEnum):
    """How there was contact with an organisation."""

    MEETING = "meeting"
    VISIT = "visit"
    PHONE = "phone"
    MAIL = "mail"


class AskState(StrEnum):
    """Where an ask stands: something a member is asked for before a roundtable."""

    DRAFT = "draft"
    SENT = "sent"
    PROMISED = "promised"
    DECLINED = "declined"
    DROPPED = "dropped"
