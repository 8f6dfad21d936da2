"""Commitments: written down, amended, cited by postings, counted, reported on and reviewed."""
