"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.secretariat.blueprint import blueprint
from wasl.portals.secretariat.views import demand, postings

__all__ = ["blueprint", "demand", "postings"]
