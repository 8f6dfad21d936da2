"""What a blank template holds: columns in their order, headers, accepted words, an example."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"
# A list of words that is made of others: what a commitment may be is any opportunity, or a measure.
_MADE_OF = {"commitment": ("kind", "measure")}


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a format.

    form: how a cell is written (text, date, number, choice, list, languages, experience).
    field: the list of words it takes them from, if any. example: by language.
    """

    name: str
    form: str
    field: str
    example: dict[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    content = files("wasl.files").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(content.splitlines()))


@cache
def template_columns(format_name: str) -> tuple[TemplateColumn, ...]:
    """Return the columns of a format in the order of FILES.md."""
    return tuple(
        TemplateColumn(
            row["column"],
            row["form"],
            row["field"],
            {language: row[language] for language in ("en", "ar", "ckb")},
        )
        for row in _rows("template.csv")
        if row["format"] == format_name
    )


@cache
def template_headers(format_name: str, language: str) -> dict[str, str]:
    """Return the header of each column in a language, one that is understood when read back.

    English headers are the canonical names themselves.
    """
    found: dict[str, str] = {}
    for row in _rows("headers.csv"):
        if row["language"] == language:
            name = row["column"] if language == ENGLISH else row["header"]
            found.setdefault(row["column"], name)
    return {
        column.name: column.name
        if language == ENGLISH
        else found.get(f"{format_name}.{column.name}") or found[column.name]
        for column in template_columns(format_name)
    }


@cache
def accepted_words(field: str, language: str) -> tuple[str, ...]:
    """Return one word for each value of a field in a language, in the field's own order."""
    if field in _MADE_OF:
        return tuple(word for part in _MADE_OF[field] for word in accepted_words(part, language))
    found: dict[str, str] = {}
    for row in _rows("values.csv"):
        if row["field"] == field and row["language"] == language:
            plain = row["value"] if language == ENGLISH and field != "education" else row["word"]
            found.setdefault(row["value"], plain)
    return tuple(found.values())
