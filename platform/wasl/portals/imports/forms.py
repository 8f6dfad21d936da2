"""Forms of the import."""

from flask_wtf.file import FileField  # a text that is sent in its place is no file
from wtforms import BooleanField
from wtforms.validators import DataRequired

from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form


class UploadForm(Form):
    """A file, and for opportunities whether they are published at once."""

    file = FileField(_("File"), validators=[DataRequired(_("Choose a file first"))])
    publish = BooleanField(_("Publish the opportunities at once"))
