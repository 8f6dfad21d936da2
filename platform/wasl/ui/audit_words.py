"""The audit log in words: what single values of its details say."""

from collections.abc import Mapping
from enum import StrEnum

from models import access_enums as a
from wasl.i18n.texts import lazy_gettext as _


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
    REFERRALS = "referrals"
    REFERRAL = "referral"
    PROPOSE = "propose"


WORDS: Mapping[tuple[str, str], str] = {
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
    ("page", Page.REFERRALS): _("Who meets which employer"),
    ("page", Page.REFERRAL): _("How far a person and an employer are"),
    ("page", Page.PROPOSE): _("Proposing an opportunity"),
    ("found", "unknown"): _("Could not be found out"),
    ("how", "dropped"): _("Not sent"),
    ("how", "printed"): _("Printed and handed over"),
    ("how", "again"): _("Sent once more"),
    ("way", "slip"): _("On a slip"),
    ("way", "message"): _("By message"),
    ("way", "form"): _("On a form"),
    ("way", "file"): _("In a file"),
    ("way", "copy"): _("As a copy"),
    ("way", "profile"): _("From the profile"),
    ("step", "ask"): _("Asked"),
    ("step", "say_yes"): _("Said yes"),
    ("step", "say_no"): _("Said no"),
    ("step", "withdraw"): _("Took the yes back"),
    ("step", "expire"): _("The time is over"),
    ("step", "support"): _("Is for it"),
    ("step", "oppose"): _("Is against it"),
    ("step", "introduce"): _("Introduced"),
    ("step", "meet"): _("Wants to meet"),
    ("step", "offer"): _("Made an offer"),
    ("step", "take_back"): _("Took the offer back"),
    ("step", "place"): _("Placed"),
    ("step", "decline"): _("Said no"),
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
    ("what", "changed"): _("Changed"),
    ("what", "coded"): _("Occupation chosen"),
    ("what", "ended"): _("Ended"),
    ("what", "done"): _("Done"),
    ("what", "taken_up"): _("Not done after all"),
    ("what", "contact_added"): _("Contact added"),
    ("what", "contact_changed"): _("Contact changed"),
    ("what", "contact_ended"): _("Contact ended, and who it was removed"),
    ("what", "programme_added"): _("Programme added"),
    ("what", "programme_changed"): _("Programme changed"),
    ("what", "programme_removed"): _("Programme removed"),
    ("what", "renamed"): _("Renamed"),
    ("what", "named"): _("Names changed"),
    ("what", "attended"): _("Attendance noted"),
    ("what", "invited"): _("Invited"),
    ("what", "closed"): _("Closed"),
    ("what", "opened"): _("Opened again"),
    ("what", "moved"): _("Put in another place"),
    ("what", "removed"): _("Removed"),
    ("what", "carried"): _("Carried over"),
    ("what", "written"): _("Written"),
    ("what", "published"): _("Published"),
    ("what", "reopened"): _("Opened to be corrected"),
    ("what", "settle"): _("Settled"),
    ("what", "drop"): _("Dropped"),
    ("what", "reopen"): _("Taken up again"),
    ("what", "promise"): _("Promised"),
    ("what", "decline"): _("Said no"),
    ("what", "take_up"): _("Asked again"),
    ("what", "linked"): _("Linked with a commitment"),
    ("what", "joined"): _("An organisation joined"),
    ("what", "left"): _("An organisation left"),
    ("what", "tied"): _("Linked"),
    ("what", "untied"): _("Link taken away"),
    ("what", "renewed"): _("Written anew from records"),
    ("what", "issued"): _("Issued"),
    ("kind", "commitment"): _("Commitment"),
    ("kind", "resolution"): _("Recommendation, decision or action"),
    ("cause", "withdrawn"): _("Taken back"),
    ("cause", "consent"): _("Consent withdrawn"),
    ("cause", "replaced"): _("Replaced by another"),
    ("cause", "expired"): _("The time is over"),
    ("cause", "referral_ended"): _("It came to its end"),
    ("cause", "erasure"): _("The person was erased"),
    ("relation", a.Relation.OWN): _("Their own case"),
    ("relation", a.Relation.OFFICE): _("A case of their office"),
    ("relation", a.Relation.REFERRED): _("A case that was referred to them"),
    ("relation", a.Relation.OFFERED): _("A case that was offered to them"),
    ("relation", a.Relation.LOOKED_UP): _("Looked up"),
    ("relation", a.Relation.ANY): _("Whoever runs the machine"),
    ("relation", a.Relation.NONE): _("None"),
}
