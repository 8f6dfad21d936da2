"""The blueprint that the views of this portal belong to."""

from flask import Blueprint

blueprint = Blueprint("account", __name__, url_prefix="/account")
