"""Barriers from their measures to the agenda of a roundtable, and whether they fall since."""
