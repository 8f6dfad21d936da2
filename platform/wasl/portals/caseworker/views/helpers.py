"""What several views do alike."""

from collections.abc import Sequence

from flask import request

from matching.coding.normalise import fold
from wasl.access.guard import is_own_path
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.occupations import search_occupations


def chosen_occupations(words: str | None) -> Sequence[str] | None:
    """Return the groups of ISCO-08 that a filter's words or digits mean; none without words."""
    wanted = fold(words or "")
    if not wanted:
        return None
    if wanted.isdecimal():
        return [wanted]
    return [code for code, _ in search_occupations(db.session, wanted, choose_language())]


def own_target(otherwise: str) -> str:
    """Return where a form asks to go on to, when that is a page of ours."""
    target = request.form.get("next", "")
    return target if target and is_own_path(target) else otherwise
