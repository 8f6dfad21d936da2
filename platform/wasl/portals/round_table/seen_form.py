"""The version of a record that was before somebody's eyes, as forms carry it."""

from wtforms import HiddenField

from wasl.ui.forms import Form

DIGITS = 9


def seen_version(said: str | None) -> int:
    """Return the version that a form was made from; 0, which no record has, for nonsense."""
    text = said or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


class SeenVersionForm(Form):
    """A form that may be empty of a version: what it adds has none yet."""

    version = HiddenField()

    def seen(self) -> int:
        """Return the version that was before somebody's eyes; 0 where none was sent."""
        return seen_version(self.version.data)
