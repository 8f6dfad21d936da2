"""Names of countries, organisations, licences, levels and more in the language of the page."""

from collections.abc import Iterable
from typing import Protocol

from babel import Locale
from wtforms import SelectChoice  # type: ignore[attr-defined] # the stubs are of 3.2

from models.enums import Licence
from models.opportunity import Organisation
from wasl.i18n.language import choose_language
from wasl.i18n.texts import lazy_gettext as _
from wasl.shown_names import name_of
from wasl.ui.labels import as_names, label

# ISCED 2011, in the words that people in Iraq use for the levels.
EDUCATION_LEVELS: tuple[str, ...] = (
    _("No schooling"),
    _("Primary school"),
    _("Intermediate school"),
    _("Secondary school"),
    _("After secondary school"),
    _("Diploma"),
    _("Bachelor's degree"),
    _("Master's degree"),
    _("Doctorate"),
)

# What the lists of Babel lack or call differently from people here.
_OWN_LANGUAGES: dict[str, str] = {
    "ckb": _("Kurdish (Sorani)"),
    "kmr": _("Kurdish (Badini)"),
    "tk": _("Turkmen"),
    "syr": _("Syriac"),
}
_LICENCES = {licence.value: licence for licence in Licence}


def education_name(level: int) -> str:
    """Return what a level of ISCED 2011 (0 to 8) is called."""
    return str(EDUCATION_LEVELS[level])


def language_name(code: str) -> str:
    """Return what a language is called; what is not a known code is a wording and stays."""
    if code in _OWN_LANGUAGES:
        return str(_OWN_LANGUAGES[code])
    return str(Locale.parse(choose_language()).languages.get(code, code))


def country_name(code: str) -> str:
    """Return what a country (ISO 3166-1 alpha-2) is called; an unknown code stays."""
    return str(Locale.parse(choose_language()).territories.get(code, code))


def licence_name(code: str) -> str:
    """Return what a licence is called; what is not a known code is a wording and stays."""
    return str(label(_LICENCES[code])) if code in _LICENCES else code


class Named(Protocol):
    """Whatever holds the two names of somebody: an identity, or what is disclosed of one."""

    @property
    def name_ar(self) -> str | None:
        """The name in Arabic letters."""

    @property
    def name_latin(self) -> str | None:
        """The name in Latin letters."""


def ordered_names(identity: Named) -> list[str]:
    """Return a person's names, the one in the script of the page first; there is at least one."""
    names = [identity.name_ar, identity.name_latin]
    if choose_language() == "en":
        names.reverse()
    return [name for name in names if name]


def country_of(code: str | None, wording: str | None) -> str | None:
    """Return a country by its code, else as it was given."""
    return country_name(code) if code else wording


def organisation_name(organisation: Organisation) -> str:
    """Return what an organisation is called on this page."""
    return name_of(organisation, choose_language())


def organisation_choices(organisations: Iterable[Organisation]) -> list[SelectChoice]:
    """Return organisations to choose from, in the order of what they are called on this page."""
    named = ((one.public_id, organisation_name(one)) for one in organisations)
    return as_names(sorted(named, key=lambda pair: pair[1].casefold()))
