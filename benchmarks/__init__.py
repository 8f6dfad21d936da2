"""Measures of quality and speed; each prints a table that the documents quote."""
