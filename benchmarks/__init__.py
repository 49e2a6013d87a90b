"""Measure ExoKB at any size beside what its users would otherwise pick."""
