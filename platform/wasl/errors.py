"""Pages for what went wrong: what happened, what was kept, what to do."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Flask, current_app, render_template, session
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests
from werkzeug.wrappers import Response

from wasl.access.bearer import is_api_request
from wasl.api.problems import problem
from wasl.extensions import db
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.hold_row import RowGoneError
from wasl.ui.formats import format_moment


@dataclass(frozen=True)
class Trouble:
    """What a page of an error says."""

    title: str
    happened: str
    kept: str
    todo: str


_NOTHING_CHANGED = _("Nothing was changed.")

BAD_REQUEST = Trouble(
    _("That could not be understood"),
    _("The browser sent something that this page does not expect."),
    _NOTHING_CHANGED,
    _("Go back, reload the page and try again."),
)
FORGED = Trouble(
    _("The form has become too old"),
    _("You were signed out or the page was open for a long time before you sent it."),
    _("Nothing of this form was kept. Everything saved before is still there."),
    _("Go back, reload the page and send the form again."),
)
TROUBLES: dict[int, Trouble] = {
    400: BAD_REQUEST,
    403: Trouble(
        _("This page is not for your account"),
        _("Your account is not allowed to open it."),
        _NOTHING_CHANGED,
        _("If you need it for your work, ask the person who manages accounts."),
    ),
    404: Trouble(
        _("There is no such page"),
        _("The address is wrong, or what it showed is gone or not yours to see."),
        _NOTHING_CHANGED,
        _("Check the address, or begin again from the first page."),
    ),
    405: BAD_REQUEST,
    409: Trouble(
        _("Somebody else changed this first"),
        _("While you were working, another person saved a change to the same record."),
        _("Their change was kept, yours was not."),
        _("Go back, reload the page, look at what is there now and make your change again."),
    ),
    413: Trouble(
        _("The file is too large"),
        _("It is larger than this office allows."),
        _("Nothing of the file was taken."),
        _("Split it into smaller files and send them one after the other."),
    ),
    429: Trouble(
        _("Too many tries"),
        _("There were too many tries in a short time."),
        _NOTHING_CHANGED,
        _("Wait 15 minutes and try again."),
    ),
    500: Trouble(
        _("Something broke on our side"),
        _("The platform met an error that it did not expect."),
        _("What you had saved before is safe. The last step was not kept."),
        _("Try once more. If it happens again, tell the person in charge this code:"),
    ),
}

# SQLite has one writer at a time, and a long list keeps it for a while.
BUSY = Trouble(
    _("Please wait a little"),
    _("A long list is being taken in at the moment, and nothing else can be saved meanwhile."),
    _NOTHING_CHANGED,
    _("Wait a minute, go back and try again."),
)


# Which methods an address takes; how to sign in.
_TOLD_BY_HEADER = frozenset({"Allow", "WWW-Authenticate"})


def _page(trouble: Trouble, code: int, reference: str | None = None) -> Response:
    db.session.rollback()
    if is_api_request():
        return problem(code, reference)
    session.pop("_flashes", None)  # what they announce did not happen
    page = render_template("errors/error.html", trouble=trouble, code=code, reference=reference)
    return current_app.make_response((page, code))


def _show_too_many(error: TooManyRequests) -> Response:
    """Say from when one more try is allowed."""
    trouble, moment = TROUBLES[429], error.retry_after
    if isinstance(moment, datetime):
        again = gettext("Try again after %(time)s.", time=format_moment(moment))
        trouble = replace(trouble, todo=again)
    response = _page(trouble, 429)
    if isinstance(moment, datetime):
        response.retry_after = moment
    return response


def _show_http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    if isinstance(error, CSRFError):
        return _page(FORGED, code)
    if code >= 500:
        reference = secrets.token_hex(4)
        current_app.logger.error("reference %s", reference)
        return _page(TROUBLES[500], code, reference)
    response = _page(TROUBLES.get(code, BAD_REQUEST), code)
    response.headers.extend(
        (name, value) for name, value in error.get_headers() if name in _TOLD_BY_HEADER
    )
    return response


def _show_conflict(error: StaleDataError) -> Response:
    del error
    return _page(TROUBLES[409], 409)


def _show_gone(error: RowGoneError) -> Response:
    """Answer about something that was there when the request began."""
    del error
    return _page(TROUBLES[404], 404)


def _show_busy(error: OperationalError) -> Response:
    if "locked" not in str(error.orig) and "lock timeout" not in str(error.orig):
        raise error
    return _page(BUSY, 503)


def _show_unstorable(error: DataError) -> Response:
    """Answer what was sent and no column can hold, such as a zero byte on PostgreSQL."""
    current_app.logger.warning("%s", error.orig)
    return _page(BAD_REQUEST, 400)


def _show_boundless(error: OverflowError) -> Response:
    """Answer a number of hundreds of digits, which validators cannot compare."""
    del error
    return _page(BAD_REQUEST, 400)


def set_up_errors(app: Flask) -> None:
    """Show our own pages for errors."""
    app.register_error_handler(HTTPException, _show_http)
    app.register_error_handler(InternalServerError, _show_http)
    app.register_error_handler(TooManyRequests, _show_too_many)
    app.register_error_handler(StaleDataError, _show_conflict)
    app.register_error_handler(RowGoneError, _show_gone)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(DataError, _show_unstorable)
    app.register_error_handler(OverflowError, _show_boundless)
