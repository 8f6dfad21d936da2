"""Leaving at once: whoever comes near sees a calendar."""

import calendar
from datetime import date

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_wtf.csrf import validate_csrf
from sqlalchemy.exc import OperationalError
from wtforms import ValidationError

from wasl.access import public
from wasl.access.entering import leave as end_session
from wasl.access.identity import find_session_now
from wasl.clock import today_in_baghdad
from wasl.extensions import csrf, db
from wasl.portals.public.blueprint import blueprint
from wasl.transactions import begin_writing, seldom_writes

SUNDAY = 6
# Also the cookies: nothing in the browser says afterwards who was there, or in which language.
CLEAR_ALL = '"cache", "cookies", "storage"'


def _weeks(today: date) -> list[list[int]]:
    """Return the days of a month by weeks, as people in Iraq count them; 0 is no day."""
    return calendar.Calendar(firstweekday=SUNDAY).monthdayscalendar(today.year, today.month)


def _calendar_page() -> str:
    today = today_in_baghdad()
    # 4 January 2026 was a Sunday.
    names = [date(2026, 1, 4 + number) for number in range(7)]
    return render_template("public/calendar.html", today=today, weeks=_weeks(today), names=names)


def _form_is_ours(sent: str | None) -> bool:
    try:
        validate_csrf(sent)
    except ValidationError:
        return False
    return True


def _end_here() -> None:
    """End the session; where a long list keeps the database, in this browser at least."""
    try:
        begin_writing()
        if find_session_now() is not None:
            end_session()
    except OperationalError:
        db.session.rollback()
    logout_user()
    session.clear()


@blueprint.post("/leave")
@public
@csrf.exempt  # type: ignore[untyped-decorator]
@seldom_writes
def leave() -> ResponseReturnValue:
    """Sign out and show something harmless.

    A page that was open for so long that its token has run out leaves as well: there is nobody
    left to sign out then. What another site sends signs nobody out.
    """
    if not _form_is_ours(request.form.get("csrf_token")):
        return _calendar_page(), 400
    _end_here()
    response = redirect(url_for(".month"), code=303)
    response.headers["Clear-Site-Data"] = CLEAR_ALL
    return response


@blueprint.get("/calendar")
@public
def month() -> ResponseReturnValue:
    """Show the days of this month, and nothing that says what this place is for."""
    return _calendar_page()
