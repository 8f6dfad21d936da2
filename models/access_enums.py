"""Closed lists around access: who somebody is to a record, what is consented to, what is kept."""

from enum import StrEnum

from models.enums import Role

# In whose name somebody works decides which of these a role belongs to.
EMPLOYER_ROLES = frozenset({Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER})
OFFICE_ROLES = frozenset({Role.CASEWORKER, Role.OFFICE_MANAGER})
# Who works with other people's data signs in with a second factor.
SECOND_FACTOR_ROLES = frozenset(Role) - {Role.RETURNEE, Role.EXPERT, Role.API_CLIENT}


class Relation(StrEnum):
    """What a record is to somebody; the access table grants permissions by it."""

    ANY = "any"
    OWN = "own"
    OFFICE = "office"
    REFERRED = "referred"
    OFFERED = "offered"
    LOOKED_UP = "looked_up"
    PUBLISHED = "published"
    NONE = "none"


class AssignmentBasis(StrEnum):
    """How a case came to an office."""

    INTAKE = "intake"
    REGISTRATION = "registration"
    REFERRAL = "referral"
    TRANSFER = "transfer"


class ConsentGiver(StrEnum):
    """Who spoke: the person alone, the person beside a caseworker, or somebody for them."""

    SELF = "self"
    WITH_CASEWORKER = "with_caseworker"
    PROXY = "proxy"


class ReleaseScope(StrEnum):
    """What an employer gets to see of somebody's identity."""

    NAME = "name"
    NAME_AND_CONTACT = "name_and_contact"


class LookUpReason(StrEnum):
    """Why somebody is looked up outside one's caseload."""

    PERSON_IS_HERE = "person_is_here"
    PERSON_CALLED = "person_called"
    REFERRAL_RECEIVED = "referral_received"
    DUPLICATE = "duplicate"
    COMPLAINT = "complaint"
    DANGER = "danger"


class CorrectionState(StrEnum):
    """Where a person's request for a correction stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Verdict(StrEnum):
    """What somebody who vets an organisation says."""

    APPROVE = "approve"
    REFUSE = "refuse"


class ResetKind(StrEnum):
    """What of an account is set anew."""

    PASSWORD = "password"  # noqa: S105  a name, not a password
    SECOND_FACTOR = "second_factor"
    BOTH = "both"


class Channel(StrEnum):
    """How a message reaches somebody."""

    EMAIL = "email"
    SMS = "sms"
    SLIP = "slip"


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    DROPPED = "dropped"


class JobState(StrEnum):
    """How a run of a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RetentionKind(StrEnum):
    """Kinds of record that are kept for a time of their own."""

    PERSON = "person"
    ACCOUNT = "account"
    IMPORT = "import"
    MESSAGE = "message"
    SESSION = "session"
    INVITATION = "invitation"
    CONTACT = "contact"
    DOCUMENT = "document"


class ErasureCause(StrEnum):
    """Why a person's data is erased."""

    OWN_WISH = "own_wish"
    OFFICE = "office"
    RETENTION = "retention"


class AuditAction(StrEnum):
    """What the audit log knows; `wasl.audit.events` says which details each one carries."""

    # Looks at people
    PERSON_SEEN = "person.seen"
    PERSON_LISTED = "person.listed"
    PERSON_LOOKED_UP = "person.looked_up"
    PERSON_EXPORTED = "person.exported"
    CARD_SEEN = "person.card_seen"
    IDENTITY_SEEN = "person.identity_seen"
    OWN_RECORD_SEEN = "person.own_record_seen"
    # Changes to people
    PERSON_REGISTERED = "person.registered"
    PERSON_CHANGED = "person.changed"
    PERSON_CODED = "person.coded"
    PERSON_ANONYMISED = "person.anonymised"
    PERSON_ERASED = "person.erased"
    CONSENT_RECORDED = "consent.recorded"
    RELEASE_GRANTED = "release.granted"
    RELEASE_WITHDRAWN = "release.withdrawn"
    CASE_ASSIGNED = "case.assigned"
    CASE_REFERRED = "case.referred"
    CASE_ACCEPTED = "case.accepted"
    CASE_DECLINED = "case.declined"
    CASE_ENDED = "case.ended"
    CORRECTION_ASKED = "correction.asked"
    CORRECTION_DECIDED = "correction.decided"
    ERASURE_ASKED = "erasure.asked"
    ERASURE_CANCELLED = "erasure.cancelled"
    RETENTION_NOTICED = "retention.noticed"
    RETENTION_POLICY_SET = "retention.policy_set"
    # People and employers
    REFERRAL_SEEN = "referral.seen"
    REFERRAL_OPENED = "referral.opened"
    REFERRAL_MOVED = "referral.moved"
    REFERRAL_CLOSED = "referral.closed"
    ANSWER_CODE_MADE = "referral.answer_code_made"
    INTERVIEW_CHANGED = "interview.changed"
    OFFER_CHANGED = "offer.changed"
    SEATS_TAKEN = "seats.taken"
    SEATS_FREED = "seats.freed"
    PLACED = "placement.made"
    PLACEMENT_ENDED = "placement.ended"
    CHECK_ANSWERED = "placement.check_answered"
    CHECK_SETTLED = "placement.check_settled"
    ALLOCATION_MOVED = "allocation.moved"
    STOCK_ASKED_BACK = "allocation.asked_back"
    # Accounts
    DISPLAY_NAME_CHANGED = "account.display_name_changed"
    ACCOUNTS_SEARCHED = "account.searched"
    SIGNED_IN = "account.signed_in"
    SIGN_IN_FAILED = "account.sign_in_failed"
    SIGNED_OUT = "account.signed_out"
    SESSION_ENDED = "account.session_ended"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CLOSED = "account.closed"
    LOGIN_CHANGED = "account.login_changed"
    ACCOUNT_SUSPENDED = "account.suspended"
    ACCOUNT_RESTORED = "account.restored"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  a name, not a password
    SECOND_FACTOR_SET = "account.second_factor_set"
    SECOND_FACTOR_REMOVED = "account.second_factor_removed"
    RESET_ASKED = "account.reset_asked"
    RESET_CONFIRMED = "account.reset_confirmed"
    RESET_DECLINED = "account.reset_declined"
    RESET_USED = "account.reset_used"
    MEMBERSHIP_GRANTED = "membership.granted"
    MEMBERSHIP_REVOKED = "membership.revoked"
    INVITED = "invitation.sent"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_REVOKED = "invitation.revoked"
    TOKEN_MADE = "token.made"  # noqa: S105  a name, not a token
    TOKEN_REVOKED = "token.revoked"  # noqa: S105  a name, not a token
    # What is said at the round table
    AGENDA_CHANGED = "agenda.changed"
    MINUTES_CHANGED = "minutes.changed"
    RESOLUTION_CHANGED = "resolution.changed"
    STAKEHOLDER_CHANGED = "stakeholder.changed"
    RELATION_CHANGED = "stakeholder.relation_changed"
    CONTACT_NOTED = "stakeholder.contact_noted"
    CONTACTS_SEEN = "stakeholder.contacts_seen"
    # Organisations, offices, the platform
    ORGANISATION_REGISTERED = "organisation.registered"
    ORGANISATION_VETTED = "organisation.vetted"
    ORGANISATION_CHANGED = "organisation.changed"
    PROFILE_ASKED_AFTER = "organisation.profile_asked_after"
    CAPACITY_CHANGED = "capacity.changed"
    OFFICE_CHANGED = "office.changed"
    OPPORTUNITY_ADDED = "opportunity.added"
    OPPORTUNITY_CHANGED = "opportunity.changed"
    OPPORTUNITY_MOVED = "opportunity.moved"
    OPPORTUNITY_CODED = "opportunity.coded"
    FILE_IMPORTED = "file.imported"
    # Roundtables and commitments out of files, and which postings count
    ROUND_TABLES_IMPORTED = "file.round_tables_imported"
    MEETING_IMPORTED = "meeting.imported"
    COMMITMENT_IMPORTED = "commitment.imported"
    COMMITMENT_MADE = "commitment.made"
    COMMITMENT_CHANGED = "commitment.changed"
    COMMITMENT_ASSESSED = "commitment.assessed"
    MILESTONE_CHANGED = "commitment.milestone_changed"
    BARRIER_LINKED = "commitment.barrier_linked"
    CITATION_MADE = "citation.made"
    CITATION_DECIDED = "citation.decided"
    CITATION_DROPPED = "citation.dropped"
    ASKS_SUGGESTED = "ask.suggested"
    ASK_CHANGED = "ask.changed"
    ASKS_SENT = "ask.sent"
    # The national plan
    ACTION_CHANGED = "plan.action_changed"
    ACTION_LINKED = "plan.action_linked"
    ACTION_FILE_CHANGED = "plan.action_file_changed"
    SERIES_CHANGED = "series.changed"
    MEETING_PLANNED = "meeting.planned"
    MEETING_CHANGED = "meeting.changed"
    MEETING_MOVED = "meeting.moved"
    MEETING_CALLED = "meeting.called"
    PARTICIPANT_CHANGED = "meeting.participant_changed"
    INVITATION_ANSWERED = "meeting.invitation_answered"
    DOCUMENT_CHANGED = "meeting.document_changed"
    MATCHES_COMPUTED = "matches.computed"
    AUDIT_READ = "audit.read"
    KEYS_ROTATED = "keys.rotated"
    KEY_DROPPED = "keys.dropped"
    DATABASE_RESTORED = "database.restored"
    SLIP_OPENED = "slip.opened"
    MESSAGE_SETTLED = "message.settled"
