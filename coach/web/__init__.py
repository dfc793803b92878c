"""Pages in HTML for browsers: a base for any app, and on it a room's door and pages."""
