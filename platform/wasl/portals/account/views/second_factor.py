"""The second factor: asked for at sign-in, set up, renewed, taken away."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wasl.access import Permission, requires
from wasl.access.guard import before_second_factor
from wasl.portals.account.blueprint import blueprint


@blueprint.get("/second-factor")
@requires(Permission.USE_ACCOUNT)
@before_second_factor
def second_factor() -> ResponseReturnValue:
    """Ask for the code of the authenticator app."""
    return render_template("account/second_factor.html")
