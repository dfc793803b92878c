"""Dialogs: what is asked or shown in front of a page."""
