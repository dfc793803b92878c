"""Parts of the board's pages."""
