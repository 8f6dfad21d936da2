"""`wasl taxonomy`: lexicons on top of the one that ships with Wasl."""

from pathlib import Path

import click

from wasl.cli.common import fail, open_database


@click.group("taxonomy")
def taxonomy_group() -> None:
    """Load and inspect occupations and skills."""


@taxonomy_group.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", help="Language of an ESCO download: ar, en, de, sv, da, nl, fi, tr …")
def import_command(path: Path, language: str | None) -> None:
    """Load occupation labels: ESCO's occupations_xx.csv, or a list with isco, language and label.

    Loading a language again replaces what was loaded before.
    """
    from wasl.database import write_session
    from wasl.operations.import_taxonomy import TaxonomyError, import_taxonomy

    engine = open_database()
    try:
        with write_session(engine) as session:
            report = import_taxonomy(session, path, language)
    except (TaxonomyError, UnicodeDecodeError) as error:
        fail(f"{path.name}: {error}; nothing was changed")
    click.echo(
        f"{report.labels:,} labels ({', '.join(report.languages)}), {report.wordings:,} wordings "
        f"loaded; {report.passed_over:,} passed over (group not in ISCO-08)"
    )
