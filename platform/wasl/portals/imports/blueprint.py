"""The blueprint that the views of this portal belong to."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)
