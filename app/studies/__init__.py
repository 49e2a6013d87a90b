"""Studies: the list and the full document."""
