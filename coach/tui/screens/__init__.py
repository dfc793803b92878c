"""The screens of the terminal app, one a file, with its styles beside it."""
