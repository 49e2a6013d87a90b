"""What an informed reader wants to know, on one page."""
