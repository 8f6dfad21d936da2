"""The audit log: what is recorded is written with what it tells about, or neither is."""
