"""What can be had of a damaged file: its pages are read one by one, without SQLite, which gives up on the whole."""
