"""The menu: which pages stand in it, for whom. Permissions decide, not roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for

from wasl.access.guard import may
from wasl.access.identity import find_account
from wasl.access.permissions import Permission
from wasl.i18n.texts import lazy_gettext as _


@dataclass(frozen=True)
class Entry:
    """A page of the menu; it is current on every page whose address begins with its own.

    unless: who may do this as well finds the page on their overview instead. also: pages that
    belong to it though their address does not begin with its own.
    """

    label: str
    endpoint: str
    permission: Permission
    unless: Permission | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as it is shown."""

    label: str
    href: str
    current: bool


# The secretariat comes to them from the round table's pages.
_IMPORT_PAGES = (
    "files",
    "new_file",
    "upload_file",
    "one_file",
    "columns",
    "keep_columns",
    "preview",
)

# Few enough for a phone: what waits is counted on the overview of each portal, with the way there.
# The first one that an account may use is the page it starts on.
MENU: tuple[Entry, ...] = (
    Entry(_("Overview"), "caseworker.desk", Permission.SEE_PEOPLE),
    Entry(_("People"), "caseworker.people", Permission.SEE_PEOPLE),
    Entry(_("Cases"), "caseworker.cases", Permission.ANSWER_CASE),
    Entry(_("Opportunities"), "caseworker.opportunities", Permission.SEE_ALL_OPPORTUNITIES),
    Entry(
        _("Meetings with employers"),
        "caseworker.referrals",
        Permission.SEE_REFERRALS,
        unless=Permission.SEE_ACCOUNTS,
    ),
    Entry(_("Overview"), "employer.dashboard", Permission.SEE_OWN_OPPORTUNITIES),
    Entry(
        _("Postings"),
        "employer.opportunities",
        Permission.SEE_OWN_OPPORTUNITIES,
        also=("employer.drafts",),
    ),
    Entry(
        _("People"),
        "employer.meetings",
        Permission.SEE_OWN_REFERRALS,
        also=("employer.checks",),
    ),
    Entry(_("What we could give"), "employer.profile", Permission.SET_PROFILE),
    Entry(
        _("Round table"),
        "employer.roundtables",
        Permission.SEE_OWN_COMMITMENTS,
        also=("employer.commitments", "employer.commitment"),
    ),
    Entry(_("Import"), "imports.files", Permission.IMPORT_FILES, unless=Permission.PLAN_MEETINGS),
    Entry(_("My page"), "returnee.overview", Permission.SEE_OWN_RECORD),
    Entry(_("Administration"), "admin.overview", Permission.VET_ORGANISATIONS),
    Entry(_("Accounts"), "admin.accounts", Permission.SEE_ACCOUNTS),
    Entry(_("Organisations"), "admin.organisations", Permission.VET_ORGANISATIONS),
    Entry(_("Audit log"), "admin.audit", Permission.READ_AUDIT),
    Entry(
        _("Postings to review"),
        "secretariat.postings",
        Permission.MOVE_OPPORTUNITIES,
        unless=Permission.SEE_PEOPLE,
    ),
    Entry(
        _("Demand map"), "secretariat.demand", Permission.SEE_DEMAND, unless=Permission.SEE_PEOPLE
    ),
    Entry(
        _("Round table"),
        "round_table.overview",
        Permission.SEE_ROUND_TABLE,
        unless=Permission.SEE_PEOPLE,
        also=tuple(f"imports.{name}" for name in _IMPORT_PAGES),
    ),
    Entry(_("Figures"), "figures.overview", Permission.SEE_FIGURES),
)
# For whoever is not signed in.
VISITORS: tuple[tuple[str, str], ...] = (
    (_("Opportunities"), "offered.search"),
    (_("Answer with a code"), "public.answer"),
    (_("Sign in"), "public.sign_in"),
)


def _open_entries() -> Sequence[Entry]:
    return [
        entry
        for entry in MENU
        if entry.endpoint in current_app.view_functions
        and may(entry.permission)
        and not (entry.unless and may(entry.unless))
    ]


def _is_within(path: str) -> bool:
    return request.path == path or request.path.startswith(f"{path.rstrip('/')}/")


def menu_links() -> list[Link]:
    """Return the menu of whoever looks; the closest entry above this page is current."""
    if find_account() is None:
        return [
            Link(label, url_for(endpoint), _is_within(url_for(endpoint)))
            for label, endpoint in VISITORS
        ]
    paths = [(entry, url_for(entry.endpoint)) for entry in _open_entries()]
    closest = max((path for entry, path in paths if _leads_here(entry, path)), key=len, default="")
    return [Link(entry.label, path, path == closest) for entry, path in paths]


def _leads_here(entry: Entry, path: str) -> bool:
    return request.endpoint in entry.also or _is_within(path)


def start_page() -> str:
    """Return the address of the page that the signed-in account starts on; never a dead end."""
    entries = _open_entries()
    return url_for(entries[0].endpoint if entries else "account.overview")
