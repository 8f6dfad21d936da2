"""A referral in sentences for the office: where it stands, and what comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.referral import Referral
from models.referral_enums import (
    EmployerVerdict,
    InterviewState,
    ReferralStage,
)
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext, ngettext
from wasl.portals.caseworker.queries.referral import ReferralRecord
from wasl.portals.caseworker.queries.referral_waits import Waits
from wasl.portals.caseworker.queries.referrals import Tab
from wasl.ui.formats import format_day, format_moment, format_number
from wasl.ui.labels import label
from wasl.ui.parts import Tone

TAB_TEXTS: Mapping[Tab, str] = {
    Tab.WAITS: lazy_gettext("Waits for us"),
    Tab.PERSON: lazy_gettext("With the person"),
    Tab.LINE: lazy_gettext("In line"),
    Tab.EMPLOYER: lazy_gettext("With the employer"),
    Tab.MEETING: lazy_gettext("They meet"),
    Tab.OFFER: lazy_gettext("Offers"),
    Tab.PLACED: lazy_gettext("Placed"),
    Tab.ENDED: lazy_gettext("Ended"),
}
WAITS_TEXTS: Mapping[Waits, str] = {
    Waits.OFFER: lazy_gettext("Answer the offer with the person"),
    Waits.SLOTS: lazy_gettext("Choose a time with the person"),
    Waits.NEAR: lazy_gettext("The person's time to answer is nearly over"),
    Waits.WISH: lazy_gettext("Ask the person: the employer wants to meet"),
    Waits.DISAGREE: lazy_gettext("The two sides disagree: ask both"),
    Waits.CHECK: lazy_gettext("Ask whether they are still there"),
    Waits.RECEIPT: lazy_gettext("Ask whether they received it"),
    Waits.BACK: lazy_gettext("Ask for what was to be given back"),
    Waits.TELL: lazy_gettext("Tell the person what the employer answered"),
}


@dataclass(frozen=True, kw_only=True)
class AxisLine:
    """One of the three sides of a referral: who it is, where it stands, and its tone."""

    who: str
    state: str
    tone: Tone
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReferralTexts:
    """What the page of a referral says. next: the one sentence on what comes next."""

    next: str
    axes: Sequence[AxisLine]


_TONES: Mapping[str, Tone] = {
    **dict.fromkeys(("given", "supported", "meet", "offered", "placed"), Tone.MET),
    **dict.fromkeys(("refused", "withdrawn", "opposed", "declined"), Tone.UNMET),
    **dict.fromkeys(("asked", "waiting"), Tone.SOFT),
}


def present_referral(referral: Referral, record: ReferralRecord) -> ReferralTexts:
    """Put into words where a referral stands."""
    by_person, by_employer = referral.consent_by, referral.answer_by
    asked, waiting = referral.stage is ReferralStage.WITH_PERSON, by_employer is not None
    states = (
        (_("The person"), referral.consent, by_person if asked else None),
        (_("Your office"), referral.view, None),
        (_("The employer"), referral.verdict, by_employer if waiting else None),
    )
    return ReferralTexts(
        next=_NEXT[referral.stage](referral, record),
        axes=[
            AxisLine(
                who=who,
                state=label(state),
                tone=_TONES.get(state.value, Tone.UNKNOWN),
                until=_("until %(day)s", day=format_day(until)) if until else None,
            )
            for who, state, until in states
        ],
    )


def _with_office(referral: Referral, _record: ReferralRecord) -> str:
    if referral.verdict is EmployerVerdict.MEET:
        return _("The employer wants to meet this person. Ask the person, or say why not.")
    return _("Ask the person.")


def _with_person(referral: Referral, _record: ReferralRecord) -> str:
    until = referral.consent_by
    day = format_day(until) if until else ""
    return _("The person decides until %(day)s. No answer means no.", day=day)


def _in_line(_referral: Referral, record: ReferralRecord) -> str:
    ahead = (record.place_in_line or 1) - 1
    if not ahead:
        return _("The person said yes and is next: the employer has to answer others first.")
    return ngettext(
        "The person said yes. The employer has to answer others first; one more is before them.",
        "The person said yes. The employer has to answer others first; %(shown)s more are before "
        "them.",
        ahead,
        shown=format_number(ahead),
    )


def _with_employer(referral: Referral, _record: ReferralRecord) -> str:
    day = format_day(referral.answer_by) if referral.answer_by else ""
    return _("The employer has until %(day)s to answer.", day=day)


def _meeting(referral: Referral, record: ReferralRecord) -> str:
    meeting = record.meeting
    if meeting is not None and meeting.state is InterviewState.PROPOSED:
        return _("The employer proposes times. Choose one with the person.")
    if meeting is not None and meeting.agreed_slot and meeting.state is InterviewState.AGREED:
        return _("They meet on %(moment)s.", moment=format_moment(meeting.agreed_slot.starts_at))
    if meeting is not None:
        return _("They met or were to meet. The employer decides what comes next.")
    day = format_day(referral.answer_by) if referral.answer_by else ""
    return _("Both want to meet. The employer proposes times until %(day)s.", day=day)


def _offer(_referral: Referral, record: ReferralRecord) -> str:
    day = format_day(record.offer.answer_by) if record.offer else ""
    return _("The employer made an offer. The person answers until %(day)s.", day=day)


def _placed(_referral: Referral, _record: ReferralRecord) -> str:
    return _("Placed. Both sides are asked after 30, 90 and 180 days how it goes.")


def _closed(referral: Referral, _record: ReferralRecord) -> str:
    cause = label(referral.close_cause) if referral.close_cause else ""
    day = format_day(referral.closed_at) if referral.closed_at else ""
    return _("It ended on %(day)s: %(cause)s.", day=day, cause=cause)


_NEXT: Mapping[ReferralStage, Callable[[Referral, ReferralRecord], str]] = {
    ReferralStage.WITH_OFFICE: _with_office,
    ReferralStage.WITH_PERSON: _with_person,
    ReferralStage.IN_LINE: _in_line,
    ReferralStage.WITH_EMPLOYER: _with_employer,
    ReferralStage.MEETING: _meeting,
    ReferralStage.OFFER: _offer,
    ReferralStage.PLACED: _placed,
    ReferralStage.CLOSED: _closed,
}
