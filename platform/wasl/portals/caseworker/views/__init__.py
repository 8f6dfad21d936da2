"""Views of the caseworker's pages, one module for each group of pages; add a new one below."""

from wasl.portals.caseworker.blueprint import blueprint

__all__ = ["blueprint"]
