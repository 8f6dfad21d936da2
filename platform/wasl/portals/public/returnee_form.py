"""The form with which somebody who came back, or will, registers themselves."""

from wtforms import BooleanField, DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from models.enums import OpportunityKind
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.register_person import NewReturnee
from wasl.portals.public.joining_forms import AccountForm
from wasl.ui.forms import CheckboxesField
from wasl.ui.labels import choices


class ReturneeForm(AccountForm):
    """An account and a record with few fields; each consent is a box of its own, none is ticked."""

    governorate = SelectField(_("Where you live or will live"), validators=[Optional()])
    office = SelectField(_("An office that works with you"), validators=[Optional()])
    worked_as = StringField(
        _("What you worked as"),
        validators=[Optional(), Length(max=200)],
        render_kw={"dir": "auto"},
    )
    years = DecimalField(
        _("For how many years"),
        validators=[
            Optional(),
            NumberRange(0, 70, message=_("Write a number of years from 0 to 70.")),
        ],
        render_kw={"inputmode": "decimal", "dir": "ltr"},
    )
    wants_work = StringField(
        _("What you would like to work as"),
        validators=[Optional(), Length(max=200)],
        render_kw={"dir": "auto"},
    )
    kinds = CheckboxesField(_("What you look for"), choices=choices(OpportunityKind))
    data = BooleanField(
        _("Yes, keep what I write here, so that I can be helped."),
        validators=[InputRequired(_("Without this yes nothing can be kept, so nothing was."))],
    )
    matching = BooleanField(
        _("Yes, look for work and support that fits me. Employers see my work without my name.")
    )
    contact = BooleanField(_("Yes, call or write to me when there is something for me."))

    def wanted(self) -> NewReturnee:
        """Return what was said; only for a form that is valid."""
        return NewReturnee(
            governorate_code=self.governorate.data or None,
            worked_as=(self.worked_as.data or "").strip() or None,
            years=float(self.years.data) if self.years.data is not None else None,
            wants_work=(self.wants_work.data or "").strip() or None,
            kinds=tuple(self.kinds.data or ()),
            office=self.office.data or None,
            matching=bool(self.matching.data),
            contact=bool(self.contact.data),
        )
