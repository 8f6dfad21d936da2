"""What stands between people and work, each barrier counted from what is on record."""
