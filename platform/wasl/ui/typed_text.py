"""Text as somebody typed or pasted it, without what nobody can see in it.

A mark that turns the direction of writing would make "exe.fdp" read "pdf.exe", and the words after
a name stand before it; invisible signs make two names of one. Files are cleaned where they are
read (`wasl.files.cells`), forms here. Joiners stay: Sorani and Persian are written with them.
"""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINES = re.compile("[\u2028\u2029]")


def plain_text(text: str) -> str:
    """Return text without control characters, marks of direction and other invisible signs."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _LINES.sub("\n", text))
