"""Which details each audit event carries: exactly these, none of them names a person."""

from collections.abc import Mapping

from models.access_enums import AuditAction as A

_NOTHING: frozenset[str] = frozenset()

# What is not named here carries none. Values are codes, opaque ids, numbers, names of columns.
DETAILS: Mapping[A, frozenset[str]] = {
    A.PERSON_SEEN: frozenset({"page", "relation"}),
    A.PERSON_LISTED: frozenset({"page", "count"}),
    A.PERSON_LOOKED_UP: frozenset({"why", "attributes", "outcome"}),
    A.PERSON_EXPORTED: frozenset({"file", "count"}),
    A.CARD_SEEN: frozenset({"card"}),
    A.IDENTITY_SEEN: frozenset({"scope"}),
    A.PERSON_REGISTERED: frozenset({"register"}),
    A.PERSON_CHANGED: frozenset({"columns"}),
    A.PERSON_CODED: frozenset({"code"}),
    A.PERSON_ANONYMISED: frozenset({"cause"}),
    A.PERSON_ERASED: frozenset({"cause", "rows"}),
    A.CONSENT_RECORDED: frozenset({"purpose", "granted", "given_by"}),
    A.RELEASE_GRANTED: frozenset({"scope", "given_by", "expires"}),
    A.RELEASE_WITHDRAWN: frozenset({"cause"}),
    A.CASE_ASSIGNED: frozenset({"office", "basis"}),
    A.CASE_REFERRED: frozenset({"office", "basis", "consent"}),
    A.CASE_ACCEPTED: frozenset({"office"}),
    A.CASE_DECLINED: frozenset({"office"}),
    A.CASE_ENDED: frozenset({"office"}),
    A.CORRECTION_ASKED: frozenset({"field"}),
    A.CORRECTION_DECIDED: frozenset({"field", "state"}),
    A.ERASURE_ASKED: frozenset({"cause", "due"}),
    A.RETENTION_NOTICED: frozenset({"kind", "due"}),
    A.RETENTION_POLICY_SET: frozenset({"kind", "keep_days", "notice_days"}),
    A.REFERRAL_SEEN: frozenset({"page", "named"}),
    A.REFERRAL_OPENED: frozenset({"origin", "card"}),
    A.REFERRAL_MOVED: frozenset({"axis", "step", "from", "to", "given_by"}),
    A.REFERRAL_CLOSED: frozenset({"cause"}),
    A.ANSWER_CODE_MADE: frozenset({"way"}),
    A.INTERVIEW_CHANGED: frozenset({"state"}),
    A.OFFER_CHANGED: frozenset({"state"}),
    A.SEATS_TAKEN: frozenset({"count", "taken"}),
    A.SEATS_FREED: frozenset({"count", "taken"}),
    A.PLACED: frozenset({"kind"}),
    A.PLACEMENT_ENDED: frozenset({"cause", "side"}),
    A.CHECK_ANSWERED: frozenset({"day", "side", "answer", "given_by"}),
    A.ALLOCATION_MOVED: frozenset({"from", "to"}),
    A.ACCOUNTS_SEARCHED: frozenset({"count"}),
    A.MESSAGE_SETTLED: frozenset({"how"}),
    A.SIGNED_IN: frozenset({"way"}),
    A.SIGN_IN_FAILED: frozenset({"why"}),
    A.SESSION_ENDED: frozenset({"why"}),
    A.ACCOUNT_CREATED: frozenset({"role", "way"}),
    A.PASSWORD_CHANGED: frozenset({"way"}),
    A.SECOND_FACTOR_REMOVED: frozenset({"way"}),
    A.RESET_ASKED: frozenset({"kind"}),
    A.RESET_CONFIRMED: frozenset({"kind"}),
    A.RESET_DECLINED: frozenset({"kind"}),
    A.RESET_USED: frozenset({"kind"}),
    A.MEMBERSHIP_GRANTED: frozenset({"role", "organisation", "office"}),
    A.MEMBERSHIP_REVOKED: frozenset({"role"}),
    A.INVITED: frozenset({"role"}),
    A.INVITATION_ACCEPTED: frozenset({"role"}),
    A.TOKEN_MADE: frozenset({"name"}),
    A.ORGANISATION_VETTED: frozenset({"verdict", "standing", "round"}),
    A.ORGANISATION_CHANGED: frozenset({"columns"}),
    A.CAPACITY_CHANGED: frozenset({"what", "kind"}),
    A.OFFICE_CHANGED: frozenset({"what"}),
    A.OPPORTUNITY_ADDED: frozenset({"kind", "way"}),
    A.OPPORTUNITY_CHANGED: frozenset({"columns"}),
    A.OPPORTUNITY_MOVED: frozenset({"from", "to"}),
    A.OPPORTUNITY_CODED: frozenset({"code"}),
    A.FILE_IMPORTED: frozenset({"kind", "accepted", "updated", "unchanged", "rejected"}),
    A.MATCHES_COMPUTED: frozenset({"people", "opportunities"}),
    A.KEYS_ROTATED: frozenset({"key", "values"}),
    A.KEY_DROPPED: frozenset({"key"}),
    A.DATABASE_RESTORED: frozenset({"erased"}),
    A.SLIP_OPENED: frozenset({"template"}),
}


def details_of(action: A) -> frozenset[str]:
    """Return the names of the details that an event carries."""
    return DETAILS.get(action, _NOTHING)
