"""The room in a browser: a door with a code, and behind it the same Textual screens, one process for each person."""
