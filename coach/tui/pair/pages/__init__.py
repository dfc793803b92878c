"""A page for each step of a round at one laptop. What all may see, and what one person may, are never one page."""
