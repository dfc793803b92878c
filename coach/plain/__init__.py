"""The line-by-line front end, for screen readers, pipes and tests: the same rehearsal, one thought a line."""
