"""Exports: everything that a list can be asked for, as a file that is complete or is not sent."""
