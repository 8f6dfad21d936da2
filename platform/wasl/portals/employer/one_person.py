"""The page of somebody whom the employer deals with, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.base import utc_now
from models.offer import Interview, Offer
from models.referral_enums import (
    Axis,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    OfferState,
    OfficeView,
    ReferralStage,
    Side,
)
from wasl.i18n.texts import gettext as _
from wasl.portals.employer.cards import CandidateCard, present_candidate
from wasl.portals.employer.meeting_words import (
    by_when,
    may_think_again,
    stage_name,
    tone_of,
    what_next,
)
from wasl.portals.employer.queries.candidates import Candidate, load_names
from wasl.portals.employer.queries.meeting import LogLine, OnePerson
from wasl.portals.employer.queries.meetings import MeetingRow
from wasl.ui.explanation import codes_of
from wasl.ui.formats import format_day, format_iqd, format_moment, format_number
from wasl.ui.labels import label
from wasl.ui.work_cards import card_facts, card_lines, card_title

_LIVE = (InterviewState.PROPOSED, InterviewState.AGREED)
_STATES = {
    Axis.CONSENT: ConsentState,
    Axis.VIEW: OfficeView,
    Axis.VERDICT: EmployerVerdict,
    Axis.MEETING: InterviewState,
    Axis.CLOSING: ReferralStage,
}


_AXES: Mapping[Axis, Callable[[], str]] = {
    Axis.CONSENT: lambda: _("The person"),
    Axis.VIEW: lambda: _("The office"),
    Axis.VERDICT: lambda: _("You"),
    Axis.MEETING: lambda: _("The meeting"),
    Axis.CLOSING: lambda: _("The end"),
}
_SIDES: Mapping[Side, Callable[[], str]] = {
    Side.PERSON: lambda: _("said by the person"),
    Side.OFFICE: lambda: _("said by the office"),
    Side.EMPLOYER: lambda: _("said by you or a colleague"),
    Side.SYSTEM: lambda: _("noted by the platform"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A line of the log in words. notes: with what each is called."""

    when: str
    who: str
    what: str
    reason: str
    notes: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class OnePage:
    """What the template of the page is given: texts in the language of the page."""

    title: str
    number: str
    stage: str
    tone: str
    next: str
    until: str
    axes: list[tuple[str, str]]
    card: CandidateCard | None
    facts: list[tuple[str, str]]
    lines: list[tuple[str, str]]
    skills: tuple[str, ...]
    interview: Interview | None
    meets: str
    slots: list[str]
    meeting_facts: list[tuple[str, str]]
    meeting_over: bool
    offer: Offer | None
    offer_facts: list[tuple[str, str]]
    log: list[Said]
    may: frozenset[str]


def present_one_person(
    session: Session, found: OnePerson, row: MeetingRow, *, language: str, today: date
) -> OnePage:
    """Put into words how far the employer and a person are."""
    now, card = utc_now(), found.card
    live = found.interview if found.interview and found.interview.state in _LIVE else None
    meets_at = live.agreed_slot.starts_at if live and live.agreed_slot else None
    over = meets_at is not None and meets_at <= now
    return OnePage(
        title=card_title(card) if card else _("Candidate"),
        number=row.card,
        stage=stage_name(row),
        tone=tone_of(row),
        next=what_next(row, now),
        until=by_when(row, today),
        axes=_axes(row, found),
        card=_candidate(session, found, language),
        facts=card_facts(card) if card else [],
        lines=card_lines(card) if card else [],
        skills=card.skills if card else (),
        interview=live,
        meets=format_moment(meets_at) if meets_at else "",
        slots=[format_moment(slot.starts_at) for slot in live.slots] if live else [],
        meeting_facts=_meeting_facts(live) if live else [],
        meeting_over=over,
        offer=found.offer if found.offer and found.offer.state is OfferState.OPEN else None,
        offer_facts=offer_facts(found.offer) if found.offer else [],
        log=[_said(line) for line in found.log],
        may=_possible(row, live, over=over, again=card is not None and may_think_again(row)),
    )


def _axes(row: MeetingRow, found: OnePerson) -> list[tuple[str, str]]:
    views = [line.target for line in found.log if line.axis is Axis.VIEW]
    view = OfficeView(views[0]) if views else OfficeView.OPEN
    return [
        (_AXES[Axis.CONSENT](), str(label(row.consent))),
        (_AXES[Axis.VIEW](), str(label(view))),
        (_AXES[Axis.VERDICT](), str(label(row.verdict))),
    ]


def _candidate(session: Session, found: OnePerson, language: str) -> CandidateCard | None:
    """Return the card with its reasons; without them where the last matches do not hold it."""
    if found.card is None or found.explanation is None:
        return None
    names = load_names(session, codes_of([found.explanation]), language)
    candidate = Candidate(place=1, card=found.card, eligible=True, explanation=found.explanation)
    return present_candidate(candidate, names)


def _meeting_facts(interview: Interview) -> list[tuple[str, str]]:
    facts = [
        (_("How you meet"), str(label(interview.way))),
        (_("Where, or how to join"), interview.place or ""),
        (_("What to bring"), interview.note or ""),
    ]
    return [(term, text) for term, text in facts if text]


def offer_facts(offer: Offer) -> list[tuple[str, str]]:
    """Return what an offer says, each with what it is called."""
    facts = [
        (_("State"), str(label(offer.state))),
        (_("Units"), format_number(offer.quantity) if offer.quantity > 1 else ""),
        (_("Amount"), format_iqd(offer.amount) if offer.amount else ""),
        (_("First day"), format_day(offer.starts_on) if offer.starts_on else ""),
        (_("Wage a month"), format_iqd(offer.wage) if offer.wage else ""),
        (_("Terms"), offer.terms or ""),
        (_("Answer until"), format_day(offer.answer_by)),
    ]
    return [(term, text) for term, text in facts if text]


def _said(line: LogLine) -> Said:
    notes = [(_("Note for all"), line.note), (_("Your own note"), line.private_note)]
    state = str(label(_STATES[line.axis](line.target)))
    return Said(
        when=format_moment(line.at),
        who=_SIDES[line.side](),
        what=_("%(who)s: %(state)s", who=_AXES[line.axis](), state=state),
        reason=str(label(line.reason)) if line.reason else "",
        notes=[(term, text) for term, text in notes if text],
    )


def _possible(
    row: MeetingRow, live: Interview | None, *, over: bool, again: bool
) -> frozenset[str]:
    """Return what the employer can do now."""
    stage, may = row.stage, set()
    if stage is ReferralStage.WITH_EMPLOYER or again:
        may.add("meet")
    if stage in {ReferralStage.WITH_EMPLOYER, ReferralStage.MEETING}:
        may.add("offer")
    if stage is ReferralStage.MEETING:
        may.add("times")
        if live:
            may |= {"cancel"} | ({"note"} if over else set())
    if stage is ReferralStage.OFFER:
        may.add("withdraw")
    if row.close_cause is None and row.verdict in _DECLINABLE:
        may.add("decline")
    return frozenset(may)


_DECLINABLE = (EmployerVerdict.WAITING, EmployerVerdict.MEET, EmployerVerdict.OFFERED)
