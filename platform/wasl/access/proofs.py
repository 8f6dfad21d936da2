"""Asking somebody who is signed in to show once more that it is them; each try is counted."""

from flask import abort

from models.access_enums import AuditAction
from models.account import Account
from wasl.access.identity import current_session
from wasl.access.limits import PASSWORD_AGAIN, SECOND_FACTOR, forgive, hit_all, kept_anyway
from wasl.access.viewer import NOBODY, Viewer, viewer_of
from wasl.audit.record import record
from wasl.extensions import db
from wasl.operations.authenticate_account import has_password
from wasl.operations.second_factors import CodeWrongError, Proof, use_code


def note_failure(why: str, *, account: Account | None, by: Viewer = NOBODY) -> None:
    """Keep in the audit log, whatever becomes of the request, that a proof failed."""
    subject = ("account", account.public_id) if account is not None else None
    with kept_anyway() as own:
        record(own, by, AuditAction.SIGN_IN_FAILED, subject=subject, why=why)


def only_with_password() -> None:
    """Answer 404 to an account that signs in elsewhere and has no password here."""
    if current_session().account.password_hash is None:
        abort(404)


def prove_password(password: str) -> bool:
    """Tell whether this is the password of the signed-in account; call it before any change.

    Answers 429 after too many wrong ones.
    """
    account = current_session().account
    tries = [(PASSWORD_AGAIN, account.public_id)]
    hit_all(tries)
    if has_password(account, password):
        forgive(db.session, tries)
        return True
    note_failure("password", account=account, by=viewer_of(account))
    return False


def prove_code(typed: str) -> Proof | None:
    """Take a code of the second factor of this session's account; none when it is wrong.

    Call it before any change. Answers 429 after too many wrong ones.
    """
    account = current_session().account
    tries = [(SECOND_FACTOR, account.public_id)]
    hit_all(tries)
    try:
        proof = use_code(db.session, account, typed)
    except CodeWrongError:
        note_failure("second_factor", account=account, by=viewer_of(account))
        return None
    forgive(db.session, tries)
    return proof
