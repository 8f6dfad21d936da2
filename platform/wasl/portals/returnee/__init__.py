"""What a returnee sees of their own record, and decides about it."""
