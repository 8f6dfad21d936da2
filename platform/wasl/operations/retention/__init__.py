"""How long records are kept, how people are told before, and how they are anonymised or erased."""
