"""Where people are ready and places are missing, and what members are asked for."""
