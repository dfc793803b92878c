"""Whole pages of the terminal front end, one a file."""
