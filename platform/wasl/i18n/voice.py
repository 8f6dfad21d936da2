"""Texts in a language that is named, whatever language the page is in: documents have their own."""

from functools import cached_property

from babel.support import NullTranslations, Translations

from wasl.i18n.compile import LOCALE_DIR, compile_catalogues


class Voice:
    """Speaks one language (en, ar or ckb); what has no translation yet stays English."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def _catalogue(self) -> NullTranslations:
        compile_catalogues()
        return Translations.load(str(LOCALE_DIR), [self.language])

    def gettext(self, text: str, /, **values: object) -> str:
        """Translate a text and put values into its `%(name)s`."""
        said = self._catalogue.gettext(text)
        return said % values if values else said

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Translate the form of a text that belongs to a number, `%(num)d` in it."""
        return self._catalogue.ngettext(one, many, num) % {"num": num, **values}
