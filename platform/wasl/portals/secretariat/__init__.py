"""The secretariat's pages: postings to review, and what enterprises could give."""
