"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.figures.blueprint import blueprint
from wasl.portals.figures.views import tables

__all__ = ["blueprint", "tables"]
