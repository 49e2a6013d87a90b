"""How questions are answered: one snapshot of the data, sets of studies, finished pieces, bytes."""
