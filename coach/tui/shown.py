"""Text as it may be shown: whatever was typed or written, made harmless to a terminal. What is kept stays as it was."""

from coach.model.characters import replace_unsafe


def shown(text: str) -> str:
    """The text with tabs as spaces and anything that could drive a terminal as a visible mark."""
    return replace_unsafe(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
