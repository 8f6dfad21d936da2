"""Names of the closed lists around the national plan and what stands in people's way."""

from enum import Enum

from models import plan_enums as p
from wasl.i18n.texts import lazy_gettext as _

PLAN_LABELS: tuple[tuple[Enum, str], ...] = (
    (p.Horizon.SHORT, _("Short term")),
    (p.Horizon.MEDIUM, _("Medium term")),
    (p.Horizon.LONG, _("Long term")),
    (p.ActionStatus.NOT_STARTED, _("Not started")),
    (p.ActionStatus.UNDER_WAY, _("Under way")),
    (p.ActionStatus.DONE, _("Done")),
    (p.ActionStatus.STOPPED, _("Stopped")),
    (p.ActionPart.LEAD, _("Leads")),
    (p.ActionPart.SUPPORT, _("Supports")),
    (p.ActionPart.EXTENDED, _("Supports from further out")),
    (p.Barrier.PAPERS, _("Papers are missing")),
    (p.Barrier.RECOGNITION, _("Certificates are not recognised")),
    (p.Barrier.LICENCE, _("A licence is missing")),
    (p.Barrier.LANGUAGE, _("Language")),
    (p.Barrier.SKILLS, _("Skills that are asked for are missing")),
    (p.Barrier.EXPERIENCE, _("Too little experience")),
    (p.Barrier.DISTANCE, _("Too far away")),
    (p.Barrier.WAGE, _("The pay is too low")),
    (p.Barrier.HOURS, _("The hours do not fit")),
    (p.Barrier.FAMILY, _("Children or family at home")),
    (p.Barrier.HEALTH, _("Health or disability")),
    (p.Barrier.TRUST, _("No trust, or not safe")),
    (p.Barrier.EMPLOYER_SILENCE, _("Employers do not answer")),
    (p.Barrier.PLACE_LOST, _("The place was lost again")),
)
