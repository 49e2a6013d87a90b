"""From seed files to rows: read, check, load."""
