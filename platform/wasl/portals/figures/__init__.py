"""Aggregates for who may see no person: small cells suppressed."""
