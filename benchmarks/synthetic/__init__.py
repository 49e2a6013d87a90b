"""Synthetic study documents that are distributed as the curated ones, and describe no real study."""
