"""`coach new`: a few questions, and a commented file that already passes `coach check`."""
