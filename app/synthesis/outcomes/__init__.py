"""What the outcomes say: votes, pooled effects, contradictions."""
