"""How quick the coach is, and how that grows: `python -m tests.bench`."""
