"""The caseworker's blueprint; each module of pages beside this one adds its views to it."""

from flask import Blueprint

blueprint = Blueprint("caseworker", __name__)
