"""Answers of synthesis, topic by topic."""
