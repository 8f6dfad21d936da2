"""Who may do what: the access table, for whoever is signed in to read."""

from contextlib import suppress

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import Role
from wasl.access import Permission, current_account, requires
from wasl.access.words import KINDS, Line, lines_of
from wasl.i18n.texts import gettext as _
from wasl.portals.public.blueprint import blueprint
from wasl.ui.labels import label


def _role_shown() -> Role:
    with suppress(ValueError):
        return Role(request.args.get("role", ""))
    return current_account().role or Role.OBSERVER


def _row(line: Line) -> dict[str, str | list[str]]:
    return {"may": _(line.text), "when": [_(text) for text in line.when]}


@blueprint.get("/access")
@requires(Permission.SEE_ACCESS_TABLE)
def access() -> ResponseReturnValue:
    """Show what a role may do, one's own at first."""
    shown = _role_shown()
    tabs = [
        (label(role), url_for(".access", role=role.value), role is shown, None) for role in Role
    ]
    groups = [
        (kind.value, _(KINDS[kind]), [_row(line) for line in lines])
        for kind, lines in lines_of(shown).items()
    ]
    return render_template("public/access.html", role=shown, tabs_of_roles=tabs, groups=groups)
