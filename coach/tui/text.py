"""Helpers for texts of the terminal: safe text, names, the sentence for a crash."""

import traceback
from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from coach.language.catalogue import say
from coach.model import characters

_OURS = Path(__file__).parent.parent


def describe_crash(error: BaseException) -> str:
    """Return a sentence on where the program crashed, without values, messages or source lines.

    What the practitioner typed could stand in any of those.

    Args:
        error: what was raised.
    """
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OURS)
    ]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return say(
        "Something went wrong inside the coach ({name}{where}), so it closed.\nWhat was answered "
        "is kept. Start the coach again and choose 'Go on'.",
        name=type(error).__name__,
        where=where,
    )


# --- Safe text


def sanitize(text: str) -> str:
    """Return a text that is safe to show on the screen.

    Textual draws no tab, and a paste from elsewhere may end its lines with CR.
    """
    return characters.sanitize(text.replace("\r\n", "\n").replace("\r", "\n"), tab="    ")


# --- The line on what goes by itself


class ExpiryLine(Static):
    """A line that says which rehearsals expired or will; hidden if there is nothing to say."""

    DEFAULT_CSS = """
    OfTime {
        height: auto;
        margin: 0 0 1 0;
        display: none;
    }
    """

    def show(self, sentences: str) -> None:
        """Show sentences on the line; hide it if they are empty."""
        self.update(Content(sanitize(sentences)))
        self.display = bool(sentences)
