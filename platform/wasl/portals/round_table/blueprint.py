"""The blueprint that the views of this portal belong to."""

from flask import Blueprint

blueprint = Blueprint("round_table", __name__, url_prefix="/roundtable")
