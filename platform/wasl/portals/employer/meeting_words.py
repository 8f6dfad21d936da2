"""What the employer's pages say about the people it deals with: whose turn it is, what happens."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from models.referral_enums import CloseCause, InterviewState, ReferralStage
from wasl.clock import BAGHDAD
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.referrals.answer_employer import REOPENED_BY_EMPLOYER
from wasl.operations.referrals.ask_to_meet import Asked
from wasl.operations.referrals.interview_rules import MOST_SLOTS, SlotsRefusal
from wasl.operations.referrals.offers import OfferRefusal
from wasl.portals.employer.queries.meetings import MeetingRow, Turn
from wasl.ui.formats import format_day, format_moment
from wasl.ui.labels import label

TURN_TITLES: Mapping[Turn, Callable[[], str]] = {
    Turn.MINE: lambda: _("Waits for you"),
    Turn.OTHERS: lambda: _("Waits for others"),
    Turn.ENDED: lambda: _("Ended"),
}

_NEXT: Mapping[ReferralStage, Callable[[], str]] = {
    ReferralStage.WITH_EMPLOYER: lambda: _("Said yes to your opportunity. Do you want to meet?"),
    ReferralStage.WITH_OFFICE: lambda: _("The office asks the person first."),
    ReferralStage.WITH_PERSON: lambda: _("The person was asked and has not answered yet."),
    ReferralStage.IN_LINE: lambda: _("The person said yes."),
    ReferralStage.OFFER: lambda: _("Your offer waits for an answer."),
    ReferralStage.PLACED: lambda: _("Took your offer."),
}
_ENDS: Mapping[CloseCause, Callable[[], str]] = {
    CloseCause.EMPLOYER_DECLINED: lambda: _("You said no."),
    CloseCause.EMPLOYER_SILENT: lambda: _("You did not answer in time."),
    CloseCause.PERSON_REFUSED: lambda: _("The person said no."),
    CloseCause.PERSON_WITHDREW: lambda: _("The person is not available any more."),
    CloseCause.PERSON_SILENT: lambda: _("The person did not answer in time."),
    CloseCause.OFFICE_OPPOSED: lambda: _("The office does not pass it on."),
    CloseCause.PLACED_ELSEWHERE: lambda: _("The person found another place."),
    CloseCause.OPPORTUNITY_ENDED: lambda: _("Your opportunity is closed."),
}


def what_next(row: MeetingRow, now: datetime) -> str:
    """Say in a sentence how it stands and what comes next."""
    if row.stage is ReferralStage.CLOSED and row.close_cause:
        return _ENDS[row.close_cause]()
    if row.stage is not ReferralStage.MEETING:
        return _NEXT[row.stage]()
    if row.interview is InterviewState.PROPOSED:
        return _("The person chooses one of your times.")
    if row.interview is InterviewState.AGREED and row.meets_at:
        if row.meets_at > now:
            return _("You meet on %(moment)s.", moment=format_moment(row.meets_at))
        return _("Did you meet? Say so, then make an offer or say no.")
    return _("Both want to meet. Propose times.")


def by_when(row: MeetingRow, today: date) -> str:
    """Say until which day whoever's turn it is has time; empty where nothing runs out."""
    if row.turn is Turn.ENDED or row.until is None:
        return ""
    meets = row.interview is InterviewState.AGREED and row.turn is Turn.OTHERS
    day = row.until.astimezone(BAGHDAD).date()
    if meets:
        return format_day(day)
    left = (day - today).days
    if left < 0:
        return _("The time is over: %(day)s", day=format_day(day))
    if left == 0:
        return _("Until today")
    days = ngettext("one day left", "%(num)d days left", left)
    return _("Until %(day)s: %(days)s", day=format_day(day), days=days)


def tone_of(row: MeetingRow) -> str:
    """Return the tone of a line's tag: what waits for the employer stands out."""
    if row.turn is Turn.MINE:
        return "soft"
    return "met" if row.stage is ReferralStage.PLACED else "plain"


def stage_name(row: MeetingRow) -> str:
    """Name the stage as the employer sees it."""
    if row.stage is ReferralStage.WITH_EMPLOYER:
        return _("Waits for your answer")
    if row.stage is ReferralStage.MEETING:
        return _("Meeting")
    return str(label(row.stage))


def may_think_again(row: MeetingRow) -> bool:
    """Tell whether the employer alone ended it, and so may open it again."""
    return row.close_cause in REOPENED_BY_EMPLOYER


def words_of_asked(asked: Asked) -> list[tuple[str, str]]:
    """Say what became of the cards for which one asked to meet, each with its tone."""
    told = [
        (
            asked.asked,
            "done",
            ngettext(
                "You asked to meet one person. Their office asks them first.",
                "You asked to meet %(num)d people. Their offices ask them first.",
                asked.asked,
            ),
        ),
        (
            asked.meeting,
            "done",
            ngettext(
                "One person had said yes already: propose times now.",
                "%(num)d people had said yes already: propose times now.",
                asked.meeting,
            ),
        ),
        (
            asked.before,
            "info",
            ngettext(
                "One person was asked before.", "%(num)d people were asked before.", asked.before
            ),
        ),
        (
            asked.gone,
            "warning",
            ngettext(
                "One person is not available any more.",
                "%(num)d people are not available any more.",
                asked.gone,
            ),
        ),
    ]
    return [(text, tone) for count, tone, text in told if count]


def too_many_wishes(left: int) -> str:
    """Say how many more may be asked; nobody was."""
    if not left:
        return _("Nobody was asked: first those have to answer whom you asked before.")
    return ngettext(
        "Nobody was asked: you can ask one more person for this opportunity.",
        "Nobody was asked: you can ask %(num)d more people for this opportunity.",
        left,
    )


SLOT_REFUSALS: Mapping[SlotsRefusal, Callable[[], str]] = {
    SlotsRefusal.NONE: lambda: _("Propose at least one time."),
    SlotsRefusal.TOO_MANY: lambda: _("Propose at most %(most)s times.", most=MOST_SLOTS),
    SlotsRefusal.GONE_BY: lambda: _("One of these times has gone by."),
    SlotsRefusal.TOO_FAR: lambda: _("One of these times is more than two months away."),
    SlotsRefusal.OVERLAP: lambda: _("Two of these times overlap."),
    SlotsRefusal.MINUTES: lambda: _("Choose from the list how long it takes."),
}
OFFER_REFUSALS: Mapping[OfferRefusal, tuple[str, Callable[[], str]]] = {
    OfferRefusal.NO_AMOUNT: ("amount", lambda: _("Write the amount.")),
    OfferRefusal.TOO_MUCH: ("amount", lambda: _("This is more than your opportunity gives.")),
    OfferRefusal.BELOW_POSTED_WAGE: (
        "wage",
        lambda: _("This is less than the wage in your opportunity."),
    ),
    OfferRefusal.BEGINS_BEFORE_TODAY: ("starts_on", lambda: _("This day has gone by.")),
    OfferRefusal.ANSWER_DAY: (
        "answer_by",
        lambda: _("Choose a day from tomorrow to two months from now."),
    ),
}
