"""Forms about cases and about looking somebody up."""

from datetime import date

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from models.access_enums import LookUpReason
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.look_up_person import LookUp
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, choices

_LONGEST = 1_000
_TOO_LONG = _("Write less: at most 1000 characters.")


class ReferForm(Form):
    """To which office a case is offered, how and why."""

    office = SelectField(_("Office"), validators=[DataRequired(_("Choose an office"))])
    way = RadioField(
        _("How"),
        choices=as_choices(
            [
                ("referral", _("Both offices work with the person")),
                ("transfer", _("The case moves: ours ends when they accept")),
            ]
        ),
        validators=[InputRequired(_("Say whether the case moves"))],
    )
    reason = TextAreaField(
        _("Why, for the other office"),
        validators=[DataRequired(_("Write why")), Length(max=_LONGEST, message=_TOO_LONG)],
    )
    override = TextAreaField(
        _("Why without consent"), validators=[Optional(), Length(max=_LONGEST, message=_TOO_LONG)]
    )


class AnswerForm(Form):
    """Why an office says no, or ends its work with somebody."""

    reason = TextAreaField(
        _("Why"),
        validators=[DataRequired(_("Write why")), Length(max=_LONGEST, message=_TOO_LONG)],
    )


class AssignForm(Form):
    """Who is in charge of a case from now on."""

    account = SelectField(_("In charge"), validators=[Optional()])


class LookUpForm(Form):
    """Who is looked for, by what, and why."""

    reason = RadioField(
        _("Why do you look?"),
        choices=choices(LookUpReason),
        validators=[InputRequired(_("Say why you look"))],
    )
    note = StringField(
        _("In a sentence"),
        validators=[
            DataRequired(_("Write a sentence: the person can read it")),
            Length(max=500, message=_TOO_LONG),
        ],
    )
    name = StringField(_("Name"), validators=[DataRequired(_("Write the name")), Length(max=300)])
    birth_year = IntegerField(
        _("Year of birth"),
        validators=[Optional(), NumberRange(1900, 2100, _("Write the year in four digits"))],
    )
    birth_date = DateField(_("Date of birth"), validators=[Optional()])
    mother_name = StringField(_("Mother's name"), validators=[Optional(), Length(max=300)])
    phone = StringField(_("Phone"), validators=[Optional(), Length(max=60)])
    national_id = StringField(_("National card number"), validators=[Optional(), Length(max=60)])
    case_no = StringField(_("Case number of a register"), validators=[Optional(), Length(max=120)])

    def wanted(self) -> LookUp:
        """Return what is looked for; only for a form that is valid."""
        born: date | None = self.birth_date.data
        return LookUp(
            reason=LookUpReason(self.reason.data),
            note=self.note.data or "",
            name=self.name.data or "",
            birth_year=self.birth_year.data,
            birth_date=born,
            mother_name=(self.mother_name.data or "").strip(),
            phone=(self.phone.data or "").strip(),
            national_id=(self.national_id.data or "").strip(),
            case_no=(self.case_no.data or "").strip(),
        )


class OpenForm(Form):
    """Whose record is opened after a look-up."""

    person = StringField(validators=[DataRequired(), Length(max=16)])


class WithdrawForm(Form):
    """Which offer is taken back."""

    case = StringField(validators=[DataRequired(), Length(max=16)])
