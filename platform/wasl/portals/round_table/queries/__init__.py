"""Named queries of this portal: what its pages show."""
