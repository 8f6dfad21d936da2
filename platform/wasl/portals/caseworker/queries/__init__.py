"""Named queries of the caseworker's pages."""
