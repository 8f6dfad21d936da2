"""The blueprint that the views of this portal belong to."""

from flask import Blueprint, g, request

from wasl.config import LANGUAGES

blueprint = Blueprint("offered", __name__)


@blueprint.before_request
def read_language() -> None:
    """Let an address say its language: links that are passed on, feeds and other languages."""
    language = request.args.get("lang")
    if language in LANGUAGES:
        g.language = language
