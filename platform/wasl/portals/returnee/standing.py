"""Where something stands between a person and an employer, in the person's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from matching.explanation import read_explanation
from models.base import utc_now
from models.offer import InterviewSlot
from models.referral import Referral
from models.referral_enums import CloseCause, EmployerVerdict, InterviewState, ReferralStage
from wasl.access.releases import ReleaseState
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.want_opportunity import may_say_yes
from wasl.portals.returnee.queries.opportunities import Fitting, OwnReferral
from wasl.questions.forms import slot_text
from wasl.ui.explanation import Audience, render_explanation
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.match_text import look_up_names
from wasl.ui.opportunity_texts import wage_text
from wasl.ui.parts import Reason, Tone

_MOST_REASONS = 3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a card of a referral says. agreed: the time of the meeting, for a calendar."""

    own: OwnReferral
    stands: str
    next_step: str | None
    known: str
    agreed: InterviewSlot | None
    can_leave: bool
    can_return: bool

    @property
    def referral(self) -> Referral:
        """The referral itself."""
        return self.own.referral


def present_standing(own: OwnReferral) -> Standing:
    """Put into words where a referral stands, what comes next, and what the employer knows."""
    referral = own.referral
    agreed = own.meeting.agreed_slot if own.meeting else None
    return Standing(
        own=own,
        stands=_stands(own, agreed),
        next_step=_next_step(own, agreed),
        known=_known(own),
        agreed=agreed,
        can_leave=referral.closed_at is None and referral.consent.value == "given",
        can_return=_can_return(referral),
    )


def _can_return(referral: Referral) -> bool:
    return referral.close_cause in _BY_THE_PERSON and may_say_yes(referral)


_BY_THE_PERSON = frozenset(
    {CloseCause.PERSON_REFUSED, CloseCause.PERSON_SILENT, CloseCause.PERSON_WITHDREW}
)
_STAGES: Mapping[ReferralStage, Callable[[], str]] = {
    ReferralStage.WITH_OFFICE: lambda: _("Your office looks at it"),
    ReferralStage.WITH_PERSON: lambda: _("You are asked"),
    ReferralStage.IN_LINE: lambda: _("You said yes. The employer answers others first"),
    ReferralStage.WITH_EMPLOYER: lambda: _("You said yes. The employer is asked"),
    ReferralStage.MEETING: lambda: _("The employer wants to meet you"),
    ReferralStage.OFFER: lambda: _("The employer made you an offer"),
    ReferralStage.PLACED: lambda: _("It is yours"),
}
_ENDS: Mapping[CloseCause, Callable[[], str]] = {
    CloseCause.PLACED: lambda: _("It is yours"),
    CloseCause.PERSON_REFUSED: lambda: _("You said no"),
    CloseCause.PERSON_SILENT: lambda: _("You did not answer in time"),
    CloseCause.PERSON_WITHDREW: lambda: _("You took your yes back"),
    CloseCause.OFFICE_OPPOSED: lambda: _("Your office is against it. Ask them why"),
    CloseCause.EMPLOYER_DECLINED: lambda: _("The employer said no"),
    CloseCause.EMPLOYER_SILENT: lambda: _("The employer did not answer. That was not your fault"),
    CloseCause.PLACED_ELSEWHERE: lambda: _("It ended because you took something else"),
    CloseCause.OPPORTUNITY_ENDED: lambda: _("The opportunity is closed"),
}


def _stands(own: OwnReferral, agreed: InterviewSlot | None) -> str:
    referral = own.referral
    if referral.close_cause is not None:
        return _ENDS[referral.close_cause]()
    if agreed is not None:
        return _("You meet: %(moment)s", moment=slot_text(agreed))
    return _STAGES[referral.stage]()


def _next_step(own: OwnReferral, agreed: InterviewSlot | None) -> str | None:
    """Say who does what next, and by when."""
    referral = own.referral
    if referral.closed_at is not None:
        return None
    if referral.stage is ReferralStage.WITH_PERSON:
        return _by(referral.consent_by, lambda day: _("Answer by %(day)s.", day=day))
    if referral.stage is ReferralStage.OFFER and own.offer is not None:
        return _by(own.offer.answer_by, lambda day: _("Answer by %(day)s.", day=day))
    if referral.stage is ReferralStage.MEETING:
        return _next_of_meeting(own, agreed)
    if referral.stage is ReferralStage.WITH_EMPLOYER:
        return _by(
            referral.answer_by, lambda day: _("The employer has until %(day)s to answer.", day=day)
        )
    return None


def _next_of_meeting(own: OwnReferral, agreed: InterviewSlot | None) -> str | None:
    if own.meeting is not None and own.meeting.state is InterviewState.PROPOSED:
        return _("Choose one of the times.")
    if agreed is not None and own.meeting is not None:
        return str(label(own.meeting.way))
    return _by(
        own.referral.answer_by,
        lambda day: _("The employer has until %(day)s to propose times.", day=day),
    )


def _by(moment: datetime | None, text: Callable[[str], str]) -> str | None:
    return text(format_day(moment)) if moment is not None and moment > utc_now() else None


def _known(own: OwnReferral) -> str:
    """Say what the employer knows of the person."""
    if own.shared is not None and own.shared.state is ReleaseState.SHOWN:
        return _("They see: %(what)s", what=label(own.shared.release.scope))
    if own.referral.verdict is EmployerVerdict.NOT_ASKED:
        return _("They know nothing about you.")
    return _("They see your work under a number, without your name.")


@dataclass(frozen=True, kw_only=True)
class FittingCard:
    """What fits, with up to three reasons for it and what is against it."""

    fitting: Fitting
    facts: list[str]
    reasons: list[Reason]


def present_fitting(found: list[Fitting], language: str) -> list[FittingCard]:
    """Put what fits into words, each with its reasons."""
    explained = [
        read_explanation(
            one.match.explanation, one.run.policy.weights, one.match.unmet, one.match.points
        )
        for one in found
    ]
    names = look_up_names(db.session, explained, language)
    cards = []
    for one, explanation in zip(found, explained, strict=True):
        all_ = render_explanation(explanation, names, Audience.PERSON)
        reasons = [reason for reason in all_ if reason.tone is not Tone.UNKNOWN]
        posting = one.match.opportunity
        facts = [str(label(posting.kind)), wage_text(posting)]
        shown = [fact for fact in facts if fact]
        cards.append(FittingCard(fitting=one, facts=shown, reasons=reasons[:_MOST_REASONS]))
    return cards
