"""What is asked or shown in front of a page, one a file."""
