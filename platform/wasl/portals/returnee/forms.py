"""Forms of the returnee's pages; few fields, one thing at a time."""

from wtforms import HiddenField, PasswordField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from models.access_enums import ReleaseScope
from models.enums import ConsentPurpose
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.corrections import FIELDS, LONGEST
from wasl.questions.forms import seen_version, share_field, shared_scope
from wasl.questions.release_form import ReleaseFields
from wasl.ui.column_labels import INTAKE_LABELS
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, choices


class ConsentForm(Form):
    """A yes or no for one purpose."""

    purpose = SelectField(choices=choices(ConsentPurpose))
    granted = RadioField(
        choices=as_choices([("yes", _("Yes")), ("no", _("No"))]), validators=[InputRequired()]
    )

    def wanted(self) -> tuple[ConsentPurpose, bool]:
        """Return the purpose and the answer; only for a form that is valid."""
        return ConsentPurpose(self.purpose.data), self.granted.data == "yes"


class ReleaseForm(ReleaseFields, Form):
    """Let one employer know who I am."""


class WithdrawForm(Form):
    """Which release is taken back."""

    release = HiddenField(validators=[DataRequired(), Length(max=16)])


class CorrectionForm(Form):
    """What is wrong."""

    field = SelectField(
        _("What is wrong?"), choices=as_choices((name, INTAKE_LABELS[name]) for name in FIELDS)
    )
    said = TextAreaField(
        _("What would be right?"),
        validators=[
            DataRequired(_("Write what would be right.")),
            Length(max=LONGEST, message=_("Write a little less.")),
        ],
        render_kw={"rows": 4, "dir": "auto"},
    )


class EraseForm(Form):
    """Erase everything: the password once more."""

    password = PasswordField(
        _("Your password"),
        validators=[DataRequired(_("Enter your password")), Length(max=1000)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )


class WantForm(Form):
    """Say yes to an opportunity that fits me, and what its employer may see."""

    opportunity = HiddenField(validators=[DataRequired(), Length(max=16)])
    share = share_field(_("What may this employer see once they want to meet you?"))

    def scope(self) -> ReleaseScope | None:
        """Return what may be seen."""
        return shared_scope(self.share.data)


class LeaveForm(Form):
    """Which yes is taken back, and how it stood on the page."""

    referral = HiddenField(validators=[DataRequired(), Length(max=16)])
    version = HiddenField(validators=[Length(max=12)])

    def seen(self) -> int:
        """Return the version that was on the page; 0 when nothing sensible was."""
        return seen_version(self.version.data)
