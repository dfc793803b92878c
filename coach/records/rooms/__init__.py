"""Rooms: one class's session each, kept as a log that is only ever added to, by several processes at once."""
