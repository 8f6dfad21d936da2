"""Words of the pages of stakeholders: relations both ways, rules that were broken."""

from collections.abc import Mapping

from models.round_table_enums import ContactWay, RelationKind
from wasl.i18n.texts import gettext, ngettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.stakeholders.errors import StakeholderRule as Rule
from wasl.operations.stakeholders.relations import MUTUAL
from wasl.portals.round_table.queries.contact_days import Heard, LastContact
from wasl.portals.round_table.queries.network import Link
from wasl.ui.formats import format_day
from wasl.ui.labels import label

BACK = "back"
# How the second of two organisations stands to the first.
BACKWARD: Mapping[RelationKind, str] = {
    RelationKind.MEMBER_OF: _("has as a member"),
    RelationKind.FUNDS: _("is funded by"),
    RelationKind.REFERS_TO: _("gets people referred by"),
    RelationKind.SUPERVISES: _("is supervised by"),
}

WAYS_TODAY: Mapping[ContactWay, str] = {
    ContactWay.PHONE: _("We spoke on the phone"),
    ContactWay.MEETING: _("We met"),
    ContactWay.VISIT: _("We visited them"),
    ContactWay.MAIL: _("We wrote to each other"),
}

RULES: Mapping[Rule, str] = {
    Rule.NAME_MISSING: _("Write the name."),
    Rule.ROLE_MISSING: _("Write the role."),
    Rule.EMAIL: _("This is not an e-mail address."),
    Rule.PHONE: _("This is not a phone number."),
    Rule.DATES: _("The last day is before the first."),
    Rule.FUTURE: _("This day has not come yet."),
    Rule.ITSELF: _("Choose another organisation."),
    Rule.SECTOR_UNKNOWN: _("Choose a sector of the list."),
    Rule.PLACE_UNKNOWN: _("Choose a governorate of the list."),
    Rule.WEBSITE: _("This is not the address of a website."),
    Rule.ENDED: _("This is not there any more. Somebody was quicker."),
    Rule.TOO_MANY_NAMES: _("Keep at most 20 other names."),
}

FIELD_OF_RULE: Mapping[Rule, str] = {
    Rule.NAME_MISSING: "name",
    Rule.ROLE_MISSING: "role",
    Rule.EMAIL: "email",
    Rule.PHONE: "phone",
    Rule.DATES: "ends_on",
    Rule.FUTURE: "on",
    Rule.ITSELF: "other",
    Rule.SECTOR_UNKNOWN: "sector",
    Rule.PLACE_UNKNOWN: "governorate",
    Rule.WEBSITE: "website",
}

_HEARD: Mapping[Heard, str] = {
    Heard.NOTE: _("Contact on %(day)s"),
    Heard.MEETING: _("At a meeting on %(day)s"),
    Heard.ANSWER: _("Answered an invitation on %(day)s"),
    Heard.REPORT: _("Reported on a commitment on %(day)s"),
    Heard.POSTING: _("Worked on a posting on %(day)s"),
}


def relation_text(kind: RelationKind, *, forward: bool) -> str:
    """Return how one organisation stands to another, from its side."""
    return label(kind) if forward or kind in MUTUAL else str(BACKWARD[kind])


def link_text(link: Link) -> str:
    """Return what stands between two organisations of the picture, from the first to the second."""
    if link.kind is not None:
        return label(link.kind)
    return ngettext(
        "made one commitment together with",
        "made %(shown)s commitments together with",
        link.together,
        shown=link.together,
    )


def relation_choices() -> list[tuple[str, str]]:
    """Return all relations both ways, as values of a form with their words."""
    found = [(kind.value, label(kind)) for kind in RelationKind]
    return found + [(f"{kind.value}-{BACK}", str(text)) for kind, text in BACKWARD.items()]


def chosen_relation(value: str) -> tuple[RelationKind, bool]:
    """Return what a value of `relation_choices` means: the kind, and whether it is read forward."""
    kind, _dash, way = value.partition("-")
    return RelationKind(kind), way != BACK


def heard_text(last: LastContact | None) -> str:
    """Return when an organisation was last heard of, and by what."""
    if last is None:
        return gettext("Never")
    return str(_HEARD[last.by]) % {"day": format_day(last.day)}
