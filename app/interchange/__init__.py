"""Study documents on their way in and out: one reader and one writer for each format."""
