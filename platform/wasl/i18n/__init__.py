"""Languages: which one a page is in, and the catalogues of texts."""
