"""Forms of the plan: an action, who does it, what is linked with it, the file on it."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from models.action_plan import PlanAction, Priority
from models.opportunity import Organisation
from models.plan_enums import ActionPart, ActionStatus, Horizon
from wasl.i18n.language import NATIVE_NAMES
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.plan.actions import ActionTerms
from wasl.operations.plan.half_years import HalfYear
from wasl.ui.formats import format_day
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, as_names, choices
from wasl.ui.names import organisation_choices

LINE, TEXT, SECTION = 300, 4_000, 20_000
_TOO_LONG = _("Write at most %(max)d characters.")


def _line(text: str, direction: str) -> StringField:
    rules = [Optional(), Length(max=LINE, message=_TOO_LONG)]
    return StringField(text, validators=rules, render_kw={"dir": direction})


def _text(text: str, direction: str = "auto") -> TextAreaField:
    rules = [Optional(), Length(max=TEXT, message=_TOO_LONG)]
    return TextAreaField(text, validators=rules, render_kw={"dir": direction, "rows": 3})


class ActionForm(Form):
    """An action of the plan."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()], default=0)
    number = StringField(
        _("Number"),
        validators=[
            DataRequired(_("Write its number in the plan.")),
            Length(max=32, message=_TOO_LONG),
        ],
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )
    priority = SelectField(_("Priority"), validators=[InputRequired(_("Choose one."))])
    title_en = _line(_("Action, in English"), "ltr")
    title_ar = _line(_("Action, in Arabic"), "rtl")
    objective_en = _text(_("Specific objective, in English"), "ltr")
    objective_ar = _text(_("Specific objective, in Arabic"), "rtl")
    horizon = RadioField(
        _("When it is to be done"),
        choices=choices(Horizon),
        default=Horizon.SHORT.value,
        validators=[InputRequired()],
    )
    starts_on = DateField(_("From"), validators=[Optional()])
    ends_on = DateField(_("Until"), validators=[Optional()])
    status = RadioField(
        _("Where it stands"),
        choices=choices(ActionStatus),
        default=ActionStatus.NOT_STARTED.value,
        validators=[InputRequired()],
    )
    status_note = _text(_("Note"))

    def offer(self, priorities: Sequence[tuple[str, str]]) -> None:
        """Set the priorities that can be chosen."""
        self.priority.choices = as_choices(priorities)

    def show(self, action: PlanAction) -> None:
        """Fill in an action as it stands."""
        for name in _SAME:
            self[name].data = getattr(action, name)
        self.priority.data = str(action.priority.number)
        self.horizon.data, self.status.data = action.horizon.value, action.status.value

    def catch_up(self, action: PlanAction) -> list[tuple[str, str]]:
        """Let what was typed be saved over what others wrote meanwhile.

        Return what they wrote: each field in which it differs, and what it says now.
        """
        now = ActionForm(formdata=None)
        now.priority.choices = self.priority.choices
        now.show(action)
        self.version.raw_data, self.version.data = None, action.version
        names = [one.name for one in now if one.name not in {"version", "csrf_token"}]
        differ = [name for name in names if (now[name].data or "") != (self[name].data or "")]
        return [(str(now[name].label.text), _as_read(now[name])) for name in differ]

    def terms(self, priorities: Sequence[Priority]) -> ActionTerms:
        """Return what was filled in; only for a form that is valid."""
        said: dict[str, Any] = {name: self[name].data for name in _SAME if name != "version"}
        number = int(self.priority.data)
        return ActionTerms(
            **said,
            priority=next(one for one in priorities if one.number == number),
            horizon=Horizon(self.horizon.data),
            status=ActionStatus(self.status.data),
        )


_SAME = (
    *("version", "number", "title_en", "title_ar", "objective_en", "objective_ar"),
    *("starts_on", "ends_on", "status_note"),
)


def _as_read(field: Field) -> str:
    """Return what stands in a field, as it is read and not as it is sent."""
    if field.data and isinstance(field, DateField):
        return format_day(field.data)
    if isinstance(field, SelectField | RadioField):
        return next(str(text) for _value, text, chosen, *_more in field.iter_choices() if chosen)
    return field.data or ""


class BodyForm(Form):
    """What an organisation does for an action."""

    organisation = SelectField(_("Organisation"), validators=[InputRequired(_("Choose one."))])
    part = RadioField(
        _("What it does for it"),
        choices=choices(ActionPart),
        default=ActionPart.LEAD.value,
        validators=[InputRequired()],
    )

    def offer(self, known: Sequence[Organisation]) -> None:
        """Set who can be chosen."""
        self.organisation.choices = organisation_choices(known)


class LinkForm(Form):
    """What is linked with an action: a commitment, or what a meeting came to."""

    what = SelectField(_("What is done for it"), validators=[InputRequired(_("Choose one."))])


class NewFileForm(Form):
    """The half year and the language of a file."""

    half = RadioField(_("Which six months"), validators=[InputRequired()])
    language = SelectField(
        _("Language of the file"),
        choices=as_names(NATIVE_NAMES.items()),
        default="ar",
        validators=[InputRequired()],
    )

    def offer(self, halves: Sequence[HalfYear]) -> None:
        """Set the half years that can be chosen."""
        self.half.choices = as_choices(
            (one.until.isoformat(), f"{format_day(one.since)} – {format_day(one.until)}")
            for one in halves
        )
        if not self.half.data and halves:
            self.half.data = halves[0].until.isoformat()


class SectionForm(Form):
    """A section of a file, as it is typed."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    text = TextAreaField(
        _("What it says"), validators=[Optional(), Length(max=SECTION, message=_TOO_LONG)]
    )
    note = StringField(
        _("What was changed"),
        validators=[Optional(), Length(max=LINE, message=_TOO_LONG)],
        render_kw={"dir": "auto"},
    )

    def catch_up(self, number: int) -> None:
        """Let what was typed be saved over what others wrote meanwhile, up to this version."""
        self.seen.raw_data, self.seen.data = None, number


class SeenForm(Form):
    """A button: which version somebody has before their eyes."""

    seen = HiddenField(validators=[InputRequired()])

    def number(self) -> int:
        """Return the number of the version; one that is none was never read."""
        said = self.seen.data or ""
        return int(said) if said.isdecimal() else 0
