"""`wasl code`: what people say becomes ISCO-08 unit groups."""

import csv
import sys
from pathlib import Path
from typing import TextIO

import click

from wasl.cli.common import fail, open_database


@click.command("code")
@click.argument("wordings", nargs=-1)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file with a column `text`.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option("--lang", type=click.Choice(["en", "ar", "ckb"]), default="en", help="For labels.")
def code_command(
    wordings: tuple[str, ...], source: Path | None, out: Path | None, lang: str
) -> None:
    """Say which occupation WORDINGS mean, with the best five where it is not sure.

    wasl code "فيتر تبريد" Svetsare    wasl code --from titles.csv --out coded.csv
    """
    if bool(wordings) == bool(source):
        fail('give words ("wasl code WORDS …") or a file ("wasl code --from FILE --out OUT.csv")')
    if source:
        _code_file(source, out)
    else:
        _code_words(list(wordings), lang)


def _code_words(wordings: list[str], lang: str) -> None:
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from models.taxonomy import Occupation
    from wasl.operations.code_titles import code_titles

    with Session(open_database()) as session:
        label = getattr(Occupation, f"label_{lang}")
        labels: dict[str, str] = dict(session.execute(select(Occupation.code, label)).all())
        for coding in code_titles(session, wordings):
            click.echo(f"{coding.text}: {coding.decision}")
            shown = coding.candidates[:1] if coding.decision == "sure" else coding.candidates
            for code, confidence in shown:
                click.echo(f"  {code}  {labels.get(code, '')}  ({confidence:.2f})")


def _code_file(source: Path, out: Path | None) -> None:
    from sqlalchemy.orm import Session

    from wasl.operations.code_titles import CODING_COLUMNS, code_titles, coding_rows

    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            columns = list(reader.fieldnames or ())
            rows = [{name: row[name] for name in columns} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        fail(f"{source.name} cannot be read as a CSV file in UTF-8: {error}")
    if "text" not in columns:
        fail(f"{source.name} has no column `text`; it has: {', '.join(columns) or 'nothing'}")
    with Session(open_database()) as session:
        codings = code_titles(session, [row["text"] or "" for row in rows])
    fields = columns + [name for name in CODING_COLUMNS if name not in columns]

    def write(file: TextIO) -> None:
        writer = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(coding_rows(rows, codings))

    if out is None:
        write(sys.stdout)
        return
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        write(file)
    sure = sum(coding.decision == "sure" for coding in codings)
    click.echo(f"{len(codings):,} coded, {sure:,} of them sure: {out}")
