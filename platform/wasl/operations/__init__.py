"""Use cases: one verb_noun function each, given a session, knowing nothing of the web."""
