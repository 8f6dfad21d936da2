"""The form of what an organisation is called."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from models.opportunity import Organisation
from wasl.config import LANGUAGES
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.stakeholders.names import OrganisationNames, names_of, names_version
from wasl.ui.forms import Form

_LONG = Length(max=200, message=_("Write less: at most 200 characters."))
_MOST = Length(max=2000, message=_("Write less: at most 2000 characters."))


class NamesForm(Form):
    """All names of an organisation; seen: a mark of the names that were read."""

    seen = HiddenField()
    name = StringField(
        _("Name"), validators=[DataRequired(_("Write the name.")), _LONG], render_kw={"dir": "auto"}
    )
    name_ar = StringField(
        _("Name in Arabic"), validators=[Optional(), _LONG], render_kw={"lang": "ar", "dir": "rtl"}
    )
    name_ckb = StringField(
        _("Name in Kurdish (Sorani)"),
        validators=[Optional(), _LONG],
        render_kw={"lang": "ckb", "dir": "rtl"},
    )
    name_en = StringField(
        _("Name in English"), validators=[Optional(), _LONG], render_kw={"lang": "en", "dir": "ltr"}
    )
    former = TextAreaField(
        _("Other names, one on each line"),
        validators=[Optional(), _MOST],
        render_kw={"dir": "auto", "rows": 4},
    )

    def names(self) -> OrganisationNames:
        """Return what was filled in; only for a form that is valid."""
        said = {code: self[f"name_{code}"].data or "" for code in LANGUAGES}
        former = (self.former.data or "").splitlines()
        return OrganisationNames(name=self.name.data or "", by_language=said, former=former)


def form_of(organisation: Organisation) -> NamesForm:
    """Return the form, filled with the names that an organisation has."""
    names = names_of(organisation)
    values = {f"name_{code}": text for code, text in names.by_language.items()}
    values |= {"name": names.name, "former": "\n".join(names.former)}
    return NamesForm(data=values | {"seen": names_version(organisation)})
