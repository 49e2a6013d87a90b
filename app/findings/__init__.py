"""Outcomes, adverse events and mechanisms: one row each, with the study, arm, source and indications it belongs to."""
