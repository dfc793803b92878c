"""The screens of the terminal app, one a file, each with its `.tcss` styles beside it."""
