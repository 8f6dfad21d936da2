"""A question in words: what is offered, by whom, what the employer knows, what a yes means."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from models.place import Place
from models.referral_enums import EmployerVerdict
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.open_questions import OpenQuestion, QuestionKind
from wasl.ui.formats import format_day, format_iqd, format_number
from wasl.ui.labels import label
from wasl.ui.opportunity_texts import own_facts, place_text, provided_texts, wage_text
from wasl.ui.sentence_names import join_names

Facts = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class QuestionTexts:
    """What stands around the form of a question. Nothing in it comes from the person's record."""

    title: str
    facts: Facts
    about_title: str
    about: Facts
    known: list[str]
    means: list[str]


def present_question(session: Session, question: OpenQuestion, language: str) -> QuestionTexts:
    """Put a question into words, in the language of the page."""
    posting = question.referral.opportunity
    return QuestionTexts(
        title=question_title(question),
        facts=opportunity_facts(session, posting, language),
        about_title=_about_title(question),
        about=_about(question),
        known=_known(question),
        means=_means(question),
    )


_TITLES = {
    QuestionKind.CONSENT: lambda: _("Do you want this?"),
    QuestionKind.SLOTS: lambda: _("When can you meet?"),
    QuestionKind.OFFER: lambda: _("Do you accept this offer?"),
    QuestionKind.CHECK: lambda: _("Are you still there?"),
    QuestionKind.RECEIPT: lambda: _("Did you receive what was agreed?"),
}


def question_title(question: OpenQuestion) -> str:
    """Return the question itself, in a few words."""
    return _TITLES[question.kind]()


def opportunity_facts(session: Session, posting: Opportunity, language: str) -> Facts:
    """Return what anybody may know of an opportunity and who decides about it needs to."""
    facts = [
        (_("Kind"), str(label(posting.kind))),
        (_("Where"), place_text(posting, _places(session, posting, language))),
        (_("Pay a month"), wage_text(posting) or ""),
        (_("Working time"), str(label(posting.hours)) if posting.hours else ""),
        (_("Begins"), format_day(posting.start_date) if posting.start_date else ""),
        *own_facts(posting),
        (_("Good to know"), join_names(provided_texts(posting))),
    ]
    return [(term, text) for term, text in facts if text]


def _places(session: Session, posting: Opportunity, language: str) -> dict[str, str]:
    codes = [posting.district_code, posting.governorate_code]
    name = getattr(Place, f"name_{language}")
    rows = session.execute(select(Place.code, name).where(Place.code.in_(codes)))
    return {row[0]: row[1] for row in rows}


def _about_title(question: OpenQuestion) -> str:
    if question.interview is not None:
        return _("The meeting")
    return _("The offer") if question.offer is not None else _("What was agreed")


def _about(question: OpenQuestion) -> Facts:
    """Return what the question itself is about: the meeting, the offer, what was handed over."""
    facts: list[tuple[str, str | None]] = []
    if question.interview is not None:
        meeting = question.interview
        facts = [(_("How"), str(label(meeting.way))), (_("Address"), meeting.place)]
        facts.append((_("The employer writes"), meeting.note))
    elif question.offer is not None:
        offer = question.offer
        many = offer.quantity > 1
        facts = [
            (_("First day"), format_day(offer.starts_on) if offer.starts_on else None),
            (_("Pay a month"), format_iqd(offer.wage) if offer.wage is not None else None),
            (_("Amount"), format_iqd(offer.amount) if offer.amount else None),
            (_("How many"), format_number(offer.quantity) if many else None),
            (_("The employer writes"), offer.terms),
        ]
    elif question.allocation is not None:
        stock = question.allocation
        many = stock.quantity > 1
        facts = [
            (_("Amount"), format_iqd(stock.amount) if stock.amount else None),
            (_("How many"), format_number(stock.quantity) if many else None),
            (_("Give back by"), format_day(stock.return_by) if stock.return_by else None),
        ]
    return [(term, text) for term, text in facts if text]


def _known(question: OpenQuestion) -> list[str]:
    """Say what the employer knows so far."""
    card = _("Your trade, years of work, skills, languages and governorate, under a number.")
    never = _("Not that you came back, nor from where. Not your name, unless you allow it.")
    if question.kind is not QuestionKind.CONSENT:
        return []
    if question.referral.verdict is EmployerVerdict.NOT_ASKED:
        return [_("Nothing about you yet. With a yes they see this:"), card, never]
    return [_("They saw this and want to meet you:"), card, never]


def _means(question: OpenQuestion) -> list[str]:
    """Say what follows from an answer."""
    if question.kind is QuestionKind.CONSENT:
        asked = question.referral.verdict is not EmployerVerdict.NOT_ASKED
        follows = (
            _("With a yes the employer proposes times for a meeting, and you choose one.")
            if asked
            else _("With a yes the employer is asked whether they want to meet you.")
        )
        return [
            follows,
            _("You can take the yes back at any time, until you are taken."),
            _("A no has no bad consequences: nobody is told why but your office."),
        ]
    if question.kind is QuestionKind.OFFER:
        return [
            _("With a yes it is yours. What else is open for you and cannot go with it ends."),
            _("With a no this opportunity ends for you. A no has no bad consequences."),
        ]
    if question.kind is QuestionKind.CHECK:
        return [_("The employer does not see your answer before they have given theirs.")]
    return []
