"""Forms around a commitment: how far it has come, a posting for it, a posting that keeps it."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from models.commitment import Commitment
from models.opportunity import Opportunity
from models.round_table_enums import Achievement
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.commitments.report import Report
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, as_names, choices

_TITLE, _NOTE = 300, 1000


class ReportForm(Form):
    """What the organisation itself says."""

    achievement = SelectField(
        _("How far has it come?"), validators=[DataRequired(_("Choose one of the list"))]
    )
    note = TextAreaField(
        _("In your words"),
        description=_("What was done, what is in the way. Name no person."),
        validators=[Optional(), Length(max=_NOTE)],
        render_kw={"dir": "auto", "rows": 3, "maxlength": _NOTE},
    )

    def fill(self) -> None:
        """Offer the degrees in the language of the page."""
        self.achievement.choices = choices(Achievement, blank=str(_("Choose …")))

    def said(self) -> Report:
        """Return what was said; only for a form that is valid."""
        return Report(
            achievement=Achievement(self.achievement.data), note=(self.note.data or "").strip()
        )


class PostForm(Form):
    """A posting that is begun for a commitment."""

    title = StringField(
        _("Title"),
        description=_("As people would say it, in any language: baker, welding course, oven."),
        validators=[DataRequired(_("Give it a title")), Length(max=_TITLE)],
        render_kw={"dir": "auto", "maxlength": _TITLE},
    )

    def fill(self, commitment: Commitment) -> None:
        """Begin with the trade that the commitment names."""
        if not self.is_submitted():
            self.title.data = commitment.title


class CiteForm(Form):
    """A posting that is there already."""

    posting = SelectField(
        _("Posting"), validators=[DataRequired(_("Choose a posting"))], validate_choice=False
    )

    def fill(self, postings: list[Opportunity]) -> None:
        """Offer postings by title and reference."""
        self.posting.choices = [
            *as_choices([("", _("Choose …"))]),
            *as_names((one.public_id, f"{one.title} ({one.ref})") for one in postings),
        ]
