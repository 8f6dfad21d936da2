"""Wasl: links people who return to Iraq to what the private sector can offer."""

__version__ = "0.1.0"
