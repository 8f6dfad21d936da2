"""Forms around commitments: what was promised, by whom, and what is said of it."""

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from models.commitment import Commitment
from models.round_table_enums import Achievement, CommitmentKind
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.commitments.terms import Terms
from wasl.ui.forms import Form, NeededSometimes
from wasl.ui.labels import choices

LINE, TEXT, MOST = 300, 4_000, 100_000
_TOO_LONG = _("Write at most %(max)d characters.")
_AUTO = {"dir": "auto"}


def _line(text: str) -> StringField:
    return StringField(
        text, validators=[Optional(), Length(max=LINE, message=_TOO_LONG)], render_kw=_AUTO
    )


def _text(text: str, missing: str, rows: int = 3) -> TextAreaField:
    return TextAreaField(
        text,
        validators=[DataRequired(missing), Length(max=TEXT, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": rows},
    )


class TermsForm(Form):
    """What was promised."""

    text = _text(_("What was promised"), _("Write what was promised, as it was said."))
    quantity = IntegerField(
        _("How many"),
        validators=[
            NeededSometimes(),
            Optional(),
            NumberRange(1, MOST, _("Write a number from %(min)s to %(max)s.")),
        ],
    )
    unit = _line(_("Unit"))
    occupation = _line(_("Trade or job"))
    governorate = SelectField(_("Governorate"), validators=[Optional()])
    sector = SelectField(_("Sector"), validators=[Optional()])
    priority = SelectField(_("National priority"), validators=[Optional()])
    deadline = DateField(_("Deadline"), validators=[Optional()])
    responsible_role = _line(_("Who answers for it, by role"))

    def says_how_many(self, kind: CommitmentKind) -> bool:
        """Tell whether it says how many; a measure of policy need not."""
        enough = kind is CommitmentKind.POLICY or self.quantity.data is not None
        if not enough and not self.quantity.errors:
            self.quantity.errors = [_("Write how many were promised.")]
        return enough

    def terms(self) -> Terms:
        """Return what was filled in; only for a form that is valid."""
        return Terms(
            text=self.text.data or "",
            quantity=self.quantity.data or 1,
            unit=self.unit.data,
            occupation=self.occupation.data,
            governorate=self.governorate.data,
            sector=self.sector.data,
            priority=int(self.priority.data) if self.priority.data else None,
            deadline=self.deadline.data,
            responsible_role=self.responsible_role.data,
        )


class WriteForm(TermsForm):
    """A new commitment."""

    kind = SelectField(_("Kind"), choices=choices(CommitmentKind), validators=[InputRequired()])
    party = SelectField(_("Who promised it"), validators=[NeededSometimes()])
    party_name = _line(_("Or its name, if it is not in the list"))
    item = SelectField(_("Point of an agenda"), default="", validators=[Optional()])
    made_on = DateField(_("Promised on"), validators=[InputRequired(_("Choose the day."))])


class SeenForm(Form):
    """What every change carries: the commitment as it was before somebody's eyes."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def seen(self) -> int:
        """Return the version that was read; only for a form that is valid."""
        return int(self.version.data or 0)


class ReasonForm(SeenForm):
    """Why something of a commitment is changed."""

    reason = _text(_("Why"), _("Write why it changes. It stays in its history."), 2)


class AmendForm(TermsForm, ReasonForm):
    """Other terms, and why."""

    def show(self, commitment: Commitment) -> None:
        """Fill in what the commitment says now."""
        said = Terms.of(commitment)
        for name in said.__dataclass_fields__:
            self[name].data = getattr(said, name)
        self.priority.data = str(said.priority or "")
        self.version.data = commitment.version


class PartyForm(ReasonForm):
    """An organisation that joins, leaves or leads."""

    party = SelectField(_("Organisation"), validators=[InputRequired(_("Choose one."))])


class ReviewForm(Form):
    """An independent word on how far a commitment has come."""

    achievement = RadioField(
        _("How far it has come"),
        choices=choices(Achievement),
        validators=[InputRequired(_("Choose one."))],
    )
    note = _text(_("What was looked at"), _("Write what was looked at: papers, a visit, a call."))


class MilestoneForm(Form):
    """A step of a measure of policy."""

    text = _text(_("Milestone"), _("Write what is to be done."), 2)
    due_on = DateField(_("Due on"), validators=[Optional()])


class DoneForm(Form):
    """What shows that a milestone is done."""

    evidence = _text(
        _("Evidence"), _("Write what shows it: the number of an order, a page, what was seen."), 2
    )
    done_on = DateField(_("Done on"), validators=[InputRequired(_("Choose the day."))])
