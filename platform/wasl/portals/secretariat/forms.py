"""Forms of who reads postings before they are seen."""

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from models.opportunity_states import PostingRefusal
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form
from wasl.ui.labels import choices

NOTE_MOST = 1000
_TOO_LONG = _("Write at most %(max)d characters.")


class ReadForm(Form):
    """What every decision carries: the posting as it was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def seen(self) -> int:
        """Return the version that was read; only for a form that is valid."""
        return int(self.version.data or 0)


class SendBackForm(ReadForm):
    """What the employer is to change."""

    note = TextAreaField(
        _("What to change"),
        validators=[
            DataRequired(_("Write what the employer should change.")),
            Length(max=NOTE_MOST, message=_TOO_LONG),
        ],
    )


class RefuseForm(ReadForm):
    """Why a posting will not be shown."""

    reason = RadioField(
        _("Why"),
        choices=choices(PostingRefusal),
        validators=[InputRequired(_("Choose a reason."))],
    )
    why = TextAreaField(
        _("Note to the employer"), validators=[Length(max=NOTE_MOST, message=_TOO_LONG)]
    )

    def says_why(self) -> bool:
        """Tell whether it says enough; a reason that says nothing by itself needs a note."""
        enough = self.wanted() is not PostingRefusal.OTHER or bool((self.why.data or "").strip())
        if not enough:
            self.why.errors = [_("Write why, so that the employer understands.")]
        return enough

    def wanted(self) -> PostingRefusal:
        """Return the reason; only for a form that is valid."""
        return PostingRefusal(self.reason.data)
