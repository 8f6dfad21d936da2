"""Forms around meetings: series, meetings, steps, members, answers, attendance, documents."""

from dataclasses import fields

from flask_wtf.file import FileField  # a text that is sent in its place is no file
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from models.meeting import Meeting
from models.round_table_enums import (
    InvitationAnswer,
    MeetingKind,
    ParticipantPart,
)
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.meetings.plan import MeetingFacts
from wasl.portals.round_table.seen_form import SeenVersionForm
from wasl.ui.forms import CheckboxesField, Form, SearchForm
from wasl.ui.labels import choices

LINE, TEXT = 300, 4_000
TOO_LONG = _("Write at most %(max)d characters.")
_AUTO = {"dir": "auto"}


def _line(text: str, *more: object) -> StringField:
    return StringField(
        text, validators=[*more, Length(max=LINE, message=TOO_LONG)], render_kw=_AUTO
    )


class SeenForm(Form):
    """What every step carries: the meeting as it was before somebody's eyes."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def seen(self) -> int:
        """Return the version that was read; only for a form that is valid."""
        return int(self.version.data or 0)


class RenameForm(Form):
    """What a series of meetings is called and is for. seen: it as it was before one's eyes."""

    seen = HiddenField()
    name = _line(_("Name"), DataRequired(_("Give it a name.")))
    about = TextAreaField(
        _("What it is for"),
        validators=[Optional(), Length(max=TEXT, message=TOO_LONG)],
        render_kw={"dir": "auto", "rows": 3},
    )


class SeriesForm(RenameForm):
    """A new series of meetings."""

    kind = RadioField(
        _("What it is"),
        choices=choices(MeetingKind),
        default=MeetingKind.ROUNDTABLE.value,
        validators=[InputRequired()],
    )


class MeetingForm(SeenVersionForm):
    """When and where a meeting is, and what its invitation says."""

    title = _line(_("Title"), DataRequired(_("Give it a title.")))
    held_on = DateField(_("Day"), validators=[InputRequired(_("Choose the day."))])
    starts_at = TimeField(_("Begins at"), validators=[Optional()])
    ends_at = TimeField(_("Ends at"), validators=[Optional()])
    governorate_code = SelectField(_("Governorate"), validators=[Optional()])
    place = _line(_("City"), Optional())
    venue = _line(_("Building and room"), Optional())
    chair = _line(_("Chair, by organisation and role"), Optional())
    about = TextAreaField(
        _("What the invitation says"),
        validators=[Optional(), Length(max=TEXT, message=TOO_LONG)],
        render_kw={"dir": "auto", "rows": 5},
    )

    def facts(self) -> MeetingFacts:
        """Return what was filled in; only for a form that is valid."""
        day = self.held_on.data
        if day is None:
            raise ValueError("the form is not valid")
        return MeetingFacts(
            title=self.title.data or "",
            held_on=day,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            governorate_code=self.governorate_code.data or None,
            place=self.place.data or None,
            venue=self.venue.data or None,
            chair=self.chair.data or None,
            about=self.about.data or None,
        )

    def show(self, meeting: Meeting) -> None:
        """Fill in what is planned."""
        for one in fields(MeetingFacts):
            self[one.name].data = getattr(meeting, one.name)
        self.version.data = str(meeting.version)


class PlanForm(MeetingForm):
    """A new meeting of a series."""

    series = SelectField(_("Series"), validators=[InputRequired(_("Choose the series."))])
    ref = StringField(
        _("Reference"),
        validators=[Optional(), Length(max=32, message=TOO_LONG)],
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )
    with_members = BooleanField(_("Whoever took part last time takes part again"), default=True)


class PlanAgainForm(SeenForm):
    """A cancelled meeting on another day."""

    held_on = DateField(_("New day"), validators=[InputRequired(_("Choose the day."))])


class MeetingFilterForm(SearchForm):
    """What the list of meetings is narrowed to."""

    q = StringField()
    kind = StringField()
    state = StringField()
    series = StringField()


class AddMembersForm(Form):
    """Organisations that are to take part."""

    part = SelectField(
        _("What they do there"),
        choices=choices(ParticipantPart),
        default=ParticipantPart.MEMBER.value,
    )
    organisations = CheckboxesField(
        _("Organisations"),
        validate_choice=False,
        validators=[DataRequired(_("Tick at least one organisation."))],
    )


class MemberForm(Form):
    """One member: what it does there, and who of it comes."""

    part = SelectField(_("What it does there"), choices=choices(ParticipantPart))
    role = _line(_("Who comes, by role"), Optional())


class AnswerForm(Form):
    """Whether somebody comes."""

    answer = RadioField(
        _("Does somebody come?"),
        choices=choices(InvitationAnswer),
        validators=[InputRequired(_("Choose an answer."))],
    )
    role = _line(_("Who comes, by role"), Optional())
    note = TextAreaField(
        _("Note"),
        validators=[Optional(), Length(max=1_000, message=TOO_LONG)],
        render_kw={"dir": "auto", "rows": 2},
    )


class DocumentForm(Form):
    """A file that belongs to a meeting."""

    file = FileField(_("File"), validators=[DataRequired(_("Choose a file first"))])
    for_members = BooleanField(_("Members may read it"), default=True)
