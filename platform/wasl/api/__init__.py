"""The API for programs of institutions: versions side by side, one resource a file."""
