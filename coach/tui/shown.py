"""Text as it may be shown: whatever was typed or written, made harmless to a terminal. What is kept stays as it was."""

import re

_TAB = re.compile(r"\t")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and marks that turn the direction of what follows. Joiners stay: scripts and emoji need them."""


def shown(text: str) -> str:
    """The text with tabs as spaces and anything that could drive a terminal as a visible mark."""
    return _UNSEEN.sub("\ufffd", _TAB.sub("    ", text.replace("\r\n", "\n").replace("\r", "\n")))
