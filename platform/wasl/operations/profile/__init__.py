"""What an organisation is and could give, said once and confirmed each year."""
