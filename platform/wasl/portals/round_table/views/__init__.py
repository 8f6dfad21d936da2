"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.views import overview

__all__ = ["blueprint", "overview"]
