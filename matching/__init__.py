"""Fit between people and opportunities, and the coding of what people say; pure, no database."""
