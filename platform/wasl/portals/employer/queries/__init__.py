"""Named queries of the employer's pages; each begins with what is the employer's own."""
