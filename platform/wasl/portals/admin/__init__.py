"""Accounts, offices, organisations, audit, retention, outbox: for who keeps the platform."""
