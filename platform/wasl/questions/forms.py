"""Forms with which a person answers: one for each kind of question, few fields, in plain words."""

from collections.abc import Iterable, Mapping

from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from models.access_enums import ReleaseScope
from models.base import utc_now
from models.offer import InterviewSlot
from models.referral_enums import CheckAnswer, EndCause, RefusalReason, Side
from models.referral_states import REASONS
from wasl.clock import BAGHDAD
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.referrals.open_questions import OpenQuestion, QuestionKind
from wasl.ui.formats import format_moment, format_weekday
from wasl.ui.forms import Form, NeededSometimes
from wasl.ui.labels import as_choices, label

YES, NO = "yes", "no"
NOTHING, NONE_FITS = "nothing", "none"
_REASONS = sorted(REASONS[Side.PERSON], key=list(RefusalReason).index)
_CAUSES: Mapping[EndCause, str] = {
    EndCause.NEVER_STARTED: _("It never began"),
    EndCause.EMPLOYER_ENDED: _("The employer ended it"),
    EndCause.PERSON_LEFT: _("I left"),
    EndCause.TERM_OVER: _("It was for a set time, which is over"),
    EndCause.OTHER: _("Something else"),
}
_ANSWER = InputRequired(_("Choose an answer."))


def seen_version(text: str | None) -> int:
    """Read the version that a hidden field holds; 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def share_field(question: str) -> RadioField:
    """Return a field that asks what an employer may see; from the start nothing more."""
    scopes = ((scope.value, label(scope)) for scope in ReleaseScope)
    offered = as_choices([(NOTHING, _("Nothing more for now")), *scopes])
    return RadioField(question, choices=offered, default=NOTHING)


def shared_scope(answer: str | None) -> ReleaseScope | None:
    """Return what was chosen in such a field; none for nothing."""
    return None if answer in {None, NOTHING} else ReleaseScope(answer)


class QuestionForm(Form):
    """Which question is answered, and how the referral stood on the page."""

    question = HiddenField(validators=[Length(max=60)])
    version = HiddenField(validators=[Length(max=12)])

    def seen(self) -> int:
        """Return the version of the referral that was on the page; 0 when nothing sensible was."""
        return seen_version(self.version.data)

    @property
    def asked(self) -> list[Field]:
        """The fields to fill in: what is decided first, why a no comes last."""
        order = ("answer", "slot", "share", "reason", "cause")
        return [self[name] for name in order if name in self]


def _reasons() -> list[tuple[str, str]]:
    return [("", _("Choose …")), *((one.value, label(one)) for one in _REASONS)]


class RefusingForm(QuestionForm):
    """A yes, or a no with its reason."""

    reason = SelectField(_("If no: why?"), validators=[NeededSometimes()], default="")

    def refusal(self) -> RefusalReason | None:
        """Return why it is a no."""
        return RefusalReason(self.reason.data) if self.reason.data else None

    def _check_reason(self, refused: bool) -> bool:
        if refused and not self.reason.data:
            self.reason.errors = [gettext("Say why. It helps to find something better.")]
            return False
        return True


class ConsentForm(RefusingForm):
    """Yes or no to an opportunity, and what its employer may see."""

    answer = RadioField(
        _("Your answer"),
        choices=as_choices([(YES, _("Yes")), (NO, _("No"))]),
        validators=[_ANSWER],
    )
    share = share_field(_("If yes: what may this employer see once they want to meet you?"))

    def validate(self, extra_validators: object = None) -> bool:
        """Check also that a no says why."""
        return super().validate(extra_validators) and self._check_reason(self.answer.data == NO)

    def scope(self) -> ReleaseScope | None:
        """Return what may be seen, with a yes."""
        return shared_scope(self.share.data)


class OfferForm(RefusingForm):
    """Yes or no to an offer."""

    answer = RadioField(
        _("Your answer"),
        choices=as_choices([(YES, _("Yes, I accept the offer")), (NO, _("No"))]),
        validators=[_ANSWER],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Check also that a no says why."""
        return super().validate(extra_validators) and self._check_reason(self.answer.data == NO)


class SlotsForm(QuestionForm):
    """One of the times that were proposed, or none."""

    slot = RadioField(
        _("Which time suits you?"), validators=[InputRequired(_("Choose a time, or none."))]
    )


class CheckForm(QuestionForm):
    """Still there, or not any more."""

    answer = RadioField(
        _("Your answer"),
        choices=as_choices(
            [
                (CheckAnswer.STILL_THERE.value, _("Yes, still there")),
                (CheckAnswer.ENDED.value, _("No, not any more")),
            ]
        ),
        validators=[_ANSWER],
    )
    cause = SelectField(_("If no: why did it end?"), validators=[NeededSometimes()], default="")

    def validate(self, extra_validators: object = None) -> bool:
        """Check also that an end says why."""
        if not super().validate(extra_validators):
            return False
        if self.answer.data == CheckAnswer.ENDED.value and not self.cause.data:
            self.cause.errors = [gettext("Say why it ended.")]
            return False
        return True


class ReceiptForm(QuestionForm):
    """Received, or not."""

    answer = RadioField(
        _("Your answer"),
        choices=as_choices([(YES, _("Yes, I received it")), (NO, _("No, not yet"))]),
        validators=[_ANSWER],
    )


_FORMS: Mapping[QuestionKind, type[QuestionForm]] = {
    QuestionKind.CONSENT: ConsentForm,
    QuestionKind.SLOTS: SlotsForm,
    QuestionKind.OFFER: OfferForm,
    QuestionKind.CHECK: CheckForm,
    QuestionKind.RECEIPT: ReceiptForm,
}


def form_of(question: OpenQuestion) -> QuestionForm:
    """Return the form of a question, filled with what was sent; what it is about is set anew."""
    form = _FORMS[question.kind]()
    if isinstance(form, RefusingForm):
        form.reason.choices = as_choices(_reasons())
    if isinstance(form, CheckForm):
        causes = [(cause.value, text) for cause, text in _CAUSES.items()]
        form.cause.choices = as_choices([("", _("Choose …")), *causes])
    if isinstance(form, SlotsForm) and question.interview is not None:
        form.slot.choices = as_choices(_slots(question.interview.slots))
    if not form.is_submitted():
        form.question.data = question.key
        form.version.data = str(question.referral.version)
    return form


def _slots(slots: Iterable[InterviewSlot]) -> list[tuple[str, str]]:
    now = utc_now()
    coming = [(slot.public_id, slot_text(slot)) for slot in slots if slot.starts_at > now]
    return [*coming, (NONE_FITS, _("None of these times"))]


def slot_text(slot: InterviewSlot) -> str:
    """Write a time with its day of the week, as it is in Baghdad."""
    day = slot.starts_at.astimezone(BAGHDAD).date()
    return gettext(
        "%(weekday)s, %(moment)s",
        weekday=format_weekday(day)[0],
        moment=format_moment(slot.starts_at),
    )


def chosen_time(question: OpenQuestion, form: QuestionForm) -> str | None:
    """Return the time that was taken, in words; none where none was."""
    if question.interview is None or not isinstance(form, SlotsForm):
        return None
    slots = {slot.public_id: slot for slot in question.interview.slots}
    return slot_text(slots[form.slot.data]) if form.slot.data in slots else None
