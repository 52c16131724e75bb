"""How numbers, dates, names and patterns are written: in French prose, and in a cell."""
