"""The gallery: every component in every state, live, in the language of the page."""

from datetime import UTC, date, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from models.enums import Hours, Need, OpportunityKind
from wasl.access import public
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import CheckboxesField, Form
from wasl.ui.labels import choices
from wasl.ui.parts import FitPart, Reason, Tone

blueprint = Blueprint("gallery", __name__)


class GalleryForm(Form):
    """A field of each kind."""

    title = StringField(_("Title"), validators=[DataRequired(_("Enter a title"))])
    email = EmailField(_("E-mail address"), render_kw={"dir": "ltr"})
    kind = SelectField(_("Kind"), choices=choices(OpportunityKind))
    hours = RadioField(_("Hours"), choices=choices(Hours))
    needs = CheckboxesField(_("Needs"), choices=choices(Need))
    start = DateField(_("Begins on"))
    description = TextAreaField(_("Description"))
    agreed = BooleanField(_("The person has agreed"))
    file = FileField(_("Spreadsheet"))


def _wrong_form() -> GalleryForm:
    form = GalleryForm(prefix="wrong-", formdata=None, hours="full")
    form.title.errors = [_("Enter a title")]
    form.hours.errors = [_("Not a valid choice.")]
    form.start.errors = [_("Not a valid date value.")]
    return form


REASONS = (
    Reason(
        tone=Tone.MET,
        text=_("Six years as a welder, three are asked for"),
        detail=_("Two of them in Germany"),
    ),
    Reason(tone=Tone.SOFT, text=_("Kurdish one level below what is asked for")),
    Reason(tone=Tone.UNMET, text=_("A truck driving licence is required and not held")),
    Reason(tone=Tone.UNKNOWN, text=_("Nobody has said from when the person is available")),
)
PARTS = (
    FitPart(label=_("Occupation"), tone=Tone.MET, points=290_000, weight=300_000),
    FitPart(label=_("Skills"), tone=Tone.SOFT, points=130_000, weight=250_000),
    FitPart(label=_("Place"), tone=Tone.MET, points=150_000, weight=150_000),
    FitPart(label=_("Wage"), tone=Tone.UNKNOWN, points=60_000, weight=120_000),
    FitPart(label=_("Licences"), tone=Tone.UNMET, points=0, weight=100_000),
    FitPart(label=_("Hours"), tone=Tone.MET, points=80_000, weight=80_000),
)
ROWS = (
    {"name": "شركة الرافدين للمقاولات", "kind": OpportunityKind.JOB, "seats": 12},
    {"name": "Zagros Solar", "kind": OpportunityKind.TRAINING, "seats": 1200},
    {"name": "نانەوایی هەولێر", "kind": OpportunityKind.INTERNSHIP, "seats": 3},
)


@blueprint.get("/gallery")
@public
def gallery() -> ResponseReturnValue:
    """Show all components."""
    return render_template(
        "gallery/index.html",
        form=GalleryForm(formdata=None, title="لحّام", kind="training", hours="part"),
        wrong=_wrong_form(),
        kinds=choices(OpportunityKind),
        tones=list(Tone),
        reasons=REASONS,
        parts=PARTS,
        rows=ROWS,
        today=date(2026, 3, 5),
        now=datetime(2026, 3, 5, 6, 30, tzinfo=UTC),
        page=request.args.get("page", 4, int),
        job=OpportunityKind.JOB,
        training=OpportunityKind.TRAINING,
    )
