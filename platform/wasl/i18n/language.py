"""Which language a page is in, and what follows from it."""

from flask import Flask, current_app, g, has_request_context, request

from wasl.access.identity import find_account
from wasl.config import LANGUAGES
from wasl.extensions import babel

# Iraqi names of months; texts come from the `ar` catalogue all the same.
_LOCALES = {"ar": "ar_IQ", "ckb": "ckb", "en": "en"}
NATIVE_NAMES = {"ar": "العربية", "ckb": "کوردی", "en": "English"}
DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "en": "ltr"}


def language_cookie() -> str:
    """Return the name of the cookie that remembers the language."""
    return "__Host-language" if current_app.config["SETTINGS"].https else "language"


def chosen_language() -> str | None:
    """Return the language that somebody chose in this browser, or none."""
    cookie = request.cookies.get(language_cookie())
    return cookie if cookie in LANGUAGES else None


def _from_browser() -> str | None:
    # "ku-Arab" is Sorani too; plain "ku" would be Kurmanji in Latin letters.
    wanted = request.accept_languages
    for name, _quality in wanted:
        tag = name.lower()
        if tag.startswith("ku-arab"):
            return "ckb"
        if tag.split("-")[0] in LANGUAGES:
            return tag.split("-")[0]
    return None


def choose_language() -> str:
    """Return the account's language, else the cookie's, the browser's, or the office's."""
    if not has_request_context():
        default: str = current_app.config["SETTINGS"].language
        return default
    if "language" not in g:
        account = find_account()
        candidates = [account.language if account else None, chosen_language(), _from_browser()]
        default = current_app.config["SETTINGS"].language
        g.language = next((code for code in candidates if code in LANGUAGES), default)
    language: str = g.language
    return language


def set_up_languages(app: Flask) -> None:
    """Give every page its language and direction."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "i18n/locale"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Baghdad"
    babel.init_app(app, locale_selector=lambda: _LOCALES[choose_language()])

    @app.context_processor
    def language_values() -> dict[str, object]:
        language = choose_language()
        return {"language": language, "direction": DIRECTIONS[language]}

    app.jinja_env.globals["languages"] = NATIVE_NAMES
