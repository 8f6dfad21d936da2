"""A person and an opportunity: three axes, meetings, offers, and what hangs on them."""
