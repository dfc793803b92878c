"""Pages in HTML for browsers: a base for any app, and on it the door and the pages of a room."""
