"""What is said around roundtables: to members that sign in, and to roles that only get mail.

Whoever has an account reads `own`. A contact of an organisation has none: to them `neutral` goes,
so it says all that is needed to come.
"""

from wasl.messages.staff_texts import SIGN_IN
from wasl.messages.template import N_, Template

PLACE_LATER = N_("the place is told later")
_INVITATION = N_("An invitation")
_MEETING = N_("About a meeting")
_COMMITMENT = N_("About a commitment")
_ANSWERED = N_("A member has answered")

MEETING_TEXTS: tuple[Template, ...] = (
    Template(
        name="meeting_invitation",
        subject=_INVITATION,
        own=N_(
            "%(organisation)s is invited: %(title)s. %(when)s, %(where)s. Sign in to say whether "
            "somebody comes."
        ),
        neutral=N_(
            "You are invited: %(title)s. %(when)s, %(where)s. Please tell the secretariat whether "
            "somebody comes."
        ),
        calendar=True,
    ),
    Template(
        name="meeting_moved",
        subject=_MEETING,
        own=N_(
            "What has changed: %(title)s is now %(when)s, %(where)s. Sign in to say whether "
            "somebody of %(organisation)s comes."
        ),
        neutral=N_(
            "What has changed: %(title)s is now %(when)s, %(where)s. Please tell the secretariat "
            "whether somebody comes."
        ),
        calendar=True,
    ),
    Template(
        name="meeting_cancelled",
        subject=_MEETING,
        own=N_("%(title)s, %(when)s, does not take place. %(organisation)s need not come."),
        neutral=N_("%(title)s, %(when)s, does not take place."),
        calendar=True,
    ),
    Template(
        name="meeting_uninvited",
        subject=_MEETING,
        own=N_("%(organisation)s is not expected any more: %(title)s, %(when)s."),
        neutral=N_("You are not expected any more: %(title)s, %(when)s."),
        calendar=True,
    ),
    Template(
        name="invitation_declined",
        subject=_ANSWERED,
        own=N_("%(organisation)s does not come: %(title)s, %(day)s. Sign in to read its note."),
        neutral=SIGN_IN,
    ),
)

_MINUTES = N_("The minutes of a meeting")
_ACTION = N_("Something is to be done")

MINUTES_TEXTS: tuple[Template, ...] = (
    Template(
        name="minutes_published",
        subject=_MINUTES,
        own=N_(
            "The minutes are published: %(title)s, %(day)s. Sign in to read them, and what falls "
            "to %(organisation)s."
        ),
        neutral=N_(
            "The minutes are published: %(title)s, %(day)s. Please ask the secretariat for them."
        ),
    ),
    Template(
        name="minutes_corrected",
        subject=_MINUTES,
        own=N_(
            "The minutes were corrected: %(title)s, %(day)s. Sign in to read them, and what falls "
            "to %(organisation)s."
        ),
        neutral=N_(
            "The minutes were corrected: %(title)s, %(day)s. Please ask the secretariat for them."
        ),
    ),
    Template(
        name="action_due",
        subject=_ACTION,
        own=N_(
            "Until %(day)s %(organisation)s is to do something that was decided: %(title)s. Sign "
            "in to read what."
        ),
        neutral=N_(
            "Until %(day)s something is to be done that was decided: %(title)s. The secretariat "
            "tells you what."
        ),
    ),
    Template(
        name="action_overdue",
        subject=_ACTION,
        own=N_(
            "By %(day)s %(organisation)s was to do something that was decided: %(title)s. Sign in "
            "to read what, and tell the secretariat how far it is."
        ),
        neutral=N_(
            "By %(day)s something was to be done that was decided: %(title)s. Please tell the "
            "secretariat how far it is."
        ),
    ),
    Template(
        name="action_not_settled",
        subject=_ACTION,
        own=N_(
            "What was to be done by %(day)s is not settled: %(title)s. Sign in to see what, and "
            "whose it is."
        ),
        neutral=SIGN_IN,
    ),
)

ASK_TEXTS: tuple[Template, ...] = (
    Template(
        name="asks_before_roundtable",
        subject=N_("Before the roundtable"),
        own=N_(
            "%(title)s, %(day)s. What %(organisation)s is asked for:\n%(asks)s\n"
            "Please bring an answer. Sign in to read it again."
        ),
        neutral=N_(
            "%(title)s, %(day)s. What you are asked for:\n%(asks)s\nPlease bring an answer."
        ),
    ),
    Template(
        name="ask_answered",
        subject=_ANSWERED,
        own=N_("%(organisation)s says what it can give: %(title)s. Sign in to read it."),
        neutral=SIGN_IN,
    ),
)

COMMITMENT_TEXTS: tuple[Template, ...] = (
    Template(
        name="commitment_due",
        subject=_COMMITMENT,
        own=N_(
            "%(organisation)s promised to keep %(ref)s by %(day)s. Sign in to see what is still "
            "missing, and to post it."
        ),
        neutral=N_(
            "The commitment %(ref)s is to be kept by %(day)s. Please tell the secretariat how far "
            "it is."
        ),
    ),
    Template(
        name="commitment_over",
        subject=_COMMITMENT,
        own=N_(
            "%(organisation)s promised to keep %(ref)s by %(day)s, and not all of it is done. Sign "
            "in to say how far it is."
        ),
        neutral=N_(
            "The commitment %(ref)s was to be kept by %(day)s. Please tell the secretariat how far "
            "it is."
        ),
    ),
    Template(
        name="commitment_soon",
        subject=_COMMITMENT,
        own=N_("The commitment %(ref)s is to be kept by %(day)s. Sign in to see how far it is."),
        neutral=SIGN_IN,
    ),
    Template(
        name="commitment_not_kept",
        subject=_COMMITMENT,
        own=N_("The commitment %(ref)s was not kept by %(day)s. Sign in to see what is missing."),
        neutral=SIGN_IN,
    ),
)

ROUND_TABLE_TEXTS: tuple[Template, ...] = (
    *MEETING_TEXTS,
    *MINUTES_TEXTS,
    *ASK_TEXTS,
    *COMMITMENT_TEXTS,
)
