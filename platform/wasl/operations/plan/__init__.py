"""The national plan: its actions, what is done for them, and the files that are written on them."""
