"""What templates may use beside their own values."""

from urllib.parse import urlencode

from flask import Flask, request

from models.enums import Role
from wasl.access.guard import may
from wasl.access.identity import find_account
from wasl.access.permissions import Permission
from wasl.i18n.language import choose_language
from wasl.ui.formats import (
    format_day,
    format_iqd,
    format_moment,
    format_month,
    format_number,
    format_size,
    format_weekday,
    format_years,
)
from wasl.ui.forms import error_count, may_stay_empty
from wasl.ui.labels import label
from wasl.ui.names import (
    country_name,
    country_of,
    education_name,
    language_name,
    licence_name,
    ordered_names,
    organisation_name,
)
from wasl.ui.navigation import menu_links
from wasl.ui.own_labels import own_label
from wasl.ui.parts import FIT_WIDTH, TONE_WORDS, lay_out_fit
from wasl.ui.referral_log import log_text
from wasl.ui.response_text import response_sentence, room_sentence
from wasl.ui.sentence_names import isolate, join_names


def page_address(**changes: str | int | None) -> str:
    """Return this page's address with parameters changed or, where None, taken out."""
    kept = [(key, text) for key, text in request.args.items(multi=True) if key not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode(kept + added)
    return f"{request.path}?{query}" if query else request.path


def shows_quick_exit() -> bool:
    """Tell whether the page can be left at once: all that somebody who returned may be on."""
    who = find_account()
    if who is not None:
        return who.role is Role.RETURNEE
    return request.blueprint in {"public", "offered", "returnee"}


def return_address() -> str:
    """Return where to go back to after a small form: this page, with its parameters.

    But for the language that an address may say: the form may have chosen another.
    """
    return page_address(lang=None) if request.method == "GET" else request.path


def pages_around(page: int, pages: int) -> list[int | None]:
    """Return the numbers to show: first, last and those around the current; None is a gap."""
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


def set_up_templates(app: Flask) -> None:
    """Give templates their filters and functions."""
    _add_filters(app)
    _add_functions(app)


def _add_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        label=label,
        own_label=own_label,
        day=format_day,
        moment=format_moment,
        month=format_month,
        weekday=format_weekday,
        number=format_number,
        iqd=format_iqd,
        years=format_years,
        file_size=format_size,
        country=country_name,
        education=education_name,
        language=language_name,
        licence=licence_name,
        isolate=isolate,
        listed=join_names,
        names=ordered_names,
        organisation_name=organisation_name,
        response=response_sentence,
        room=room_sentence,
        log_text=log_text,
    )


def _add_functions(app: Flask) -> None:
    _set_up_functions(app)


def _set_up_functions(app: Flask) -> None:
    app.jinja_env.globals.update(
        account=find_account,
        country_of=country_of,
        error_count=error_count,
        may_stay_empty=may_stay_empty,
        fit_segments=lay_out_fit,
        fit_width=FIT_WIDTH,
        language_now=choose_language,
        may=may,
        menu_links=menu_links,
        page_address=page_address,
        pages_around=pages_around,
        permission=Permission,
        return_address=return_address,
        shows_quick_exit=shows_quick_exit,
        tone_words={tone.value: word for tone, word in TONE_WORDS.items()},
    )
