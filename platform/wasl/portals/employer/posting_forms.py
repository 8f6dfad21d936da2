"""A form for each of the six kinds of posting: it asks for what that kind needs, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import DataRequired

from models.enums import OpportunityKind
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.postings.fields import ASKED, COLUMNS_OF, DAYS, PLACE, PROVIDED, SIGNALS
from wasl.portals.employer import posting_fields as parts
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, label

WHAT_KINDS_ARE: Mapping[OpportunityKind, str] = {
    OpportunityKind.JOB: _("Paid work, permanent or for a limited time."),
    OpportunityKind.INTERNSHIP: _("Some weeks of work with a supervisor, to learn it."),
    OpportunityKind.TRAINING: _("A course with a beginning and an end, with or without a fee."),
    OpportunityKind.MENTORING: _("Somebody of yours shares what they know, in a few meetings."),
    OpportunityKind.IN_KIND: _("Tools, stock, land, space or transport, given or lent."),
    OpportunityKind.FINANCE: _("A loan or a grant, for somebody who starts or repairs a trade."),
}


class BeginForm(Form):
    """Which kind of posting, and what it is called."""

    kind = RadioField(_("Kind"), validators=[DataRequired(_("Choose what you offer"))])
    title = parts.text_field(
        _("Title"),
        _("As people would say it, in any language: baker, welding course, oven."),
        needed=True,
    )

    def fill(self) -> None:
        """Offer the six kinds."""
        self.kind.choices = as_choices((kind.value, label(kind)) for kind in OpportunityKind)


@dataclass(frozen=True)
class Section:
    """Fields that belong together, under one heading."""

    id: str
    title: str
    names: Sequence[str]


class PostingForm(Form, parts.BasicParts, parts.PlaceParts, parts.DayParts, parts.SignalParts):
    """What all six forms have. version: of the posting that was shown."""

    version = HiddenField()
    kind: OpportunityKind
    sections: Sequence[Section] = ()

    def typed(self, before: Mapping[str, object]) -> dict[str, str]:
        """Return what was typed, by column.

        before: what the posting says now. A box that was never ticked says nothing; one that is
        not ticked any more says no.
        """
        found: dict[str, str] = {}
        for name in COLUMNS_OF[self.kind]:
            field = self[name]
            if isinstance(field, BooleanField):
                unsaid = "" if before.get(name) is None else "no"
                found[name] = "yes" if field.data else unsaid
            else:
                found[name] = field.data or ""
        return found

    def show(self, texts: Mapping[str, str]) -> None:
        """Fill the fields with texts as somebody would type them."""
        for name, text in texts.items():
            field = self[name]
            field.data = text == "yes" if isinstance(field, BooleanField) else text or None

    def seen(self) -> int:
        """Return the version that the form was made from; one that cannot be is none of any."""
        digits = self.version.data or ""
        return int(digits) if digits.isdecimal() and len(digits) < 10 else -1


_WHAT = Section("what", _("What you offer"), ("title", "description", "seats"))
_WHERE_WHEN = Section("where", _("Where and when"), (*PLACE, *DAYS))
_WHERE_REMOTE = Section("where", _("Where and when"), (*PLACE, "remote", *DAYS))


def _asked(*names: str) -> Section:
    return Section("asked", _("What is asked for"), names)


def _provided(*names: str) -> Section:
    return Section("provided", _("What you provide"), (*names, *SIGNALS))


class _LearningParts(
    parts.RemoteParts,
    parts.HoursParts,
    parts.EducationParts,
    parts.ExperienceParts,
    parts.SkillsNeededParts,
    parts.SkillsWelcomeParts,
    parts.LanguageParts,
    parts.LicenceParts,
    parts.ProvidedParts,
):
    """What jobs, internships and trainings have in common."""


class JobForm(PostingForm, _LearningParts, parts.WageParts):
    """Paid work."""

    kind = OpportunityKind.JOB
    permanent = parts.yes_no_field(_("For how long"), _("Permanent"), _("For a limited time"))
    probation_months = parts.number_field(_("Probation in months"))
    social_security = BooleanField(_("Registered with social security"))
    sections = (
        _WHAT,
        Section(
            "work",
            _("Work and pay"),
            (
                "hours",
                "wage_min",
                "wage_max",
                "permanent",
                "probation_months",
                "social_security",
            ),
        ),
        _WHERE_REMOTE,
        _asked(*ASKED),
        _provided(*PROVIDED),
    )


class InternshipForm(PostingForm, _LearningParts, parts.WageParts):
    """Work to learn."""

    kind = OpportunityKind.INTERNSHIP
    weeks = parts.number_field(_("Weeks"))
    may_lead_to_job = BooleanField(_("It may lead to a job"))
    sections = (
        _WHAT,
        Section(
            "work",
            _("Work and pay"),
            ("weeks", "hours", "wage_min", "wage_max", "may_lead_to_job"),
        ),
        _WHERE_REMOTE,
        _asked(*ASKED),
        _provided(*PROVIDED),
    )


class TrainingForm(PostingForm, _LearningParts):
    """A course."""

    kind = OpportunityKind.TRAINING
    weeks = parts.number_field(_("Weeks"))
    certificate = parts.text_field(_("Certificate"), _("What people get in the end, if anything."))
    fee = parts.number_field(_("Fee"), _("In dinars for the whole course; 0 when it is free."))
    sections = (
        _WHAT,
        Section("course", _("The course"), ("weeks", "hours", "certificate", "fee")),
        _WHERE_REMOTE,
        _asked(*ASKED),
        _provided(*PROVIDED),
    )


class MentoringForm(
    PostingForm,
    parts.RemoteParts,
    parts.ExperienceParts,
    parts.SkillsWelcomeParts,
    parts.LanguageParts,
    parts.AccessibleParts,
):
    """Somebody's experience, for some hours."""

    kind = OpportunityKind.MENTORING
    mentor_profile = parts.text_field(
        _("Who the mentor is"), _("What they know and do. No name is needed.")
    )
    sessions = parts.number_field(_("Meetings"), _("How many there will be."))
    sections = (
        _WHAT,
        Section("mentor", _("The mentor"), ("mentor_profile", "sessions")),
        _WHERE_REMOTE,
        _asked("experience_min_years", "skills_desired", "languages"),
        _provided("accessible"),
    )


class InKindForm(
    PostingForm,
    parts.ExperienceParts,
    parts.SkillsNeededParts,
    parts.LicenceParts,
    parts.TransportParts,
):
    """Things, given or lent."""

    kind = OpportunityKind.IN_KIND
    item = parts.text_field(
        _("What is given"), _("A sewing machine, an oven, a stall …"), needed=True
    )
    unit = parts.text_field(_("Unit"), _("What one of them is: piece, sack, square metre."))
    seats = parts.number_field(_("How many"), _("How many units there are in all."), needed=True)
    to_be_returned = parts.yes_no_field(
        _("Given or lent"), _("Lent: it comes back"), _("Given: people keep it")
    )
    return_after_days = parts.number_field(_("Comes back after days"))
    transport = BooleanField(_("You bring it to them"))
    sections = (
        Section("what", _("What you offer"), ("title", "description")),
        Section(
            "things",
            _("The things"),
            ("item", "unit", "seats", "to_be_returned", "return_after_days"),
        ),
        _WHERE_WHEN,
        _asked("experience_min_years", "skills_required", "licences"),
        _provided("transport"),
    )


class FinanceForm(PostingForm, parts.ExperienceParts, parts.SkillsNeededParts):
    """A loan or a grant."""

    kind = OpportunityKind.FINANCE
    seats = parts.number_field(_("How many"), _("How many people can get it."), needed=True)
    amount_max = parts.number_field(
        _("Highest amount"), _("In dinars for each person: 5,000,000 or 5 million."), needed=True
    )
    repayable = parts.yes_no_field(
        _("Loan or grant"), _("A loan: it is paid back"), _("A grant: it is given"), needed=True
    )
    repayment_months = parts.number_field(_("Months to pay back"))
    purpose = parts.text_field(_("What it is for"), _("Tools, rent of a shop, first stock …"))
    sections = (
        _WHAT,
        Section(
            "money", _("The money"), ("amount_max", "repayable", "repayment_months", "purpose")
        ),
        _WHERE_WHEN,
        _asked("experience_min_years", "skills_required"),
        _provided(),
    )


FORMS: Mapping[OpportunityKind, type[PostingForm]] = {
    form.kind: form
    for form in (JobForm, InternshipForm, TrainingForm, MentoringForm, InKindForm, FinanceForm)
}
