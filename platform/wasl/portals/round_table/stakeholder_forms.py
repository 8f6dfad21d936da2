"""Forms of stakeholders: what one is, whom to write to, what it runs, with whom it works."""

from collections.abc import Sequence

from wtforms import (  # type: ignore[attr-defined] # the stubs are of 3.2
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from models.opportunity import Organisation
from models.round_table_enums import ContactWay, StakeholderKind
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.stakeholders.contacts import ContactLine
from wasl.operations.stakeholders.describe import Described
from wasl.operations.stakeholders.programmes import ProgrammeLine
from wasl.portals.round_table.seen_form import SeenVersionForm
from wasl.sectors import SectorName
from wasl.ui.forms import Form
from wasl.ui.labels import choices
from wasl.ui.names import organisation_name

_TOO_LONG = _("Write less: at most 2000 characters.")
_TOO_LONG_LINE = _("Write less: at most 200 characters.")
_LINE = [Optional(), Length(max=200, message=_TOO_LONG_LINE)]
_TEXT = [Optional(), Length(max=2000, message=_TOO_LONG)]
_AUTO = {"dir": "auto"}
_TALL = {"dir": "auto", "rows": 3}


class StakeholderForm(Form):
    """What an organisation is at the round table."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()], default=0)
    kind = RadioField(
        _("What it is"),
        choices=choices(StakeholderKind),
        validators=[InputRequired(_("Say what it is"))],
    )
    short_name = StringField(_("Short name"), validators=_LINE, render_kw=_AUTO)
    mandate = TextAreaField(_("Mandate"), validators=_TEXT, render_kw=_TALL)
    services = TextAreaField(_("Services"), validators=_TEXT, render_kw=_TALL)
    sector = SelectField(_("Sector"), validators=[Optional()])
    governorate = SelectField(_("Governorate"), validators=[Optional()])
    website = StringField(
        _("Website"),
        validators=_LINE,
        render_kw={"dir": "ltr", "inputmode": "url", "autocomplete": "off"},
    )

    def fill(self, sectors: Sequence[SectorName], places: Sequence[tuple[str, str]]) -> None:
        """Offer the sectors, the divisions of a section below it, and the governorates."""
        names = {one.code: one.name for one in sectors}
        self.sector.choices = [
            SelectChoice("", gettext("Not known")),
            *(SelectChoice(one.code, one.name, optgroup=names[one.section]) for one in sectors),
        ]
        self.governorate.choices = [
            SelectChoice("", gettext("Not known")),
            *(SelectChoice(code, name) for code, name in places),
        ]

    def described(self) -> Described:
        """Return what was filled in; only for a form that is valid."""
        return Described(
            kind=StakeholderKind(self.kind.data),
            short_name=self.short_name.data or "",
            mandate=self.mandate.data or "",
            services=self.services.data or "",
            sector=self.sector.data or None,
            governorate=self.governorate.data or None,
            website=self.website.data or "",
        )


class NewStakeholderForm(StakeholderForm):
    """An organisation that is not there yet. surely: what name was said to be another's."""

    name = StringField(
        _("Name"),
        validators=[
            DataRequired(_("Write the name.")),
            Length(max=200, message=_TOO_LONG_LINE),
        ],
        render_kw=_AUTO,
    )
    surely = HiddenField()


class ContactForm(SeenVersionForm):
    """A role in an organisation, and who holds it."""

    contact = HiddenField()
    role = StringField(
        _("Role"),
        validators=[
            DataRequired(_("Write the role.")),
            Length(max=200, message=_TOO_LONG_LINE),
        ],
        render_kw=_AUTO,
    )
    name = StringField(
        _("Name"), validators=_LINE, render_kw={"dir": "auto", "autocomplete": "off"}
    )
    email = StringField(
        _("E-mail address"),
        validators=_LINE,
        render_kw={"dir": "ltr", "inputmode": "email", "autocomplete": "off"},
    )
    phone = StringField(
        _("Phone"),
        validators=_LINE,
        render_kw={"dir": "ltr", "inputmode": "tel", "autocomplete": "off"},
    )
    invited = BooleanField(_("Invitations and minutes go there"), default=True)

    def line(self) -> ContactLine:
        """Return what was filled in; only for a form that is valid."""
        return ContactLine(
            role=self.role.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            invited=bool(self.invited.data),
        )


class ProgrammeForm(Form):
    """Something that an organisation runs for a time."""

    programme = HiddenField()
    name = StringField(
        _("Programme"),
        validators=[
            DataRequired(_("Write the name.")),
            Length(max=200, message=_TOO_LONG_LINE),
        ],
        render_kw=_AUTO,
    )
    about = TextAreaField(_("What it does"), validators=_TEXT, render_kw=_TALL)
    governorate = SelectField(_("Where"), validators=[Optional()])
    starts_on = DateField(_("From"), validators=[Optional()])
    ends_on = DateField(_("Until"), validators=[Optional()])

    def fill(self, places: Sequence[tuple[str, str]]) -> None:
        """Offer the governorates."""
        self.governorate.choices = [
            SelectChoice("", gettext("All of Iraq")),
            *(SelectChoice(code, name) for code, name in places),
        ]

    def line(self) -> ProgrammeLine:
        """Return what was filled in; only for a form that is valid."""
        return ProgrammeLine(
            name=self.name.data or "",
            about=self.about.data or "",
            governorate=self.governorate.data or None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class RelationForm(Form):
    """How an organisation stands to another one."""

    kind = SelectField(_("How"), validators=[DataRequired(_("Say how they stand to each other"))])
    other = SelectField(_("Organisation"), validators=[DataRequired(_("Choose an organisation"))])
    note = StringField(_("Note"), validators=_LINE, render_kw=_AUTO)

    def fill(
        self,
        kinds: Sequence[tuple[str, str]],
        near: Sequence[Organisation],
        others: Sequence[Organisation],
    ) -> None:
        """Offer the relations and the organisations: those of the round table, then the rest."""
        self.kind.choices = [
            SelectChoice("", gettext("Choose …")),
            *(SelectChoice(value, text) for value, text in kinds),
        ]
        groups = ((gettext("At the round table"), near), (gettext("Other organisations"), others))
        self.other.choices = [
            SelectChoice("", gettext("Choose …")),
            *(
                SelectChoice(
                    one.public_id,
                    organisation_name(one),
                    {"lang": "", "dir": "auto"},
                    optgroup=title,
                )
                for title, organisations in groups
                for one in organisations
            ),
        ]


class NoteForm(Form):
    """That there was contact; each way has a button of its own, the rest may stay empty."""

    way = RadioField(
        _("How"),
        choices=choices(ContactWay),
        validators=[InputRequired(_("Say how there was contact"))],
    )
    on = DateField(_("Day"), validators=[Optional()])
    note = TextAreaField(_("What came of it"), validators=_TEXT, render_kw=_TALL)


class WhichForm(SeenVersionForm):
    """A button: which record of the organisation it is about."""

    which = HiddenField()
