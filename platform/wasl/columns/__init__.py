"""Tables turned into the columns that the engine takes."""
