"""The controlled vocabularies, each entry with the evidence that hangs on it."""
