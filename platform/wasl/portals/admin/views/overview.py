"""The first page of who keeps the platform: what waits, and where to find everything."""

from collections.abc import Iterator

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, may, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.queries.overview import Waiting, count_waiting

# Everything there is to keep: what it is called, what it is for, where, for whom, its icon.
PLACES = (
    (
        lazy_gettext("Accounts"),
        lazy_gettext("Who can sign in, as what, since when; suspend, restore, change roles"),
        "admin.accounts",
        Permission.SEE_ACCOUNTS,
        "person",
    ),
    (
        lazy_gettext("Invitations"),
        lazy_gettext("Codes with which people make their account"),
        "admin.invitations",
        Permission.INVITE,
        "forward",
    ),
    (
        lazy_gettext("Organisations"),
        lazy_gettext("Employers who registered, and the word of two people on each"),
        "admin.organisations",
        Permission.VET_ORGANISATIONS,
        "work",
    ),
    (
        lazy_gettext("Offices"),
        lazy_gettext("Branches and centres in whose name caseworkers work"),
        "admin.offices",
        Permission.MANAGE_OFFICES,
        "place",
    ),
    (
        lazy_gettext("Audit log"),
        lazy_gettext("Who saw or changed what, and whether the log is whole"),
        "admin.audit",
        Permission.READ_AUDIT,
        "list",
    ),
    (
        lazy_gettext("Messages"),
        lazy_gettext("What was sent, what waits, what could not be delivered"),
        "admin.outbox",
        Permission.SEE_OUTBOX,
        "talk",
    ),
    (
        lazy_gettext("What runs by itself"),
        lazy_gettext("With the last run, and the last one that did something or failed"),
        "admin.jobs",
        Permission.RUN_JOBS,
        "soft",
    ),
    (
        lazy_gettext("Programs of institutions"),
        lazy_gettext("Tokens with which other programs use the platform"),
        "admin.tokens",
        Permission.MANAGE_TOKENS,
        "tools",
    ),
    (
        lazy_gettext("How long records are kept"),
        lazy_gettext("When records are anonymised, and what is due"),
        "admin.retention",
        Permission.SET_RETENTION,
        "date",
    ),
    (
        lazy_gettext("Who may do what"),
        lazy_gettext("The table of roles and permissions, as the platform reads it"),
        "public.access",
        Permission.SEE_ACCESS_TABLE,
        "hidden",
    ),
)


def _places() -> Iterator[tuple[str, str, str, str]]:
    """Yield address, title, purpose and icon of what this account may keep and is installed."""
    for title, purpose, endpoint, permission, icon in PLACES:
        if endpoint in current_app.view_functions and may(permission):
            yield url_for(endpoint), title, purpose, icon


def _tiles(waiting: Waiting) -> Iterator[tuple[int, str, str | None]]:
    """Yield what waits for this account: how much, of what, and where to settle it."""
    kinds = (
        (
            waiting.organisations,
            _("organisations to vet"),
            "admin.organisations",
            Permission.VET_ORGANISATIONS,
        ),
        (waiting.resets, _("new starts to confirm"), "account.resets", Permission.CONFIRM_RESET),
        (waiting.invitations, _("open invitations"), "admin.invitations", Permission.INVITE),
        (waiting.failed_messages, _("messages that failed"), "admin.outbox", Permission.SEE_OUTBOX),
        (waiting.erasures, _("erasures that are due"), "admin.retention", Permission.SET_RETENTION),
    )
    for count, text, endpoint, permission in kinds:
        if may(permission):
            known = endpoint in current_app.view_functions
            yield count, text, url_for(endpoint) if known else None


@blueprint.get("")
@requires(Permission.VET_ORGANISATIONS)
def overview() -> ResponseReturnValue:
    """Show what waits and where everything is."""
    waiting = count_waiting(db.session, current_viewer())
    return render_template(
        "admin/overview.html", tiles=list(_tiles(waiting)), places=list(_places())
    )
