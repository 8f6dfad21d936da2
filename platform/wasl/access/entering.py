"""Signing a browser in and out: the session in the database, and the cookie that names it."""

from datetime import timedelta

from flask import Flask, current_app, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from models.sign_in import AccountSession
from wasl.access.device import device_words
from wasl.access.identity import SEEN, SignedIn, current_session, last_seen
from wasl.access.viewer import viewer_of
from wasl.audit.record import record
from wasl.extensions import db
from wasl.operations.sessions import is_new_device, replace_session, start_session, touch_session
from wasl.operations.tell_account import tell_account
from wasl.short_writes import short_write

NOTED_EVERY = timedelta(minutes=1)
_TOUCH_WAIT = 0.05
# What a browser may forget of us; not "cookies", the choice of a language is one.
CLEAR = '"cache", "storage"'


def _carry(row: AccountSession, token: str) -> None:
    """Have the browser hold a session, and nothing that was planted before it."""
    session.clear()
    g.signed_in = SignedIn(row, token)
    login_user(g.signed_in)
    session.pop("_id", None)  # Flask-Login's digest of address and browser, which is not used
    session[SEEN] = int(utc_now().timestamp())


def enter(account: Account, *, way: str, second_factor: bool = False) -> None:
    """Begin a session of an account in this browser; a second factor may still be missing.

    second_factor: whoever signed them in has asked for one.

    way: how it was proved, for the audit log: `password`, `outside`, `invitation`, `registration`.
    """
    device = device_words(request.user_agent.string)
    new_device = is_new_device(db.session, account, device)
    proved = utc_now() if second_factor else None
    row, token = start_session(db.session, account, device=device, second_factor_at=proved)
    account.last_sign_in_at = row.started_at
    if new_device:
        told = {"at": row.started_at, "device": device or "?"}
        tell_account(db.session, account, "new_sign_in", told)
    record(db.session, viewer_of(account), AuditAction.SIGNED_IN, way=way)
    _carry(row, token)


def renew(*, second_factor: bool = False) -> None:
    """Go on in this browser with a new token: after a second factor, or with a new password."""
    old = current_session().row
    proved = utc_now() if second_factor else old.second_factor_at
    _carry(*replace_session(db.session, old, second_factor_at=proved))


def leave() -> None:
    """End the session of this browser: a copy of its cookie is dead from now on."""
    who = current_session()
    who.row.ended_at = utc_now()
    record(db.session, viewer_of(who.account), AuditAction.SIGNED_OUT)
    logout_user()
    session.clear()


def _note_in_database(who: SignedIn) -> None:
    now = utc_now()
    if now - who.seen_at < NOTED_EVERY:
        return
    try:
        with short_write(db.engine, wait=_TOUCH_WAIT) as own:
            touch_session(own, who.session_id, now)
    except OperationalError:
        # A long list goes in: the cookie, which counts as well, has it.
        current_app.logger.debug("the database is busy; seen only by the cookie")


def note_seen(response: Response) -> Response:
    """Note, at most once a minute, that a session is in use: in its cookie and in the database."""
    who: SignedIn | None = g.get("signed_in")
    if who is None or SEEN not in session:
        return response
    seen = last_seen()
    if seen is None or utc_now() - seen >= NOTED_EVERY:
        session[SEEN] = int(utc_now().timestamp())
    _note_in_database(who)
    return response


def set_up_presence(app: Flask) -> None:
    """Note after each request who is there."""
    app.after_request(note_seen)
