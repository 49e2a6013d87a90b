"""The commands below `exokb`, a file for each group."""
