"""What the board asks on the way."""
