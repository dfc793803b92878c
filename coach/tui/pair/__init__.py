"""A round for two or three participants at a single laptop, with covers between pages."""
