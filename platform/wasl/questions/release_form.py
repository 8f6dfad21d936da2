"""The questions before one employer may know who somebody is: the same on every page that asks."""

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from models.access_enums import ReleaseScope
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.releases import USUAL_DAYS
from wasl.ui.labels import as_choices, choices

_DAYS = (
    ("7", _("One week")),
    (str(USUAL_DAYS), _("One month")),
    ("90", _("Three months")),
    ("180", _("Six months")),
)


class ReleaseFields:
    """Which employer, what they may see, and for how long; part of a form."""

    opportunity = SelectField(
        _("Which employer?"), validators=[InputRequired(_("Choose an employer."))]
    )
    scope = RadioField(
        _("What may they see?"),
        choices=choices(ReleaseScope),
        validators=[InputRequired(_("Choose what they may see."))],
    )
    days = RadioField(_("For how long?"), choices=as_choices(_DAYS), default=str(USUAL_DAYS))
