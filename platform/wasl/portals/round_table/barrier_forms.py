"""The form of who puts a barrier on an agenda."""

from collections.abc import Collection

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from models.plan_enums import Barrier
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.barriers.put_on_agenda import Finding
from wasl.ui.forms import Form
from wasl.ui.labels import choices


class FindingForm(Form):
    """Which barrier, and where; without a governorate the whole country."""

    barrier = HiddenField(validators=[InputRequired()])
    governorate = HiddenField()

    def is_known(self, places: Collection[str]) -> bool:
        """Tell whether both exist; a page sends no others."""
        place = self.governorate.data
        return self.barrier.data in set(Barrier) and (not place or place in places)

    def finding(self) -> Finding:
        """Return what was chosen."""
        place = self.governorate.data or None
        return Finding(barrier=Barrier(self.barrier.data or ""), governorate=place)


class LinkForm(Form):
    """Which barrier a commitment answers, and where; the places are set by the view."""

    barrier = SelectField(_("Barrier"), choices=choices(Barrier))
    governorate = SelectField(_("Governorate"))
