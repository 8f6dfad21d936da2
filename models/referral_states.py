"""The life of a referral: a transition table for each axis, and what follows from the axes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.referral_enums import Axis, CloseCause, RefusalReason, Side
from models.referral_enums import ConsentState as Consent
from models.referral_enums import EmployerVerdict as Verdict
from models.referral_enums import OfficeView as View
from models.referral_enums import ReferralStage as Stage


class ConsentStep(StrEnum):
    """Something that happens to the person's consent."""

    ASK = "ask"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    LAPSE = "lapse"


class ViewStep(StrEnum):
    """Something that the caseworker says."""

    SUPPORT = "support"
    OPPOSE = "oppose"


class VerdictStep(StrEnum):
    """Something that the employer says."""

    INTRODUCE = "introduce"
    MEET = "meet"
    OFFER = "offer"
    TAKE_BACK = "take_back"
    PLACE = "place"
    DECLINE = "decline"
    EXPIRE = "expire"


Step = ConsentStep | ViewStep | VerdictStep
State = Consent | View | Verdict


@dataclass(frozen=True)
class Transition:
    """From any of some states to one. `needs_reason`: it is a refusal, and says why."""

    sources: frozenset[State]
    target: State
    needs_reason: bool = False


def _from(*sources: State, to: State, needs_reason: bool = False) -> Transition:
    return Transition(frozenset(sources), to, needs_reason)


_ENDED = (Consent.REFUSED, Consent.EXPIRED, Consent.WITHDRAWN)

TRANSITIONS: Mapping[Axis, Mapping[Step, Transition]] = {
    Axis.CONSENT: {
        ConsentStep.ASK: _from(Consent.NOT_ASKED, *_ENDED, to=Consent.ASKED),
        # A person may say yes without having been asked: they found the opportunity themselves.
        ConsentStep.SAY_YES: _from(Consent.NOT_ASKED, Consent.ASKED, *_ENDED, to=Consent.GIVEN),
        ConsentStep.SAY_NO: _from(
            Consent.NOT_ASKED, Consent.ASKED, to=Consent.REFUSED, needs_reason=True
        ),
        ConsentStep.WITHDRAW: _from(Consent.GIVEN, to=Consent.WITHDRAWN),
        ConsentStep.EXPIRE: _from(Consent.ASKED, to=Consent.EXPIRED),
        # What was said to something that ended is no answer to the same begun anew.
        ConsentStep.LAPSE: _from(Consent.ASKED, Consent.GIVEN, to=Consent.NOT_ASKED),
    },
    Axis.VIEW: {
        ViewStep.SUPPORT: _from(View.OPEN, View.OPPOSED, to=View.SUPPORTED),
        ViewStep.OPPOSE: _from(View.OPEN, View.SUPPORTED, to=View.OPPOSED, needs_reason=True),
    },
    Axis.VERDICT: {
        VerdictStep.INTRODUCE: _from(
            Verdict.NOT_ASKED, Verdict.DECLINED, Verdict.EXPIRED, to=Verdict.WAITING
        ),
        VerdictStep.MEET: _from(
            *(Verdict.NOT_ASKED, Verdict.WAITING, Verdict.DECLINED, Verdict.EXPIRED),
            to=Verdict.MEET,
        ),
        VerdictStep.OFFER: _from(Verdict.WAITING, Verdict.MEET, to=Verdict.OFFERED),
        # The offer was declined, taken back or ran out, and both still talk.
        VerdictStep.TAKE_BACK: _from(Verdict.OFFERED, to=Verdict.MEET),
        VerdictStep.PLACE: _from(Verdict.OFFERED, to=Verdict.PLACED),
        VerdictStep.DECLINE: _from(
            *(Verdict.WAITING, Verdict.MEET, Verdict.OFFERED),
            to=Verdict.DECLINED,
            needs_reason=True,
        ),
        VerdictStep.EXPIRE: _from(Verdict.WAITING, Verdict.MEET, to=Verdict.EXPIRED),
    },
}

_BOTH = frozenset(
    {
        *(RefusalReason.PAPERS, RefusalReason.LANGUAGE, RefusalReason.AVAILABILITY),
        *(RefusalReason.DISTANCE, RefusalReason.WAGE, RefusalReason.HOURS, RefusalReason.OTHER),
    }
)
REASONS: Mapping[Side, frozenset[RefusalReason]] = {
    Side.EMPLOYER: _BOTH
    | {
        *(RefusalReason.SKILLS, RefusalReason.EXPERIENCE, RefusalReason.DID_NOT_COME),
        *(RefusalReason.CHOSE_OTHER, RefusalReason.NO_PLACE_LEFT),
    },
    Side.PERSON: _BOTH
    | {
        *(RefusalReason.OTHER_WORK_WANTED, RefusalReason.ALREADY_BUSY, RefusalReason.FAMILY),
        *(RefusalReason.HEALTH, RefusalReason.NO_TRUST, RefusalReason.SAFETY),
    },
    Side.OFFICE: _BOTH
    | {
        *(RefusalReason.SKILLS, RefusalReason.ALREADY_BUSY, RefusalReason.SAFETY),
        *(RefusalReason.NO_TRUST, RefusalReason.NOT_REACHED),
    },
}


def closing_cause(consent: Consent, view: View, verdict: Verdict) -> CloseCause | None:
    """Return why the axes leave nothing open; none while something is."""
    causes: tuple[tuple[bool, CloseCause], ...] = (
        (verdict is Verdict.PLACED, CloseCause.PLACED),
        (consent is Consent.WITHDRAWN, CloseCause.PERSON_WITHDREW),
        (consent is Consent.REFUSED, CloseCause.PERSON_REFUSED),
        (view is View.OPPOSED, CloseCause.OFFICE_OPPOSED),
        (verdict is Verdict.DECLINED, CloseCause.EMPLOYER_DECLINED),
        (consent is Consent.EXPIRED, CloseCause.PERSON_SILENT),
        (verdict is Verdict.EXPIRED, CloseCause.EMPLOYER_SILENT),
    )
    return next((cause for holds, cause in causes if holds), None)


_STAGE_OF_VERDICT: Mapping[Verdict, Stage] = {
    Verdict.NOT_ASKED: Stage.IN_LINE,
    Verdict.MEET: Stage.MEETING,
    Verdict.OFFERED: Stage.OFFER,
}


def stage_of(consent: Consent, verdict: Verdict, close_cause: CloseCause | None) -> Stage:
    """Return whose turn it is."""
    if close_cause is not None:
        return Stage.PLACED if close_cause is CloseCause.PLACED else Stage.CLOSED
    if consent is not Consent.GIVEN:
        return Stage.WITH_PERSON if consent is Consent.ASKED else Stage.WITH_OFFICE
    return _STAGE_OF_VERDICT.get(verdict, Stage.WITH_EMPLOYER)


def steps_from(axis: Axis, state: State) -> list[Step]:
    """Return the steps that are possible from a state of an axis, in the order of the table."""
    return [step for step, one in TRANSITIONS[axis].items() if state in one.sources]
