"""What pages are made of: labels, formats, forms, navigation."""
