"""Named queries of the administration: what its pages show."""
