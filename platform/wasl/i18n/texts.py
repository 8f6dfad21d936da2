"""Texts in the language of the page: Flask-Babel's functions, with types.

What is written here between the brackets of a call is collected into the catalogues.
"""

from typing import cast

import flask_babel


def gettext(text: str, **values: object) -> str:
    """Translate a text now and put values into its `%(name)s`."""
    return cast("str", flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Translate the form of a text that belongs to a number, which is `%(num)d` in it."""
    return cast("str", flask_babel.ngettext(one, many, num, **values))


def lazy_gettext(text: str, **values: object) -> str:
    """Translate a text when it is shown; it behaves as a string, so it is typed as one."""
    return cast("str", flask_babel.lazy_gettext(text, **values))
