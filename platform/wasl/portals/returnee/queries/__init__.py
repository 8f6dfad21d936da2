"""What the returnee's pages show; each query begins with the person's own id."""
