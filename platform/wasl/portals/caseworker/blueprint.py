"""The blueprint that all the caseworker's views hang on."""

from flask import Blueprint

blueprint = Blueprint("caseworker", __name__)
