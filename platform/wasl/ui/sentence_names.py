"""Names and joined lists inside sentences about a fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wasl.i18n.language import choose_language
from wasl.ui.formats import format_years


@dataclass(frozen=True)
class Names:
    """What codes are called in the language of the page; a code without a name stays."""

    occupations: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def occupation(self, code: str) -> str:
        """Name a unit group."""
        return self.occupations.get(code, code)

    def skill(self, code: str) -> str:
        """Name a skill; a wording that has no code stays, kept apart from the text around it."""
        return self.skills.get(code) or isolate(code)

    def place(self, code: str) -> str:
        """Name a governorate."""
        return self.places.get(code, code)


def isolate(text: str) -> str:
    """Keep a wording of either direction apart from the text around it."""
    return f"\u2068{text}\u2069"


def join_names(names: Iterable[str]) -> str:
    """Join names with the comma of the language."""
    return (", " if choose_language() == "en" else "، ").join(map(str, names))


def years_of(months: int) -> str:
    """Write months as years, to the nearest half."""
    return format_years(round(months / 6) / 2)
