"""Forms about what is between a person and an employer."""

from datetime import timedelta

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from models.access_enums import ConsentGiver, ReleaseScope
from models.enums import OpportunityKind
from models.referral_enums import RefusalReason, Side
from models.referral_states import REASONS
from wasl.clock import today_in_baghdad
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.referrals.log import Said
from wasl.operations.referrals.questions import USUAL_DAYS, Asking, AskWay
from wasl.portals.caseworker.queries.referrals import ReferralFilter, Tab
from wasl.portals.caseworker.sharing_forms import SpokenForm
from wasl.ui.formats import format_day
from wasl.ui.forms import CheckboxesField, Form, NeededSometimes, SearchForm
from wasl.ui.labels import as_choices, choices, label

_TOO_LONG = _("Write less: at most 1000 characters.")
_WAYS = (
    (AskWay.MESSAGE.value, _("By message, to their phone or e-mail")),
    (AskWay.SLIP.value, _("On a slip that you hand over")),
    (AskWay.HERE.value, _("They are here: nothing is sent")),
)
_DAYS = (2, 3, 5, 7, 14, 30)


def _notes(text: str) -> TextAreaField:
    return TextAreaField(
        text,
        validators=[Optional(), Length(max=1000, message=_TOO_LONG)],
        render_kw={"rows": 2, "dir": "auto"},
    )


def _reasons(side: Side) -> list[tuple[str, str]]:
    """Return the reasons a side may give, in the order of the list, the vague one last."""
    return [(one.value, label(one)) for one in RefusalReason if one in REASONS[side]]


class SeenForm(Form):
    """A form about a referral as it stood when its page was made."""

    version = HiddenField()

    def seen(self) -> int | None:
        """Return the version that was before the eyes of whoever sent it."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None


class AskForm(SeenForm):
    """How a person is asked, and how long they have."""

    way = RadioField(_("How do you ask?"), choices=as_choices(_WAYS), default=AskWay.MESSAGE.value)
    days = SelectField(_("Answer by"), coerce=int, default=USUAL_DAYS)
    private_note = _notes(_("Note for your office"))
    shared_note = _notes(_("Note for all: the person and the employer read it"))

    def offer_days(self) -> None:
        """Put in the list until which days a person may answer."""
        today = today_in_baghdad()
        self.days.choices = [(days, format_day(today + timedelta(days=days))) for days in _DAYS]

    def asking(self) -> Asking:
        """Return how the person is asked."""
        return Asking(way=AskWay(self.way.data), days=self.days.data)

    def said(self) -> Said:
        """Return what the office says."""
        return Said(
            side=Side.OFFICE,
            private_note=self.private_note.data or "",
            shared_note=self.shared_note.data or "",
        )


class ProposeForm(AskForm):
    """Whom an opportunity is proposed to."""

    people = CheckboxesField(
        _("Whom do you ask?"), validators=[InputRequired(_("Choose at least one person."))]
    )


class OpposeForm(SeenForm):
    """Why an office is against it."""

    reason = SelectField(_("Why?"), validators=[DataRequired(_("Choose why."))])
    private_note = _notes(_("Note for your office"))
    shared_note = _notes(_("Note for all: the person and the employer read it"))

    def offer_reasons(self) -> None:
        """Put the office's reasons in the list."""
        self.reason.choices = as_choices([("", _("Choose …")), *_reasons(Side.OFFICE)])

    def said(self) -> Said:
        """Return what the office says."""
        return Said(
            side=Side.OFFICE,
            reason=RefusalReason(self.reason.data),
            private_note=self.private_note.data or "",
            shared_note=self.shared_note.data or "",
        )


class PersonForm(SeenForm, SpokenForm):
    """What a person says, written down by the office."""

    why_not = SelectField(_("Why not?"), validators=[Optional()])
    shared_note = _notes(_("Note for all: the person and the employer read it"))

    def offer_reasons(self) -> None:
        """Put a person's reasons in the list."""
        self.why_not.choices = as_choices([("", _("Choose …")), *_reasons(Side.PERSON)])

    def said(self) -> Said:
        """Return what the person said, with who spoke and who heard it."""
        spoken = self.spoken()
        return Said(
            side=Side.PERSON,
            reason=RefusalReason(self.why_not.data) if self.why_not.data else None,
            shared_note=self.shared_note.data or "",
            given_by=spoken.given_by,
            proxy=spoken.proxy,
            witness=spoken.witness,
            not_alone=spoken.reason,
        )


class YesNoForm(PersonForm):
    """A person's answer: a no needs a reason."""

    answer: RadioField
    why_not = SelectField(_("Why not?"), validators=[Optional(), NeededSometimes()])

    @property
    def yes(self) -> bool:
        """Whether they said yes."""
        return bool(self.answer.data == "yes")

    def says_why(self) -> bool:
        """Tell whether a no has its reason, and mark where it is missing."""
        if self.yes or self.why_not.data:
            return True
        self.why_not.errors = [_("Choose why.")]
        return False


class AnswerForm(YesNoForm):
    """A person's yes or no, and what the employer may see of who they are."""

    answer = RadioField(
        _("What did they say?"),
        choices=as_choices([("yes", _("Yes")), ("no", _("No"))]),
        validators=[InputRequired(_("Choose yes or no."))],
    )
    share = RadioField(
        _("What may this employer know?"),
        choices=as_choices(
            [
                ("", _("Nothing yet: they meet without a name")),
                *((scope.value, label(scope)) for scope in ReleaseScope),
            ]
        ),
        default="",
    )

    def shared(self) -> ReleaseScope | None:
        """Return what the employer may know."""
        return ReleaseScope(self.share.data) if self.share.data and self.yes else None


class OfferAnswerForm(YesNoForm):
    """A person's answer to an offer."""

    answer = RadioField(
        _("What did they say?"),
        choices=as_choices([("yes", _("They accept")), ("no", _("They decline"))]),
        validators=[InputRequired(_("Choose yes or no."))],
    )


class SlotForm(SeenForm):
    """Which of the proposed times a person takes; empty: none of them."""

    slot = StringField(validators=[Optional(), Length(max=16)])
    shared_note = StringField(
        _("Which time would fit?"),
        validators=[Optional(), Length(max=300)],
        render_kw={"dir": "auto"},
    )

    def said(self) -> Said:
        """Return what the person said; the office sits beside them."""
        return Said(
            side=Side.PERSON,
            given_by=ConsentGiver.WITH_CASEWORKER,
            shared_note=self.shared_note.data or "",
        )


class ReferralFilterForm(SearchForm):
    """Filters of the worklist."""

    tab = StringField()
    mine = SelectField(_("In charge"), choices=as_choices([("yes", _("Only my cases"))]))
    employer = SelectField(_("Employer"), validate_choice=False)
    kind = SelectField(_("Kind"), choices=choices(OpportunityKind))
    page = IntegerField(validators=[Optional()])

    def wanted(self) -> ReferralFilter:
        """Return what the worklist is narrowed to; what makes no sense is passed over."""
        return ReferralFilter(
            tab=next((tab for tab in Tab if tab.value == self.tab.data), Tab.WAITS),
            mine=self.mine.data == "yes",
            employer=self.employer.data or None,
            kind=next((one for one in OpportunityKind if one.value == self.kind.data), None),
        )

    def active(self) -> int:
        """Count the filters that are set."""
        return sum(1 for field in (self.mine, self.employer, self.kind) if field.data)
