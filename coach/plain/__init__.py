"""The line-by-line front end, for screen readers, pipes and tests."""
