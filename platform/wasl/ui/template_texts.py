"""The texts of the blank templates, in the language of the page."""

from models.enums import ImportKind
from wasl.files.formats import FORMATS
from wasl.files.template import template_columns
from wasl.i18n.texts import gettext as _
from wasl.operations.write_template import TemplateTexts
from wasl.ui.column_labels import column_label


def template_texts(kind: ImportKind) -> TemplateTexts:
    """Return what the guide of a template says."""
    names = [one.name for format_ in FORMATS[kind] for one in template_columns(format_.name)]
    return TemplateTexts(
        guide_sheet=_("How to fill it in"),
        words_sheet=_("Accepted words"),
        header=_("Column"),
        meaning=_("Meaning"),
        writing=_("How to write it"),
        accepted=_("Accepted words"),
        example=_("Example"),
        meanings={name: column_label(kind, name) for name in names},
        forms={
            "text": _("Free text"),
            "date": _("Day/month/year, or the year alone"),
            "number": _("A number"),
            "choice": _("One of the accepted words"),
            "list": _("Several, with a semicolon between them"),
            "languages": _("Language:level, with a semicolon between them; levels are A1 to C2"),
            "experience": _("Title | years | country, with a semicolon between them"),
        },
    )
