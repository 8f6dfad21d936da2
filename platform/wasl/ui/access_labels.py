"""Names of the closed lists around access, consent, messages and retention."""

from enum import Enum

from models import access_enums as a
from wasl.i18n.texts import lazy_gettext as _

ACCESS_LABELS: tuple[tuple[Enum, str], ...] = (
    (a.AssignmentBasis.INTAKE, _("Intake")),
    (a.AssignmentBasis.REGISTRATION, _("Own registration")),
    (a.AssignmentBasis.REFERRAL, _("Referral: both offices work on it")),
    (a.AssignmentBasis.TRANSFER, _("Transfer: the case moves")),
    (a.ConsentGiver.SELF, _("The person")),
    (a.ConsentGiver.WITH_CASEWORKER, _("The person, with a caseworker")),
    (a.ConsentGiver.PROXY, _("Somebody for the person")),
    (a.ReleaseScope.NAME, _("Name")),
    (a.ReleaseScope.NAME_AND_CONTACT, _("Name, phone and e-mail")),
    (a.LookUpReason.PERSON_IS_HERE, _("The person is here")),
    (a.LookUpReason.PERSON_CALLED, _("The person called or wrote")),
    (a.LookUpReason.REFERRAL_RECEIVED, _("Another office sent the person")),
    (a.LookUpReason.DUPLICATE, _("Two records may be the same person")),
    (a.LookUpReason.COMPLAINT, _("A complaint")),
    (a.LookUpReason.DANGER, _("The person may be in danger")),
    (a.CorrectionState.OPEN, _("Waiting for an answer")),
    (a.CorrectionState.ACCEPTED, _("Corrected")),
    (a.CorrectionState.DECLINED, _("Left as it is")),
    (a.Verdict.APPROVE, _("Approved")),
    (a.Verdict.REFUSE, _("Refused")),
    (a.ResetKind.PASSWORD, _("Password")),
    (a.ResetKind.SECOND_FACTOR, _("Second factor")),
    (a.ResetKind.BOTH, _("Password and second factor")),
    (a.Channel.EMAIL, _("E-mail")),
    (a.Channel.SMS, _("Text message")),
    (a.Channel.SLIP, _("Printed slip")),
    (a.MessageState.WAITING, _("Waiting")),
    (a.MessageState.SENT, _("Sent")),
    (a.MessageState.PRINTED, _("Printed")),
    (a.MessageState.FAILED, _("Not delivered")),
    (a.MessageState.DROPPED, _("Not sent")),
    (a.RetentionKind.PERSON, _("People")),
    (a.RetentionKind.ACCOUNT, _("Closed accounts")),
    (a.RetentionKind.IMPORT, _("Files and rejected rows of imports")),
    (a.RetentionKind.MESSAGE, _("Messages that were sent")),
    (a.RetentionKind.SESSION, _("Sign-ins that have ended")),
    (a.RetentionKind.INVITATION, _("Invitations that have run out")),
    (a.ErasureCause.OWN_WISH, _("The person asked for it")),
    (a.ErasureCause.OFFICE, _("Decided by the office")),
    (a.ErasureCause.RETENTION, _("Kept long enough")),
)
