"""The conversation coach: rehearse conversations about race, culture and racism with scripted families."""

__version__ = "0.1.0"
