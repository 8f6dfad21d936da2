"""First page, choice of language, icon, health."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from wasl.access import public
from wasl.access.guard import is_own_path
from wasl.access.identity import find_account, second_factor_missing
from wasl.assets import asset_url
from wasl.config import LANGUAGES
from wasl.extensions import db
from wasl.i18n.language import language_cookie
from wasl.portals.public.blueprint import blueprint
from wasl.ui.navigation import start_page


def _own_path(target: str | None) -> str | None:
    return target if target and is_own_path(target) else None


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Say what this is, or go to the page that the account starts on."""
    if second_factor_missing():
        return redirect(url_for("account.second_factor"))
    return redirect(start_page()) if find_account() else render_template("public/home.html")


@blueprint.get("/reset")
@public
def reset() -> ResponseReturnValue:
    """Lead from the short address of messages and slips to where their code is entered."""
    return redirect(url_for("account.reset"))


@blueprint.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Remember the language, and go back to the page it was chosen on."""
    language = request.form.get("language")
    if language not in LANGUAGES:
        abort(400)
    account = find_account()
    if account is not None:
        account.language = language
    response = redirect(_own_path(request.form.get("next")) or url_for("public.home"))
    response.set_cookie(
        language_cookie(),
        language,
        max_age=365 * 24 * 3600,
        secure=current_app.config["SETTINGS"].https,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/favicon.ico")
@public
def icon() -> ResponseReturnValue:
    """Lead to the icon: browsers ask for it here beside files, which cannot name their own."""
    return redirect(asset_url("img/mark.svg"))


@blueprint.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Answer `ok` when the database does."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
