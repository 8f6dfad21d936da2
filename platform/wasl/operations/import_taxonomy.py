"""Load downloaded occupation labels on top of the lexicon (`wasl taxonomy import`)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matching.coding.keys import exact_key
from models.enums import TermKind, TermSource
from models.taxonomy import Occupation, OccupationTerm

# Columns of ESCO's own download (occupations_xx.csv), and of a plain list of labels.
_DOWNLOAD = {"iscoGroup", "preferredLabel", "altLabels"}
_LIST = {"isco", "language", "label"}
# The widest cell of the official download is a list of alternative labels of about 10,000 signs.
csv.field_size_limit(1_000_000)

Label = tuple[str, str, str]  # language, ISCO-08 unit group, wording


class TaxonomyError(ValueError):
    """The file holds no occupation labels; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class TaxonomyReport:
    """What became of a taxonomy file."""

    labels: int
    wordings: int
    passed_over: int
    languages: tuple[str, ...]


def _from_download(rows: Iterable[dict[str, str]], language: str) -> Iterator[Label]:
    for row in rows:
        for name in ("preferredLabel", "altLabels", "hiddenLabels"):
            for line in (row.get(name) or "").splitlines():
                yield language, row["iscoGroup"] or "", line


def _from_list(rows: Iterable[dict[str, str]]) -> Iterator[Label]:
    for row in rows:
        yield row["language"], row["isco"] or "", row["label"] or ""


def _read_labels(reader: "csv.DictReader[str]", language: str | None) -> Iterator[Label]:
    columns = set(reader.fieldnames or ())
    if columns >= _LIST:
        return _from_list(reader)
    if not columns >= _DOWNLOAD:
        raise TaxonomyError(
            "no occupation labels: an ESCO download has the columns "
            f"{', '.join(sorted(_DOWNLOAD))}, a list of labels {', '.join(sorted(_LIST))}"
        )
    if language is None:
        raise TaxonomyError("say which language an ESCO download is in, with --language")
    return _from_download(reader, language)


def import_taxonomy(session: Session, path: Path, language: str | None = None) -> TaxonomyReport:
    """Replace the loaded terms of the languages that a file holds by those of the file.

    Takes an `occupations_xx.csv` of an ESCO download (its language has to be said) or a list with
    the columns isco, language and label. Labels go to their ISCO-08 unit group; those of a group
    that ISCO-08 does not have are passed over and counted. Raises TaxonomyError.
    """
    known = set(session.scalars(select(Occupation.code)))
    codes_of: dict[tuple[str, str], list[str]] = {}
    text_of: dict[tuple[str, str], str] = {}
    labels = passed_over = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for tongue, group, line in _read_labels(csv.DictReader(file), language):
            code = group.strip().removeprefix("C").zfill(4)
            # ESCO writes both genders as "فني / فنية".
            for text in filter(None, map(str.strip, line.split(" / "))):
                if code not in known:
                    passed_over += 1
                    continue
                labels += 1
                key = (tongue, exact_key(text))
                if key[1] and code not in codes_of.setdefault(key, []):
                    codes_of[key].append(code)
                    text_of.setdefault(key, text[:300])
    _replace(session, codes_of, text_of)
    languages = tuple(sorted({tongue for tongue, _ in codes_of}))
    return TaxonomyReport(labels, len(codes_of), passed_over, languages)


def _replace(
    session: Session,
    codes_of: dict[tuple[str, str], list[str]],
    text_of: dict[tuple[str, str], str],
) -> None:
    for language in {tongue for tongue, _ in codes_of}:
        session.execute(
            delete(OccupationTerm).where(
                OccupationTerm.source == TermSource.ESCO, OccupationTerm.language == language
            )
        )
    if not codes_of:
        return
    session.execute(
        insert(OccupationTerm),
        [
            {
                "codes": "|".join(codes[:3]),
                "language": language,
                "kind": TermKind.TITLE,
                "term": text_of[language, key],
                "source": TermSource.ESCO,
            }
            for (language, key), codes in codes_of.items()
            if key
        ],
    )
