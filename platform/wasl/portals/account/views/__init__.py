"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.views import forgotten, login, overview, resets, second_factor

__all__ = ["blueprint", "forgotten", "login", "overview", "resets", "second_factor"]
