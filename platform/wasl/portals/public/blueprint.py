"""The blueprint that the views of this portal belong to."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)
