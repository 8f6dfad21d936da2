"""Views of the caseworker's pages, one module for each group of pages; add a new one below."""

from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.views import (
    coding,
    desk,
    import_job,
    imports,
    matching,
    opportunities,
    opportunity,
    people,
    person,
    slips,
)

__all__ = [
    "blueprint",
    "coding",
    "desk",
    "import_job",
    "imports",
    "matching",
    "opportunities",
    "opportunity",
    "people",
    "person",
    "slips",
]
