"""`python -m wasl.i18n.collect`: bring the catalogues up to date with code and templates."""

import sys

from wasl.i18n.catalogues import (
    LANGUAGES,
    catalogue_path,
    collect_texts,
    read_catalogue,
    untranslated,
    write_catalogue,
)


def update_catalogues() -> dict[str, int]:
    """Add new texts, drop old ones, keep translations; return how many are missing by language."""
    template = collect_texts()
    missing = {}
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True)
        write_catalogue(catalogue, catalogue_path(language))
        missing[language] = len(untranslated(catalogue))
    return missing


if __name__ == "__main__":
    for name, count in update_catalogues().items():
        sys.stdout.write(f"{name}: {count} texts without a translation\n")
