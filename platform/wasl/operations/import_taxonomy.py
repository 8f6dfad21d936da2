"""Load a downloaded ESCO file on top of the lexicon (`wasl taxonomy import`)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matching.coding.keys import exact_key
from models.enums import TermKind, TermSource
from models.taxonomy import Occupation, OccupationTerm

_NEEDED = {"iscoGroup", "preferredLabel", "altLabels"}
# The widest cell of the official download is a list of alternative labels of about 10,000 signs.
csv.field_size_limit(1_000_000)


class TaxonomyError(ValueError):
    """The file is not an ESCO occupations file; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class TaxonomyReport:
    """What became of a taxonomy file."""

    occupations: int
    terms: int
    passed_over: int


def _labels(row: dict[str, str]) -> Iterator[str]:
    """Yield the labels of a row; ESCO gives both genders as "فني / فنية"."""
    for cell in (row["preferredLabel"], row["altLabels"], row.get("hiddenLabels", "")):
        for line in (cell or "").splitlines():
            yield from (part.strip() for part in line.split(" / ") if part.strip())


def import_esco_occupations(session: Session, path: Path, language: str) -> TaxonomyReport:
    """Replace the ESCO terms of one language by those of an `occupations_xx.csv` of ESCO.

    Labels go to their ISCO-08 unit group; rows whose group is unknown are passed over and counted.
    Raises TaxonomyError when the columns of an ESCO download are missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = _NEEDED - set(reader.fieldnames or ())
        if missing:
            raise TaxonomyError(f"not an ESCO occupations file: no column {min(missing)}")
        rows = list(reader)
    known = set(session.scalars(select(Occupation.code)))
    codes_of: dict[str, list[str]] = {}
    text_of: dict[str, str] = {}
    passed_over = 0
    for row in rows:
        code = (row["iscoGroup"] or "").strip().removeprefix("C").zfill(4)
        if code not in known:
            passed_over += 1
            continue
        for label in _labels(row):
            key = exact_key(label)
            if key and code not in codes_of.setdefault(key, []):
                codes_of[key].append(code)
                text_of.setdefault(key, label[:300])
    _replace(session, language, codes_of, text_of)
    return TaxonomyReport(len(rows) - passed_over, len(codes_of), passed_over)


def _replace(
    session: Session, language: str, codes_of: dict[str, list[str]], text_of: dict[str, str]
) -> None:
    session.execute(
        delete(OccupationTerm).where(
            OccupationTerm.source == TermSource.ESCO, OccupationTerm.language == language
        )
    )
    if codes_of:
        session.execute(
            insert(OccupationTerm),
            [
                {
                    "codes": "|".join(codes[:3]),
                    "language": language,
                    "kind": TermKind.TITLE,
                    "term": text_of[key],
                    "source": TermSource.ESCO,
                }
                for key, codes in codes_of.items()
            ],
        )
