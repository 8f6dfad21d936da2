"""Aggregates that tell nothing about one person: counted, protected, published once a day."""

from wasl.figures.publish import Figures, read_figures

__all__ = ["Figures", "read_figures"]
