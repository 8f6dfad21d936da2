"""Views of the employer's pages, one module for each group of pages; add a new one below."""

from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.views import candidates, capacities, dashboard, own, profile

__all__ = ["blueprint", "candidates", "capacities", "dashboard", "own", "profile"]
