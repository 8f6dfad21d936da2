"""The audit log in words: what each action is called, and what its details say."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from models import access_enums as a
from models import enums as e
from models import plan_enums as p
from models import referral_enums as r
from models import round_table_enums as t
from models.access_enums import AuditAction as A
from wasl.audit.faults import Fault
from wasl.audit.reading import ActionGroup
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.audit_actions import OBJECTS, SENTENCES
from wasl.ui.audit_words import WORDS
from wasl.ui.column_labels import changed_label
from wasl.ui.labels import LABELS, label
from wasl.ui.sentence_names import join_names

GROUP_LABELS: Mapping[ActionGroup, str] = {
    ActionGroup.LOOKS: _("Looks at people"),
    ActionGroup.PEOPLE: _("Changes to people"),
    ActionGroup.CASES: _("Cases"),
    ActionGroup.CONSENT: _("Consent and released names"),
    ActionGroup.REFERRALS: _("People and employers"),
    ActionGroup.ACCOUNTS: _("Accounts and roles"),
    ActionGroup.SIGN_IN: _("Signing in"),
    ActionGroup.OFFICES: _("Offices and organisations"),
    ActionGroup.ROUND_TABLE: _("Round table"),
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
    "achievement": _("How far it has come"),
    "answer": _("Answer"),
    "attributes": _("Looked up by"),
    "axis": _("Whose word"),
    "barrier": _("Barrier"),
    "basis": _("How it came"),
    "card": _("Card"),
    "cause": _("Cause"),
    "code": _("Occupation"),
    "columns": _("Fields"),
    "commitment": _("Commitment"),
    "consent": _("Consent"),
    "count": _("Number"),
    "day": _("Day"),
    "due": _("Due on"),
    "erased": _("Erased again"),
    "expires": _("Until"),
    "field": _("Field"),
    "file": _("File"),
    "found": _("Found out"),
    "from": _("From"),
    "given_by": _("Said by"),
    "governorate": _("Governorate"),
    "granted": _("Allowed"),
    "keep_days": _("Days kept"),
    "how": _("How"),
    "key": _("Key"),
    "kind": _("Kind"),
    "name": _("Name"),
    "named": _("With the name"),
    "notice_days": _("Days of notice"),
    "office": _("Office"),
    "opportunities": _("Opportunities"),
    "organisation": _("Organisation"),
    "origin": _("Begun by"),
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
    "side": _("Side"),
    "standing": _("Standing"),
    "state": _("State"),
    "step": _("Step"),
    "taken": _("Taken now"),
    "template": _("Message"),
    "to": _("To"),
    "unchanged": _("Unchanged"),
    "updated": _("Updated"),
    "values": _("Values"),
    "verdict": _("Word"),
    "voice": _("Whose word"),
    "way": _("Way"),
    "what": _("What"),
    "why": _("Reason"),
}

_STATES = (r.ConsentState, r.OfficeView, r.EmployerVerdict, r.AllocationState)
# Where the values of a detail are of a closed list, they are shown by their names.
_LISTS: Mapping[str, tuple[type[Enum], ...]] = {
    "achievement": (t.Achievement,),
    "answer": (r.CheckAnswer, t.InvitationAnswer),
    "axis": (r.Axis,),
    "barrier": (p.Barrier,),
    "basis": (a.AssignmentBasis,),
    "cause": (a.ErasureCause, r.CloseCause, r.EndCause),
    "found": (r.CheckAnswer,),
    "from": (e.OpportunityStatus, t.MeetingState, *_STATES),
    "given_by": (a.ConsentGiver,),
    "kind": (
        e.OpportunityKind,
        e.ImportKind,
        a.ResetKind,
        a.RetentionKind,
        t.CommitmentKind,
        t.ResolutionKind,
        t.RelationKind,
    ),
    "origin": (r.ReferralOrigin,),
    "purpose": (e.ConsentPurpose,),
    "register": (e.Register,),
    "role": (e.Role,),
    "scope": (a.ReleaseScope,),
    "side": (r.Side,),
    "standing": (e.OrganisationStanding,),
    "state": (a.CorrectionState, r.InterviewState, r.OfferState, t.CitationState),
    "to": (e.OpportunityStatus, t.MeetingState, *_STATES),
    "verdict": (a.Verdict,),
    "way": (t.ContactWay, t.CitationOrigin),
    "voice": (t.AssessmentVoice,),
    "why": (a.LookUpReason,),
}
_COLUMNS = frozenset({"columns", "field", "attributes"})


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
        return changed_label(text)
    for kind in _LISTS.get(name, ()):
        if (kind, text) in LABELS:
            return label(kind(text))
    return WORDS.get((name, text), text)
