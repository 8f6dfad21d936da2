"""Where employers start."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, requires
from wasl.portals.employer.blueprint import blueprint


@blueprint.get("")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def dashboard() -> ResponseReturnValue:
    """Go to the list of the organisation's opportunities."""
    return redirect(url_for(".opportunities"))
