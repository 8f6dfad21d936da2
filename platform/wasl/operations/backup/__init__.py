"""Backups by the database's own means, and bringing one back."""
