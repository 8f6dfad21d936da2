"""Why something in a profile is not kept, in words, and beside which field that is said."""

from collections.abc import Mapping

from flask import flash

from models.enums import OpportunityKind as Kind
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.profile.errors import ProfileRule as Rule

PROFILE_RULES: Mapping[Rule, str] = {
    Rule.SECTOR_UNKNOWN: _("Choose the sector"),
    Rule.PLACE_UNKNOWN: _("Choose a place from the list"),
    Rule.NO_PLACE: _("Choose at least one place"),
    Rule.PLACE_IN_USE: _(
        "You say that you could give something in a place you took away. Change or end that first."
    ),
    Rule.NOT_A_PLACE_OF_WORK: _("Choose one of the places where you work"),
    Rule.WEBSITE: _("Write an address such as www.company.com"),
    Rule.TITLE_MISSING: _("Write what you could give"),
    Rule.QUANTITY: _("Write a number from 1 to 100,000"),
    Rule.AMOUNT: _("Write an amount up to 2,000,000,000"),
    Rule.DATES: _("The last day is before the first one"),
    Rule.ENDED: _("This line was ended. Add a new one."),
}
FIELD_OF_RULE: Mapping[Rule, str] = {
    Rule.SECTOR_UNKNOWN: "sector",
    Rule.PLACE_UNKNOWN: "places",
    Rule.NO_PLACE: "places",
    Rule.PLACE_IN_USE: "places",
    Rule.NOT_A_PLACE_OF_WORK: "governorate",
    Rule.WEBSITE: "website",
    Rule.TITLE_MISSING: "title",
    Rule.QUANTITY: "quantity",
    Rule.AMOUNT: "amount",
    Rule.DATES: "available_until",
    Rule.ENDED: "title",
}
# What each kind is, for somebody who has never offered one.
KIND_HINTS: Mapping[Kind, str] = {
    Kind.JOB: _("Paid work at your company"),
    Kind.INTERNSHIP: _("Work to learn, with somebody who supervises"),
    Kind.TRAINING: _("A course that you give"),
    Kind.MENTORING: _("Some hours of somebody's experience"),
    Kind.IN_KIND: _("Tools, stock, land, space, transport"),
    Kind.FINANCE: _("A loan or a grant"),
}
EXAMPLES: Mapping[Kind, str] = {
    Kind.JOB: _("For example: baker, truck driver, accountant."),
    Kind.INTERNSHIP: _("The work to be learnt, for example: car mechanic."),
    Kind.TRAINING: _("What is taught, for example: welding."),
    Kind.MENTORING: _("What it is about, for example: opening a shop."),
    Kind.IN_KIND: _("For example: sewing machine, shop space, seedlings."),
    Kind.FINANCE: _("For example: small loan for a business."),
}
HOW_MANY: Mapping[Kind, str] = {
    Kind.JOB: _("How many people a year"),
    Kind.INTERNSHIP: _("How many people a year"),
    Kind.TRAINING: _("How many people a year"),
    Kind.MENTORING: _("How many people a year"),
    Kind.IN_KIND: _("How many a year"),
    Kind.FINANCE: _("How many people a year"),
}


def somebody_was_quicker() -> None:
    """Say that nothing was kept, since another one changed the same meanwhile."""
    flash(gettext("Somebody was quicker. This is how it stands now."), "warning")
