"""Forms with which an employer answers people, proposes times and makes offers."""

from datetime import UTC, date, datetime, time, timedelta

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from models.opportunity import Opportunity
from models.referral_enums import InterviewWay, RefusalReason, Side
from models.referral_states import REASONS
from wasl.clock import BAGHDAD
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.interview_rules import MOST_SLOTS, Slot
from wasl.operations.referrals.interviews import Proposal
from wasl.operations.referrals.offers import OFFER_FIELDS, Offering
from wasl.ui.forms import Form, SearchForm
from wasl.ui.labels import as_choices, choices, label

LONGEST_NOTE = 500
MOST_IQD = 10_000_000_000
USUAL_ANSWER = timedelta(days=7)
_MINUTES = (15, 30, 45, 60, 90, 120)
_DAY = {"type": "date", "dir": "ltr"}


def reasons_of_employers() -> list[tuple[str, str]]:
    """Return the reasons for which an employer says no, in the order of the closed list."""
    mine = REASONS[Side.EMPLOYER]
    return [(reason.value, label(reason)) for reason in RefusalReason if reason in mine]


def _note(text: str) -> TextAreaField:
    return TextAreaField(
        text,
        validators=[Optional(), Length(max=LONGEST_NOTE)],
        render_kw={"rows": 2, "dir": "auto", "maxlength": LONGEST_NOTE},
    )


class DeclineForm(Form):
    """A no, with its reason."""

    reason = RadioField(
        _("Why not?"),
        choices=as_choices(reasons_of_employers()),
        validators=[InputRequired(_("Choose a reason."))],
    )
    private_note = _note(_("Note for your organisation only"))
    shared_note = _note(_("Note that the person and the office may read"))

    def said(self) -> Said:
        """Return what the employer says."""
        return Said(
            side=Side.EMPLOYER,
            reason=RefusalReason(self.reason.data),
            private_note=self.private_note.data or "",
            shared_note=self.shared_note.data or "",
        )


class PeopleFilterForm(SearchForm):
    """What the list of people is narrowed to."""

    turn = StringField()
    posting = StringField()
    stage = StringField()


class TimesForm(Form):
    """One to five times for a meeting, in Baghdad time; the pairs are added below."""

    minutes = SelectField(
        _("How long it takes"),
        choices=as_choices((str(n), _("%(count)s minutes", count=n)) for n in _MINUTES),
        default="30",
    )
    way = RadioField(
        _("How do you meet?"), choices=choices(InterviewWay), default=InterviewWay.AT_EMPLOYER.value
    )
    place = StringField(
        _("Where, or how to join"),
        validators=[Optional(), Length(max=200)],
        render_kw={"dir": "auto"},
    )
    note = _note(_("What to bring"))

    def pairs(self) -> list[tuple[DateField, TimeField]]:
        """Return the fields of each time: its day and its hour."""
        return [(self[f"day_{n}"], self[f"time_{n}"]) for n in range(1, MOST_SLOTS + 1)]

    def complete(self) -> bool:
        """Tell whether each time has both its day and its hour; says at the field what lacks."""
        for day, hour in self.pairs():
            if day.data and not hour.data:
                hour.errors = [_("Write the time of day.")]
            if hour.data and not day.data:
                day.errors = [_("Choose the day.")]
        return not any(day.errors or hour.errors for day, hour in self.pairs())

    def proposal(self) -> Proposal:
        """Return the times as moments, and how they meet."""
        minutes = int(self.minutes.data)
        return Proposal(
            slots=tuple(
                Slot(starts_at=_moment(day.data, hour.data), minutes=minutes)
                for day, hour in self.pairs()
                if day.data and hour.data
            ),
            way=InterviewWay(self.way.data),
            place=self.place.data or "",
            note=self.note.data or "",
        )


for _number in range(1, MOST_SLOTS + 1):
    setattr(
        TimesForm,
        f"day_{_number}",
        DateField(_("Day"), validators=[Optional()], render_kw=_DAY),
    )
    setattr(
        TimesForm,
        f"time_{_number}",
        TimeField(
            _("Time of day"),
            format=["%H:%M", "%H:%M:%S"],
            validators=[Optional()],
            render_kw={"type": "time", "dir": "ltr", "step": 300},
        ),
    )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BAGHDAD).astimezone(UTC)


def _amount(text: str) -> IntegerField:
    return IntegerField(
        text,
        validators=[Optional(), NumberRange(min=1, max=MOST_IQD, message=_("Invalid input."))],
        render_kw={"min": 1, "dir": "ltr", "inputmode": "numeric"},
    )


class OfferForm(Form):
    """An offer; what its kind does not need is taken out by `offer_form`."""

    quantity = IntegerField(
        _("How many units"),
        default=1,
        validators=[
            InputRequired(_("Write how many.")),
            NumberRange(min=1, max=100_000, message=_("Invalid input.")),
        ],
        render_kw={"min": 1, "dir": "ltr", "inputmode": "numeric"},
    )
    amount = _amount(_("Amount in IQD"))
    starts_on = DateField(_("First day"), validators=[Optional()], render_kw=_DAY)
    wage = _amount(_("Wage a month in IQD"))
    terms = TextAreaField(
        _("Terms"),
        validators=[Optional(), Length(max=2000)],
        render_kw={"rows": 4, "dir": "auto", "maxlength": 2000},
    )
    answer_by = DateField(
        _("Answer until"), validators=[InputRequired(_("Choose a day."))], render_kw=_DAY
    )

    def offering(self) -> Offering:
        """Return what is offered."""
        given = {name: self[name].data for name in ("amount", "starts_on", "wage") if name in self}
        day, quantity = self.answer_by.data, self.quantity.data if "quantity" in self else 1
        if day is None or quantity is None:
            raise ValueError("the form was not validated")
        return Offering(answer_by=day, quantity=quantity, terms=self.terms.data or "", **given)


def offer_form(opportunity: Opportunity, today: date) -> OfferForm:
    """Return the form of an offer with the fields that its kind of opportunity needs."""
    start = opportunity.start_date
    form = OfferForm(
        answer_by=today + USUAL_ANSWER,
        starts_on=start if start and start >= today else None,
        wage=opportunity.wage_min,
    )
    for name in {"quantity", "amount", "starts_on", "wage"} - OFFER_FIELDS[opportunity.kind]:
        del form[name]
    return form
