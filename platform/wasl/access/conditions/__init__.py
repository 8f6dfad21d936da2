"""Who is what to which record: each relation to each kind of record as one condition."""
