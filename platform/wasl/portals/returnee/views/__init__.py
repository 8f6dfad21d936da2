"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.returnee.blueprint import blueprint
from wasl.portals.returnee.views import choices, opportunities, record, sharing

__all__ = ["blueprint", "choices", "opportunities", "record", "sharing"]
