"""Who is who among the organisations, and who works with whom."""
