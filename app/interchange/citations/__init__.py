"""Citations and registry entries: read as suggestions for a curator, and written for reference managers."""
