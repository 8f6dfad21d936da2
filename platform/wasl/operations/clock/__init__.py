"""What the calendar does to postings, referrals, offers and checks; twice does no harm."""
