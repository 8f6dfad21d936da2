"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.imports.blueprint import blueprint
from wasl.portals.imports.views import files, job

__all__ = ["blueprint", "files", "job"]
