"""Citations and registry entries: read as suggestions that a curator has to take up, and written for reference managers."""
