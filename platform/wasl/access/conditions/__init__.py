"""Who is what to which record: each relation to each kind of record as one condition.

A condition holds in a statement on the kind's table, whatever else the statement is joined with:
what it looks for itself is never taken from the statement around it (`correlate_except`).
"""
