"""Start servers, ask them the same questions, measure side by side."""
