"""The canary person with a referral in every stage, and canaries in every word that was said."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.enums import OpportunityKind
from models.offer import Interview
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    Axis,
    CloseCause,
    InterviewState,
    ReferralOrigin,
    RefusalReason,
    Side,
)
from models.referral_states import ConsentStep, Step, VerdictStep, ViewStep
from tests.portals.caseworker.office import WELDER, add_posting
from tests.portals.questions import allow, ask
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.referrals.core import Said, close_referral, open_referral, take_step
from wasl.operations.referrals.open_questions import QuestionKind

_YES, _MEET = ConsentStep.SAY_YES, VerdictStep.MEET
# Moved by what the three sides say; the rest needs a meeting, an offer or a place.
_SAID: dict[str, tuple[Step, ...]] = {
    "wished": (_MEET,),
    "waiting": (ViewStep.SUPPORT, _YES),
    "to meet": (_MEET, ViewStep.SUPPORT, ConsentStep.ASK, _YES),
    "declined": (_YES, VerdictStep.DECLINE),
    "refused": (ConsentStep.ASK, ConsentStep.SAY_NO),
    "withdrawn": (_YES, _MEET, ConsentStep.WITHDRAW),
    "opposed": (_MEET, ViewStep.OPPOSE),
    "silent": (_YES, VerdictStep.EXPIRE),
    "elsewhere": (_YES, _MEET),
}


@dataclass
class CanaryWorld:
    """Referrals by what they are there for, and what must not be seen, by where it is kept."""

    referrals: dict[str, Referral]
    canaries: dict[str, str]


def add_referrals(session: Session, person: Person, organisation: Organisation) -> CanaryWorld:
    """Add a referral to a posting of the organisation for every way that one can stand."""
    allow(session, person)
    found = {name: _moved(session, person, organisation, name) for name in _SAID}
    close_referral(session, COMMAND_LINE, found["elsewhere"], CloseCause.PLACED_ELSEWHERE)
    for kind in QuestionKind:
        found[kind.value] = ask(session, person, kind, _posting(session, organisation, kind.value))
    found["agreed"] = ask(
        session, person, QuestionKind.SLOTS, _posting(session, organisation, "agreed")
    )
    meeting = session.query(Interview).filter_by(referral_id=found["agreed"].id).one()
    meeting.state, meeting.slots[0].chosen = InterviewState.AGREED, True
    session.flush()
    canaries: dict[str, str] = {}
    for referral in found.values():
        canaries |= _plant(session, referral, len(canaries))
    session.flush()
    return CanaryWorld(found, canaries)


def _posting(session: Session, organisation: Organisation, name: str) -> Opportunity:
    stock = name == QuestionKind.RECEIPT.value
    posting = add_posting(
        session,
        ref=f"C-{name}",
        code=None if stock else WELDER,
        kind=OpportunityKind.IN_KIND if stock else OpportunityKind.JOB,
        employer=organisation.name,
    )
    posting.organisation = organisation
    session.flush()
    return posting


def _moved(session: Session, person: Person, organisation: Organisation, name: str) -> Referral:
    posting = _posting(session, organisation, name)
    first = _SAID[name][0]
    origin = ReferralOrigin.EMPLOYER if first is _MEET else ReferralOrigin.PERSON
    referral = open_referral(session, COMMAND_LINE, person, posting, origin)
    for step in _SAID[name]:
        take_step(session, COMMAND_LINE, referral, step, _said(step))
    return referral


def _said(step: Step) -> Said:
    sides: dict[type, Side] = {ConsentStep: Side.PERSON, ViewStep: Side.OFFICE}
    side = sides.get(type(step), Side.EMPLOYER)
    return Said(side=side, reason=RefusalReason.OTHER)


_HIDDEN_WORDS: dict[Side, tuple[str, ...]] = {
    Side.PERSON: ("private_note", "shared_note", "proxy", "witness", "not_alone"),
    Side.OFFICE: ("private_note", "proxy", "witness", "not_alone"),
}


def _plant(session: Session, referral: Referral, first: int) -> dict[str, str]:
    """Write a canary into all that the person said, and that the office keeps for itself."""
    found: dict[str, str] = {}
    for side, names in _HIDDEN_WORDS.items():
        step = ReferralStep(
            referral=referral,
            axis=Axis.CONSENT if side is Side.PERSON else Axis.VIEW,
            step="said",
            source=referral.consent.value if side is Side.PERSON else referral.view.value,
            target=referral.consent.value if side is Side.PERSON else referral.view.value,
            side=side,
            reason=RefusalReason.HEALTH if side is Side.PERSON else RefusalReason.SAFETY,
        )
        for name in names:
            canary = f"canary-said-{first + len(found):04d}zz"
            setattr(step, name, canary)
            found[f"referral_step.{name}#{referral.public_id}-{side.value}"] = canary
        session.add(step)
    return found


def stages_of(world: CanaryWorld) -> Iterator[str]:
    """Yield the stage of each referral, so that a test sees that none is missing."""
    for referral in world.referrals.values():
        yield referral.stage.value
