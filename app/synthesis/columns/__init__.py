"""What is known of all studies, as columns of a revision, and how it is summed up for those that count."""
