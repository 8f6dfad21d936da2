"""Forms of who prepares and minutes a meeting: points, minutes, what came of it and its steps."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from models.meeting import AgendaItem, Resolution
from models.opportunity import Organisation
from models.round_table_enums import ResolutionKind, ResolutionState
from models.round_table_states import ResolutionStep
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.meetings.agenda import Point, minutes_seen, point_seen
from wasl.operations.meetings.resolutions import Resolved
from wasl.ui.forms import Form, NeededSometimes, SearchForm
from wasl.ui.labels import as_choices, as_names, choices
from wasl.ui.names import organisation_choices

LINE, TEXT, MINUTES = 300, 4_000, 40_000
SHOWN_OF_A_TEXT = 80
_TOO_LONG = _("Write at most %(max)d characters.")
_NOBODY = _("Nobody in particular")
_AUTO = {"dir": "auto"}


class SeenForm(Form):
    """What every change carries: a sign of how it was before somebody's eyes."""

    seen = HiddenField(validators=[InputRequired()])


class PointForm(Form):
    """A point of an agenda."""

    seen = HiddenField()
    title = StringField(
        _("What it is about"),
        validators=[
            DataRequired(_("Write what it is about.")),
            Length(max=LINE, message=_TOO_LONG),
        ],
        render_kw=_AUTO,
    )
    about = TextAreaField(
        _("What it is to come to"),
        validators=[Optional(), Length(max=TEXT, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": 3},
    )
    presenter = SelectField(_("Who presents it"), validators=[Optional()])

    def offer(self, members: Sequence[Organisation]) -> None:
        """Set who can present it."""
        self.presenter.choices = [*as_choices([("", _NOBODY)]), *_names(members)]

    def show(self, item: AgendaItem) -> None:
        """Fill in a point as it stands."""
        self.title.data, self.about.data = item.title, item.about
        self.presenter.data = item.presenter.public_id if item.presenter else ""
        self.seen.data = point_seen(item)

    def point(self, members: Sequence[Organisation]) -> Point:
        """Return what was filled in; only for a form that is valid."""
        return Point(
            title=self.title.data or "",
            about=self.about.data or "",
            presenter=_chosen(members, self.presenter.data),
        )


class PlaceForm(Form):
    """One place up or down."""

    up = HiddenField(validators=[InputRequired()])


class CarryForm(Form):
    """Which open point goes on the agenda; all of them where none is named."""

    item = HiddenField()


class MinutesForm(Form):
    """What was said about a point."""

    seen = HiddenField(validators=[InputRequired()])
    minutes = TextAreaField(
        _("What was said"),
        validators=[Length(max=MINUTES, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": 8},
    )

    def show(self, item: AgendaItem) -> None:
        """Fill in what is written."""
        self.minutes.data, self.seen.data = item.minutes, minutes_seen(item)

    def catch_up(self, item: AgendaItem) -> bool:
        """Let what was typed be saved over what others wrote meanwhile; tell whether they did."""
        before, self.seen.data = self.seen.data, minutes_seen(item)
        return bool(before != self.seen.data)


class ResolutionForm(Form):
    """What came of a point."""

    text = TextAreaField(
        _("In one or two sentences"),
        validators=[
            DataRequired(_("Write what was recommended, decided or is to be done.")),
            Length(max=TEXT, message=_TOO_LONG),
        ],
        render_kw={"dir": "auto", "rows": 3},
    )
    responsible = SelectField(_("Whose it is to do"), validators=[Optional()])
    responsible_role = StringField(
        _("By which role there"),
        validators=[Optional(), Length(max=LINE, message=_TOO_LONG)],
        render_kw=_AUTO,
    )
    due_on = DateField(_("Until when"), validators=[Optional()])
    follows = SelectField(_("What it follows from"), validators=[Optional()])

    def offer(self, members: Sequence[Organisation], earlier: Sequence[Resolution]) -> None:
        """Set whose it can be, and what it can follow from."""
        self.responsible.choices = [*as_choices([("", _NOBODY)]), *_names(members)]
        self.follows.choices = [
            *as_choices([("", _("Nothing written down before"))]),
            *as_names(
                (one.public_id, shorten(one.text, SHOWN_OF_A_TEXT, placeholder="…"))
                for one in earlier
            ),
        ]

    def resolved(self, members: Sequence[Organisation], earlier: Sequence[Resolution]) -> Resolved:
        """Return what was filled in; only for a form that is valid."""
        follows = [one for one in earlier if one.public_id == self.follows.data]
        return Resolved(
            text=self.text.data or "",
            responsible=_chosen(members, self.responsible.data),
            responsible_role=self.responsible_role.data or "",
            due_on=self.due_on.data,
            follows=follows[0] if follows else None,
        )


class AddResolutionForm(ResolutionForm):
    """Something new that came of a point."""

    kind = RadioField(
        _("What it is"),
        choices=choices(ResolutionKind),
        default=ResolutionKind.DECISION.value,
        validators=[InputRequired()],
    )
    settles = BooleanField(_("What it follows from is settled by it"))

    def wanted(self) -> ResolutionKind:
        """Return what it is; only for a form that is valid."""
        return ResolutionKind(self.kind.data)


class ChangeResolutionForm(ResolutionForm):
    """What was said before, in other words."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def show(self, resolution: Resolution) -> None:
        """Fill in how it stands."""
        self.text.data, self.due_on.data = resolution.text, resolution.due_on
        self.responsible_role.data = resolution.responsible_role
        responsible, follows = resolution.responsible, resolution.follows
        self.responsible.data = responsible.public_id if responsible else ""
        self.follows.data = follows.public_id if follows else ""
        self.version.data = resolution.version

    def seen(self) -> int:
        """Return the version that was read; only for a form that is valid."""
        return int(self.version.data or 0)


class StepForm(Form):
    """What became of it, and by what."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    step = RadioField(
        _("What became of it"), validators=[InputRequired(_("Choose what became of it."))]
    )
    note = TextAreaField(
        _("By what, or why"),
        validators=[
            NeededSometimes(),
            DataRequired(_("Write by what it is settled, or why.")),
            Length(max=TEXT, message=_TOO_LONG),
        ],
        render_kw={"dir": "auto", "rows": 2},
    )

    def offer(self, steps: Sequence[ResolutionStep]) -> None:
        """Set which steps are possible."""
        possible = {step.value for step in steps}
        self.step.choices = [one for one in choices(ResolutionStep) if one.value in possible]


class RemoveForm(Form):
    """What is taken out, as it was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ResolutionFilterForm(SearchForm):
    """What the list of recommendations, decisions and actions is narrowed to."""

    kind = StringField()
    state = StringField(default=ResolutionState.OPEN.value)
    series = StringField()
    responsible = StringField()
    overdue = StringField()


class SearchMinutesForm(SearchForm):
    """Words that are looked for in all minutes."""

    q = StringField()


def _names(organisations: Sequence[Organisation]) -> list[Any]:
    return organisation_choices(organisations)


def _chosen(organisations: Sequence[Organisation], key: str | None) -> Organisation | None:
    return next((one for one in organisations if one.public_id == key), None)
