"""The audit log in words: what each action is called, and what its details say."""

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum
from typing import Any

from models import access_enums as a
from models import enums as e
from models.access_enums import AuditAction as A
from wasl.audit.faults import Fault
from wasl.audit.reading import ActionGroup
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.column_labels import column_label
from wasl.ui.labels import LABELS, label
from wasl.ui.sentence_names import join_names

SENTENCES: Mapping[A, str] = {
    A.PERSON_SEEN: _("Looked at a person"),
    A.PERSON_LISTED: _("Saw a person in a list"),
    A.PERSON_LOOKED_UP: _("Looked somebody up outside the caseload"),
    A.PERSON_EXPORTED: _("Wrote a person into a file"),
    A.CARD_SEEN: _("Saw a work card without a name"),
    A.IDENTITY_SEEN: _("Saw the released name of a person"),
    A.OWN_RECORD_SEEN: _("Looked at their own record"),
    A.PERSON_REGISTERED: _("Registered a person"),
    A.PERSON_CHANGED: _("Changed what is recorded of a person"),
    A.PERSON_CODED: _("Decided what a title of a person means"),
    A.PERSON_ANONYMISED: _("Removed what names a person"),
    A.PERSON_ERASED: _("Erased a person"),
    A.CONSENT_RECORDED: _("Recorded a consent"),
    A.RELEASE_GRANTED: _("Released a name to an employer"),
    A.RELEASE_WITHDRAWN: _("Took back the release of a name"),
    A.CASE_ASSIGNED: _("Gave a case to an office or a caseworker"),
    A.CASE_REFERRED: _("Referred a case to another office"),
    A.CASE_ACCEPTED: _("Accepted a case"),
    A.CASE_DECLINED: _("Declined a case"),
    A.CASE_ENDED: _("Ended a case"),
    A.CORRECTION_ASKED: _("Asked for a correction"),
    A.CORRECTION_DECIDED: _("Answered a request for a correction"),
    A.ERASURE_ASKED: _("Asked for an erasure"),
    A.ERASURE_CANCELLED: _("Cancelled an erasure"),
    A.RETENTION_NOTICED: _("Told that a record will be removed"),
    A.RETENTION_POLICY_SET: _("Decided how long records are kept"),
    A.SIGNED_IN: _("Signed in"),
    A.SIGN_IN_FAILED: _("Failed to sign in"),
    A.SIGNED_OUT: _("Signed out"),
    A.SESSION_ENDED: _("Ended a session"),
    A.ACCOUNT_CREATED: _("Made an account"),
    A.ACCOUNT_SUSPENDED: _("Suspended an account"),
    A.ACCOUNT_RESTORED: _("Restored an account"),
    A.ACCOUNT_CLOSED: _("Closed an account for good"),
    A.LOGIN_CHANGED: _("Changed the e-mail address or phone of an account"),
    A.PASSWORD_CHANGED: _("Set a new password"),
    A.SECOND_FACTOR_SET: _("Set up the second step of signing in"),
    A.SECOND_FACTOR_REMOVED: _("Removed the second step of signing in"),
    A.RESET_ASKED: _("Asked for a new start for an account"),
    A.RESET_CONFIRMED: _("Confirmed a new start for an account"),
    A.RESET_DECLINED: _("Declined a new start for an account"),
    A.RESET_USED: _("Used a new start for an account"),
    A.MEMBERSHIP_GRANTED: _("Gave a role"),
    A.MEMBERSHIP_REVOKED: _("Took away a role"),
    A.INVITED: _("Invited somebody"),
    A.INVITATION_ACCEPTED: _("Accepted an invitation"),
    A.INVITATION_REVOKED: _("Took back an invitation"),
    A.TOKEN_MADE: _("Made a token for a program"),
    A.TOKEN_REVOKED: _("Took back a token of a program"),
    A.SLIP_OPENED: _("Opened a slip to print it"),
    A.ORGANISATION_REGISTERED: _("Registered an organisation"),
    A.ORGANISATION_VETTED: _("Said a word on an organisation"),
    A.OFFICE_CHANGED: _("Changed an office"),
    A.OPPORTUNITY_MOVED: _("Changed the state of an opportunity"),
    A.OPPORTUNITY_CODED: _("Decided what the title of an opportunity means"),
    A.FILE_IMPORTED: _("Imported a file"),
    A.MATCHES_COMPUTED: _("Computed the matches"),
    A.AUDIT_READ: _("Read the audit log"),
    A.KEYS_ROTATED: _("Sealed records with a new key"),
    A.KEY_DROPPED: _("Threw away an old key"),
    A.DATABASE_RESTORED: _("Restored the database from a backup"),
}

GROUP_LABELS: Mapping[ActionGroup, str] = {
    ActionGroup.LOOKS: _("Looks at people"),
    ActionGroup.PEOPLE: _("Changes to people"),
    ActionGroup.CASES: _("Cases"),
    ActionGroup.CONSENT: _("Consent and released names"),
    ActionGroup.ACCOUNTS: _("Accounts and roles"),
    ActionGroup.SIGN_IN: _("Signing in"),
    ActionGroup.OFFICES: _("Offices and organisations"),
    ActionGroup.WORK: _("Opportunities, imports, matching"),
    ActionGroup.PLATFORM: _("The platform itself"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.CHANGED: _("It was changed, moved, or put in by somebody without the key."),
    Fault.MISSING: _("It was removed."),
    Fault.CUT_OFF: _("It and what came after was cut off."),
    Fault.BEYOND_END: _("It was put in past the end of the log."),
    Fault.END_CHANGED: _("The end of the log was changed."),
    Fault.NO_END: _("The end of the log is gone, and nothing can be recorded."),
    Fault.KEY_MISSING: _("It was written with a key that is not here."),
    Fault.BEFORE_ANCHOR: _("It was there when the log was noted down, and is gone now."),
    Fault.REASON_CHANGED: _("The reason that was given for it was changed."),
    Fault.REASON_MISSING: _("The reason that was given for it was removed."),
    Fault.NOT_AS_ANCHORED: _("It is another event than when the log was noted down."),
}

DETAILS: Mapping[str, str] = {
    "accepted": _("New"),
    "attributes": _("Looked up by"),
    "basis": _("How it came"),
    "card": _("Card"),
    "cause": _("Cause"),
    "code": _("Occupation"),
    "columns": _("Fields"),
    "consent": _("Consent"),
    "count": _("Number"),
    "due": _("Due on"),
    "erased": _("Erased again"),
    "expires": _("Until"),
    "field": _("Field"),
    "file": _("File"),
    "from": _("From"),
    "given_by": _("Said by"),
    "granted": _("Allowed"),
    "keep_days": _("Days kept"),
    "key": _("Key"),
    "kind": _("Kind"),
    "name": _("Name"),
    "notice_days": _("Days of notice"),
    "office": _("Office"),
    "opportunities": _("Opportunities"),
    "organisation": _("Organisation"),
    "outcome": _("Outcome"),
    "page": _("Page"),
    "people": _("People"),
    "purpose": _("Purpose"),
    "register": _("Register"),
    "rejected": _("Rejected"),
    "relation": _("Relation"),
    "role": _("Role"),
    "round": _("Round"),
    "rows": _("Rows"),
    "scope": _("What is shown"),
    "standing": _("Standing"),
    "state": _("State"),
    "template": _("Message"),
    "to": _("To"),
    "unchanged": _("Unchanged"),
    "updated": _("Updated"),
    "values": _("Values"),
    "verdict": _("Word"),
    "way": _("Way"),
    "what": _("What"),
    "why": _("Reason"),
}

# Where the values of a detail are of a closed list, they are shown by their names.
_LISTS: Mapping[str, tuple[type[Enum], ...]] = {
    "basis": (a.AssignmentBasis,),
    "cause": (a.ErasureCause,),
    "from": (e.OpportunityStatus,),
    "given_by": (a.ConsentGiver,),
    "kind": (e.ImportKind, a.ResetKind, a.RetentionKind),
    "purpose": (e.ConsentPurpose,),
    "register": (e.Register,),
    "role": (e.Role,),
    "scope": (a.ReleaseScope,),
    "standing": (e.OrganisationStanding,),
    "state": (a.CorrectionState,),
    "to": (e.OpportunityStatus,),
    "verdict": (a.Verdict,),
    "why": (a.LookUpReason,),
}
_COLUMNS = frozenset({"columns", "field", "attributes"})


class Page(StrEnum):
    """Pages that the log names."""

    PERSON = "person"
    OCCUPATION = "occupation"
    PEOPLE = "people"
    SEARCH = "search"
    OPPORTUNITY = "opportunity"
    EXPLAIN = "explain"
    CONSENTS = "consents"
    RELEASES = "releases"
    INVITATION = "invitation"
    ERASURE = "erasure"
    REFER = "refer"
    CORRECTION = "correction"
    CORRECTIONS = "corrections"


_WORDS: Mapping[tuple[str, str], str] = {
    ("page", Page.PERSON): _("The person's page"),
    ("page", Page.OCCUPATION): _("The choice of an occupation"),
    ("page", Page.PEOPLE): _("The list of people"),
    ("page", Page.SEARCH): _("Results of a search"),
    ("page", Page.OPPORTUNITY): _("Who fits an opportunity"),
    ("page", Page.EXPLAIN): _("The explanation of a match"),
    ("page", Page.CONSENTS): _("Their consents"),
    ("page", Page.RELEASES): _("Whom their name was released to"),
    ("page", Page.INVITATION): _("The invitation to their own account"),
    ("page", Page.ERASURE): _("Their erasure"),
    ("page", Page.REFER): _("The referral to another office"),
    ("page", Page.CORRECTION): _("A correction they asked for"),
    ("page", Page.CORRECTIONS): _("Corrections that were asked for"),
    ("outcome", "found"): _("Found"),
    ("outcome", "nobody"): _("Nobody found"),
    ("outcome", "limited"): _("Too many tries"),
    ("why", "owner"): _("Ended by themselves"),
    ("why", "ended_by_manager"): _("Ended by who manages the account"),
    ("why", "unknown"): _("No such account"),
    ("why", "password"): _("Wrong password"),
    ("why", "closed"): _("The account cannot be used"),
    ("way", "command"): _("On the command line"),
    ("way", "invitation"): _("By invitation"),
    ("way", "registration"): _("By own registration"),
    ("way", "demo"): _("For the demo"),
    ("way", "token"): _("With a token"),
    ("way", "password"): _("With a password"),
    ("way", "outside"): _("Through a ministry"),
    ("way", "reset"): _("After a new start"),
    ("way", "owner"): _("By themselves"),
    ("way", "change"): _("By themselves"),
    ("what", "added"): _("Added"),
    ("what", "renamed"): _("Renamed"),
    ("what", "closed"): _("Closed"),
    ("what", "opened"): _("Opened again"),
    ("cause", "withdrawn"): _("Taken back"),
    ("cause", "consent"): _("Consent withdrawn"),
    ("cause", "replaced"): _("Replaced by another"),
    ("cause", "expired"): _("The time is over"),
    ("cause", "erasure"): _("The person was erased"),
    ("relation", a.Relation.OWN): _("Their own case"),
    ("relation", a.Relation.OFFICE): _("A case of their office"),
    ("relation", a.Relation.REFERRED): _("A case that was referred to them"),
    ("relation", a.Relation.OFFERED): _("A case that was offered to them"),
    ("relation", a.Relation.LOOKED_UP): _("Looked up"),
    ("relation", a.Relation.ANY): _("Whoever runs the machine"),
    ("relation", a.Relation.NONE): _("None"),
}


OBJECTS: Mapping[str, str] = {
    "account": _("Account"),
    "case": _("Case"),
    "correction": _("Correction"),
    "import": _("Import"),
    "invitation": _("Invitation"),
    "key": _("Key"),
    "message": _("Message"),
    "office": _("Office"),
    "opportunity": _("Opportunity"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "release": _("Released name"),
    "reset": _("New start"),
    "token": _("Token"),
}


def object_of(kind: str) -> str:
    """Return what a kind of record is called; one that is not known stays a code."""
    return OBJECTS.get(kind, kind)


def sentence_of(action: A) -> str:
    """Return what was done, in the language of the page."""
    return SENTENCES[action]


def details_of(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the details of an event: what each is called, and its value in words."""
    for name, value in details.items():
        if value is not None and value != []:
            yield DETAILS.get(name, name), _in_words(name, value)


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return join_names(_in_words(name, item) for item in value)
    text = str(value)
    if name in _COLUMNS:
        return column_label(e.ImportKind.INTAKE, text)
    for kind in _LISTS.get(name, ()):
        if (kind, text) in LABELS:
            return label(kind(text))
    return _WORDS.get((name, text), text)
