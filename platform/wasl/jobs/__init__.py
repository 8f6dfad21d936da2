"""Work that goes on after the page has been sent."""
