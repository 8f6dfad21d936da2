"""The person whose account it is: their own record is all that this portal ever opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from models.access_enums import AuditAction
from models.person import Person
from wasl.access import current_viewer
from wasl.audit.record import record
from wasl.extensions import db

View = Callable[..., ResponseReturnValue]


def own_person() -> Person | None:
    """Return the person of the signed-in account, or none when no record is linked to it yet."""
    person_id = current_viewer().person_id
    return db.session.get(Person, person_id) if person_id is not None else None


def with_own_record(view: View) -> View:
    """Give a view the signed-in person as its first argument.

    An account without a record gets a page that says so. Looking is recorded: put
    `@leaves_trace` above this.
    """

    @wraps(view)
    def wrapped(**values: Any) -> ResponseReturnValue:
        person = own_person()
        if person is None:
            return render_template("returnee/no_record.html")
        if request.method == "GET":
            record(
                db.session,
                current_viewer(),
                AuditAction.OWN_RECORD_SEEN,
                person=person.public_id,
            )
        return view(person, **values)

    return wrapped
