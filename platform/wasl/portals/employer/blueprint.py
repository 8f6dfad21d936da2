"""The employer's blueprint; each module of pages beside this one adds its views to it."""

from flask import Blueprint

blueprint = Blueprint("employer", __name__, url_prefix="/employer")
