"""Files from outside: read safely as streams, understood by their headers, checked row by row."""
