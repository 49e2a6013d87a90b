"""One writer for each format; each takes a source and a file, and writes all of it or raises."""
