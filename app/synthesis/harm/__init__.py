"""What is known of harm: answers, rates, bounds, comparisons."""
