"""A room's screens: what one person sees and does, by role, in a terminal or in a browser."""
