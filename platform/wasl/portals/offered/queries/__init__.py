"""Named queries of this portal."""
