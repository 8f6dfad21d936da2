"""Roundtables and committees: planned, called, held, minuted, published."""
