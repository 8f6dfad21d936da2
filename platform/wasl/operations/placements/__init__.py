"""What comes of an offer: places that are filled, stock that is handed over, how it lasts."""
