"""What somebody chose to be called, as it stands on a screen."""

from coach.tui.shown import shown

LONGEST_SHOWN = 24
"""Characters of a name on a screen."""


def called(name: str) -> str:
    """The name somebody chose, harmless and short, on one line. It can still look like markup: show it as it is."""
    plain = shown(" ".join(name.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"
