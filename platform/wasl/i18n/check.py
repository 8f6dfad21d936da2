"""`python -m wasl.i18n.check`: every text is in the catalogues, translated, with its values."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message

from wasl.i18n.catalogues import LANGUAGES, collect_texts, forms_of, read_catalogue
from wasl.i18n.compile import LOCALE_DIR

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def _problems_of(message: Message, plurals: int) -> Iterator[str]:
    sources, translations = forms_of(message.id), forms_of(message.string)
    if message.fuzzy:
        yield "is marked fuzzy"
    if not all(translations) or not translations:
        yield "is not translated"
        return
    if message.pluralizable and len(translations) != plurals:
        yield f"has {len(translations)} plural forms, not {plurals}"
    allowed = {name for text in sources for name in _PLACEHOLDER.findall(text)}
    for text in translations:
        used = set(_PLACEHOLDER.findall(text))
        # A form for one or two may leave the number to the word; nothing else may be left out.
        lacking = set() if message.pluralizable else allowed - used
        if used - allowed or lacking:
            yield f"has other placeholders: {', '.join(sorted(used ^ allowed))}"


def find_problems(template: Catalog, language: str, folder: Path = LOCALE_DIR) -> list[str]:
    """Return what is wrong with the catalogue of a language, one line each."""
    catalogue = read_catalogue(language, folder)
    wanted = {forms_of(message.id)[0] for message in template if message.id}
    held = {forms_of(message.id)[0] for message in catalogue if message.id}
    problems = [f"{language}: {text!r} is not in the catalogue" for text in sorted(wanted - held)]
    problems += [f"{language}: {text!r} is not used any more" for text in sorted(held - wanted)]
    for message in catalogue:
        if message.id and forms_of(message.id)[0] in wanted:
            problems += [
                f"{language}: {forms_of(message.id)[0]!r} {problem}"
                for problem in _problems_of(message, catalogue.num_plurals)
            ]
    return problems


def main() -> int:
    """Print what is wrong; return 1 when something is."""
    template = collect_texts()
    problems = [line for language in LANGUAGES for line in find_problems(template, language)]
    for line in problems:
        sys.stdout.write(f"{line}\n")
    if problems:
        sys.stdout.write(f"{len(problems)} problems: run `make translations`, fill in msgstr\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
