"""Imports: files become studies, with a report that tells the truth."""
