"""What the secretariat's pages show, one module a noun."""
