"""The blueprint that the views of this portal belong to."""

from flask import Blueprint

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
