"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.offered.blueprint import blueprint
from wasl.portals.offered.views import feed, one, search

__all__ = ["blueprint", "feed", "one", "search"]
