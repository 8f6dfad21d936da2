"""What the demo's organisations are called in the other languages of its pages."""

import csv
from importlib.resources import files

from sqlalchemy.orm import Session

from wasl.access.viewer import Viewer
from wasl.config import LANGUAGES
from wasl.operations.organisation_names import name_key, organisations_named
from wasl.operations.stakeholders.names import (
    OrganisationNames,
    name_organisation,
    names_version,
)


def play_names(session: Session, by: Viewer) -> None:
    """Name whom the sample files brought in Arabic, Sorani and English; others are left out."""
    text = files("wasl.demo_data").joinpath("organisation_names.csv").read_text(encoding="utf-8")
    rows = {name_key(row["name"]): row for row in csv.DictReader(text.splitlines())}
    for key, one in organisations_named(session, rows).items():
        said = {code: rows[key][code] for code in LANGUAGES if rows[key][code]}
        names = OrganisationNames(name=one.name, by_language=said)
        name_organisation(session, by, one, names, seen=names_version(one))
