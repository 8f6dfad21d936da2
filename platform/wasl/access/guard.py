"""Deny by default: a view says who may use it with `@public` or `@requires`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from wasl.access.bearer import is_api_request
from wasl.access.identity import find_account, find_session_now, second_factor_missing
from wasl.access.limits import hit
from wasl.access.permissions import Permission
from wasl.access.table import relations

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
_MARK = "wasl_access"
_EARLY = "wasl_before_second_factor"


def public(view: View) -> View:
    """Let everybody use this view, signed in or not."""
    setattr(view, _MARK, PUBLIC)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only accounts use this view whose role has the permission."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def before_second_factor(view: View) -> View:
    """Let this view, under `@requires`, be used with the password alone: to give the rest."""
    setattr(view, _EARLY, True)
    return view


def declared_access(view: Callable[..., Any]) -> Permission | str | None:
    """Return the permission a view asks for, `PUBLIC`, or none when it says nothing."""
    access: Permission | str | None = getattr(view, _MARK, None)
    return access


def may(permission: Permission) -> bool:
    """Tell whether the signed-in account has a permission, on some record at least."""
    account = find_account()
    return account is not None and bool(relations(account.role, permission))


def is_own_path(target: str) -> bool:
    """Tell whether a target for a redirect is a path on this site and nothing else."""
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(ord(character) < 32 for character in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def _own_address() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _check_program(access: Permission) -> None:
    program = find_account()
    if program is None:
        # Of no use against 256 random bits, but it keeps a guessing program from being a burden.
        hit("api/refused", request.remote_addr or "unknown", 60, timedelta(minutes=15))
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "wasl"}))
    if not relations(program.role, access):
        abort(403)


def check_access() -> Response | None:
    """Run before each request: refuse, or send to sign-in, whoever may not use the view."""
    if request.endpoint is None:
        return None  # no such page: the router answers 404 or 405
    view = current_app.view_functions[request.endpoint]
    access = declared_access(view)
    if access == PUBLIC:
        return None
    if not isinstance(access, Permission):
        current_app.logger.error("%s does not say who may use it", request.endpoint)
        abort(403)
    if is_api_request():
        _check_program(access)
        return None
    if second_factor_missing() and not getattr(view, _EARLY, False):
        return redirect(url_for("account.second_factor", next=_own_address()))
    who = find_session_now()
    if who is None:
        return redirect(url_for("public.sign_in", next=_own_address()))
    if not relations(who.account.role, access):
        abort(403)
    return None
