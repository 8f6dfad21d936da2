"""Files sent in: an office's people and opportunities, an employer's own postings."""
