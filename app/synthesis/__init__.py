"""What the evidence says, how sure that is, and where it is missing."""
