"""Cells that a spreadsheet would take for a formula."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet that opens a file would run this text."""
    return text.startswith(_FORMULA)


def neutralise(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{text}" if looks_like_formula(text) else text
